"""Who at an organisation may read a thread, and finding one for a command or query. Runs inside the caller's
transaction.
"""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.errors import Conflict, NotFound, NotPermitted
from causeway.hub.base.organisations.queries.people import address_of_member
from causeway.hub.commons.correspondence.models import Participant, Thread


def readable_threads(actor: Actor) -> QuerySet[Thread]:
    """The threads that this person may read: those of their organisation which name no role and nobody, or a role that
    they hold, or them.
    """
    own = Participant.objects.filter(organisation_id=actor.organisation_id)
    address = address_of_member(actor.member_id) if actor.member_id else ""
    meant = (
        Q(roles=[], addresses=[])
        | Q(roles__overlap=[role.value for role in actor.roles])
        | Q(addresses__contains=[address])
    )
    return Thread.objects.filter(id__in=own.filter(meant).values("thread_id"))


def readable_thread(actor: Actor, thread_id: UUID) -> Thread:
    """One of them.

    Raises:
        NotFound: there is no such thread for this person.
    """
    thread = readable_threads(actor).filter(id=thread_id).first()
    if thread is None:
        raise NotFound(_("There is no such thread."))
    return thread


def open_thread_row(actor: Actor, thread_id: UUID) -> Thread:
    """One in which may be written.

    Raises:
        NotFound: there is no such thread for this person.
        Conflict: it is closed, or the organisation has left it.
    """
    thread = readable_thread(actor, thread_id)
    if thread.closed_at:
        raise Conflict(_("This thread is closed. Whoever began it can open it again."))
    if not Participant.objects.filter(thread=thread, organisation_id=actor.organisation_id, left_at=None).exists():
        raise Conflict(_("Your organisation has left this thread."))
    return thread


def member_of(actor: Actor) -> UUID:
    """The person who acts.

    Raises:
        NotPermitted: a program acts.
    """
    if actor.member_id is None:
        raise NotPermitted("A person writes, and can be asked.")
    return actor.member_id


def others_in(actor: Actor, thread: Thread) -> list[UUID]:
    """The other organisations that are in a thread now."""
    rows = Participant.objects.filter(thread=thread, left_at=None).exclude(organisation_id=actor.organisation_id)
    return list(rows.order_by("added_at", "id").values_list("organisation_id", flat=True))
