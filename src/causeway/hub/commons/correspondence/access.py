"""Who at an organisation may read a thread, and finding one for a command or query. Runs inside the caller's
transaction.
"""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.errors import Conflict, NotFound, NotPermitted
from causeway.hub.base.organisations.queries.people import address_of_member
from causeway.hub.commons.correspondence.models import Group, GroupMember, Participant, Thread


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
    if thread.group_id and Group.objects.filter(id=thread.group_id, closed_at__isnull=False).exists():
        raise Conflict(_("This group is closed."))
    if not is_in(actor, thread):
        raise Conflict(_("Your organisation has left this thread."))
    return thread


def member_of(actor: Actor) -> UUID:
    """The person who acts.

    Raises:
        NotPermitted: a program acts.
    """
    if actor.member_id is None:
        raise NotPermitted(_("A person writes, and can be asked."))
    return actor.member_id


def others_in(actor: Actor, thread: Thread) -> list[UUID]:
    """The other organisations that are in a thread now."""
    return list(
        _present(thread).exclude(organisation_id=actor.organisation_id).values_list("organisation_id", flat=True)
    )


def is_in(actor: Actor, thread: Thread) -> bool:
    """Whether the actor's organisation is in a thread now."""
    return _present(thread).filter(organisation_id=actor.organisation_id).exists()


def _present(thread: Thread) -> QuerySet[Participant]:
    """Who is in a thread; in a topic of a group, who is in the group as well."""
    rows = Participant.objects.filter(thread=thread, left_at=None).order_by("added_at", "id")
    if thread.group_id is None:
        return rows
    members = GroupMember.objects.filter(group_id=thread.group_id, left_at=None)
    return rows.filter(organisation_id__in=members.values("organisation_id"))


def readable_groups(actor: Actor) -> QuerySet[Group]:
    """The groups in which this person may take part, or could until their organisation left."""
    address = address_of_member(actor.member_id) if actor.member_id else ""
    own = GroupMember.objects.filter(organisation_id=actor.organisation_id)
    meant = own.filter(Q(addresses=[]) | Q(addresses__contains=[address]))
    return Group.objects.filter(id__in=meant.values("group_id"))


def readable_group(actor: Actor, group_id: UUID) -> Group:
    """One of them.

    Raises:
        NotFound: there is no such group for this person.
    """
    group = readable_groups(actor).filter(id=group_id).first()
    if group is None:
        raise NotFound(_("There is no such group."))
    return group


def open_group(actor: Actor, group_id: UUID) -> Group:
    """One that goes on, and in which the actor's organisation is.

    Raises:
        NotFound: there is no such group for this person.
        Conflict: it is closed, or the organisation has left it.
    """
    group = readable_group(actor, group_id)
    if group.closed_at:
        raise Conflict(_("This group is closed."))
    if actor.organisation_id not in members_now(group):
        raise Conflict(_("Your organisation has left this group."))
    return group


def members_now(group: Group) -> list[UUID]:
    """The organisations that are in a group now."""
    rows = GroupMember.objects.filter(group=group, left_at=None).order_by("joined_at", "id")
    return list(rows.values_list("organisation_id", flat=True))
