"""Closing a thread and opening it again, leaving it, tying it to one's own work."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.commons.correspondence.access import others_in, readable_thread
from causeway.hub.commons.correspondence.models import Participant, Thread
from causeway.hub.commons.correspondence.tying import Tying, tie_row


@command(Permission.WRITE_CORRESPONDENCE)
def close_thread(actor: Actor, thread_id: UUID) -> None:
    """Close a thread that the actor's organisation began. All can still read it; nobody writes.

    Raises:
        NotFound: there is no such thread for this person.
        NotPermitted: another organisation began it.
    """
    thread = _begun_by(actor, thread_id)
    if thread.closed_at is None:
        thread.closed_at = timezone.now()
        thread.save(update_fields=["closed_at"])
        enter(Act.THREAD_CLOSED, subjects=[thread.id], audience=others_in(actor, thread))


@command(Permission.WRITE_CORRESPONDENCE)
def reopen_thread(actor: Actor, thread_id: UUID) -> None:
    """Open it again. Raises as `close_thread`."""
    thread = _begun_by(actor, thread_id)
    if thread.closed_at is not None:
        thread.closed_at = None
        thread.save(update_fields=["closed_at"])
        enter(Act.THREAD_REOPENED, subjects=[thread.id], audience=others_in(actor, thread))


@command(Permission.WRITE_CORRESPONDENCE)
def leave_thread(actor: Actor, thread_id: UUID) -> None:
    """Leave a thread: the organisation keeps what it got, and gets nothing new.

    Raises:
        NotFound: there is no such thread for this person.
        Conflict: the actor's organisation began it, or has left it.
    """
    thread = readable_thread(actor, thread_id)
    if thread.opener_id == actor.organisation_id:
        raise Conflict(_("Your organisation began this thread. Close it instead."))
    if thread.group_id:
        raise Conflict(_("Leave the group instead."))
    others = others_in(actor, thread)
    rows = Participant.objects.filter(thread=thread, organisation_id=actor.organisation_id, left_at=None)
    if not rows.update(left_at=timezone.now()):
        raise Conflict(_("Your organisation has left this thread."))
    enter(Act.THREAD_LEFT, subjects=[thread.id, actor.organisation_id], audience=others)


@command(Permission.WRITE_CORRESPONDENCE)
def tie_thread(actor: Actor, thread_id: UUID, tying: Tying) -> None:
    """Tie a thread to a case, referral or data request; the actor's organisation alone sees it.

    Raises:
        NotFound: the thread, or what it is to be tied to, is not visible to this person.
        NotPermitted: the actor may not read such things.
    """
    tie_row(actor, readable_thread(actor, thread_id), tying)


def _begun_by(actor: Actor, thread_id: UUID) -> Thread:
    thread = readable_thread(actor, thread_id)
    if thread.opener_id != actor.organisation_id:
        raise NotPermitted(_("Only the organisation that began a thread closes it."))
    return thread
