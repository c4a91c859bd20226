"""Writing into a thread, acknowledging what was written, withdrawing one's own."""

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotAgreed, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import SHORT_REASON_CHARACTERS, given_reason
from causeway.hub.base.clocks.keeping import ClockKind, stop_clock
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.commons.correspondence.access import open_thread_row, others_in, readable_thread
from causeway.hub.commons.correspondence.models import Message, MessageText
from causeway.hub.commons.correspondence.posting import (
    NewMessage,
    category_of,
    check_message,
    post,
    receive,
    without_agreement,
)
from causeway.hub.commons.correspondence.words import ReceiptKind


@command(Permission.WRITE_CORRESPONDENCE)
def write_message(actor: Actor, thread_id: UUID, new: NewMessage, *, to_ids: Sequence[UUID] | None = None) -> UUID:
    """Write into a thread: to these of its organisations, or else to all to which an agreement lets the actor's
    organisation write.

    Raises:
        NotFound: there is no such thread for this person.
        Conflict: it is closed, or the organisation has left it.
        Invalid: the message cannot be sent, or goes to somebody who is not in the thread.
        NotAgreed: no agreement lets messages pass to one of them, or to any.
    """
    thread = open_thread_row(actor, thread_id)
    check_message(new)
    others = others_in(actor, thread)
    if to_ids is None:
        lacking = set(without_agreement(others, category_of(thread)))
        to_ids = [each for each in others if each not in lacking]
        if lacking and not to_ids:
            raise NotAgreed(_("No agreement in force lets your organisation send messages to anybody here."))
    if not to_ids or not set(to_ids) <= set(others):
        raise Invalid(_("Choose at least one organisation of this thread."), field="to")
    return post(actor, thread, new, list(dict.fromkeys(to_ids))).id


@command(Permission.READ_CORRESPONDENCE)
def acknowledge_message(actor: Actor, thread_id: UUID, message_id: UUID) -> None:
    """Say that the actor's organisation has a message and acts on it. Its author sees who said so.

    Raises:
        NotFound: no such message reached this person.
        Conflict: somebody of the organisation has said so already.
    """
    message = _readable(actor, thread_id, message_id)
    if message.organisation_id == actor.organisation_id:
        raise Conflict(_("This is a message of your own organisation."))
    now = timezone.now()
    if not receive(actor, message, ReceiptKind.ACKNOWLEDGED, at=now):
        raise Conflict(_("Somebody of your organisation has acknowledged this already."))
    stop_clock(message.id, ClockKind.CORRESPONDENCE, at=now)
    enter(Act.MESSAGE_ACKNOWLEDGED, subjects=[message.id, thread_id], audience=[message.organisation_id])


@command(Permission.WRITE_CORRESPONDENCE)
def withdraw_message(actor: Actor, thread_id: UUID, message_id: UUID, reason: str) -> None:
    """Take back a message of the actor's organisation: it stays, marked as withdrawn, and its documents can be opened
    no more.

    Raises:
        NotFound: the actor's organisation wrote no such message.
        Invalid: no reason is given.
        Conflict: it was withdrawn before.
    """
    message = _readable(actor, thread_id, message_id)
    if message.organisation_id != actor.organisation_id:
        raise NotFound(_("There is no such message of yours."))
    missing = _("Say why, in no more than 500 characters.")
    reason = given_reason(reason, most=SHORT_REASON_CHARACTERS, missing=missing)
    if message.withdrawn_at:
        raise Conflict(_("This message was withdrawn already."))
    message.withdrawn_at, message.withdrawal_reason = timezone.now(), reason
    message.save(update_fields=["withdrawn_at", "withdrawal_reason"])
    stop_clock(message.id, ClockKind.CORRESPONDENCE, at=message.withdrawn_at)
    enter(Act.MESSAGE_WITHDRAWN, subjects=[message.id, thread_id], audience=message.to_ids)


def _readable(actor: Actor, thread_id: UUID, message_id: UUID) -> Message:
    thread = readable_thread(actor, thread_id)
    message = Message.objects.filter(id=message_id, thread=thread).first()
    if message is None or not MessageText.objects.filter(message_id=message_id).exists():
        raise NotFound(_("There is no such message."))
    return message
