"""Beginning a thread, and adding an organisation to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.lookup import listing_by_id
from causeway.hub.base.organisations.sharing import found, widen
from causeway.hub.commons.correspondence.access import open_thread_row
from causeway.hub.commons.correspondence.models import Message, MessageText, Participant, Thread
from causeway.hub.commons.correspondence.posting import NewMessage, category_of, check_agreed, check_message, post
from causeway.hub.commons.correspondence.tying import Tying, tie_row
from causeway.vocabulary.handling import Handling, may_pass_on
from causeway.vocabulary.organisations import Role

SUBJECT_CHARACTERS = 200
MOST_ORGANISATIONS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """An organisation that is written to, and who there: roles, people by address, or with neither all who may read
    messages.
    """

    organisation_id: UUID
    roles: tuple[Role, ...] = ()
    addresses: tuple[str, ...] = ()


@command(Permission.WRITE_CORRESPONDENCE)
def begin_thread(
    actor: Actor, subject: str, receivers: Sequence[Receiver], first: NewMessage, *, tying: Tying | None = None
) -> UUID:
    """Begin a thread with its first message, and give the thread's identifier. What it is tied to is seen by the
    actor's organisation alone.

    Raises:
        Invalid: no subject, nobody to write to, or a message that cannot be sent; `field` says where.
        NotAgreed: no agreement lets messages pass to one of them.
        NotFound: what it is to be tied to is not visible.
    """
    subject = " ".join(subject.split())
    if not subject or len(subject) > SUBJECT_CHARACTERS:
        raise Invalid(_("Write a subject of no more than 200 characters."), field="subject")
    to_ids = list(dict.fromkeys(each.organisation_id for each in receivers))
    if not 1 <= len(to_ids) <= MOST_ORGANISATIONS or actor.organisation_id in to_ids:
        raise Invalid(_("Choose at least one other organisation."), field="to")
    thread = Thread(id=uuid4(), opener_id=actor.organisation_id, subject=subject, opened_at=timezone.now())
    open_with(actor, thread, receivers, first)
    if tying:
        tie_row(actor, thread, tying)
    return thread.id


def open_with(actor: Actor, thread: Thread, receivers: Sequence[Receiver], first: NewMessage) -> None:
    """Save a new thread with those who are in it and its first message. Runs inside the caller's transaction.

    Raises:
        Invalid: the message cannot be sent.
        NotAgreed: no agreement lets messages of this thread pass to one of them.
    """
    category, to_ids = category_of(thread), [each.organisation_id for each in receivers]
    check_message(first)
    check_agreed(to_ids, category)
    found(thread.id, category)
    thread.save(force_insert=True)
    for receiver in (Receiver(organisation_id=actor.organisation_id), *receivers):
        add_row(actor, thread, receiver)
    enter(Act.THREAD_OPENED, subjects=[thread.id], audience=to_ids)
    post(actor, thread, first, to_ids)


@command(Permission.WRITE_CORRESPONDENCE)
def add_organisation(actor: Actor, thread_id: UUID, receiver: Receiver) -> int:
    """Bring another organisation into a thread. It gets what is written from now on, and of what was written before
    only what its mark lets the actor's organisation pass on; gives how many messages those were.

    Raises:
        NotFound: there is no such thread, or no such organisation.
        Conflict: it is in the thread, or the thread is closed.
        NotAgreed: no agreement lets messages pass to it.
    """
    thread = open_thread_row(actor, thread_id)
    if listing_by_id(receiver.organisation_id) is None or receiver.organisation_id == actor.organisation_id:
        raise Invalid(_("Choose another organisation."), field="to")
    if Participant.objects.filter(thread=thread, organisation_id=receiver.organisation_id, left_at=None).exists():
        raise Conflict(_("This organisation is in the thread already."), field="to")
    if thread.group_id:
        raise Conflict(_("An organisation joins a topic by joining the group."), field="to")
    check_agreed([receiver.organisation_id], category_of(thread))
    add_row(actor, thread, receiver)
    others = [row.organisation_id for row in Participant.objects.filter(thread=thread, left_at=None)]
    enter(Act.THREAD_JOINED, subjects=[thread.id, receiver.organisation_id], audience=others)
    return pass_on(actor, thread, receiver.organisation_id)


def add_row(actor: Actor, thread: Thread, receiver: Receiver) -> None:
    """Let an organisation into a thread. Runs inside the caller's transaction."""
    Participant(
        thread=thread,
        organisation_id=receiver.organisation_id,
        added_by_id=actor.organisation_id,
        roles=[role.value for role in receiver.roles],
        addresses=sorted({address.strip().lower() for address in receiver.addresses}),
        added_at=timezone.now(),
    ).save(force_insert=True)
    widen(thread.id, receiver.organisation_id, category_of(thread))


def pass_on(actor: Actor, thread: Thread, receiver_id: UUID) -> int:
    """Give a newcomer what was written before and may be passed on; gives how many messages. Runs inside the caller's
    transaction.
    """
    passed = 0
    readable = set(MessageText.objects.filter(message__thread=thread).values_list("message_id", flat=True))
    for message in Message.objects.filter(thread=thread, withdrawn_at=None, id__in=readable):
        is_own = message.organisation_id == actor.organisation_id
        if may_pass_on(Handling(message.handling), is_own=is_own) and widen(
            message.id, receiver_id, category_of(thread)
        ):
            enter(
                Act.MESSAGE_PASSED_ON,
                subjects=[message.id, thread.id],
                audience=[receiver_id, message.organisation_id],
                details={"to": str(receiver_id)},
                details_audience=[message.organisation_id],
            )
            passed += 1
    return passed
