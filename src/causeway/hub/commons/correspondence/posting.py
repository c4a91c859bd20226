"""Writing one message into a thread: the one place where words and documents pass to other organisations.

Each organisation that gets it is let in by `widen`, which checks the author's agreement; PostgreSQL checks it again.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.errors import Invalid, NotAgreed
from causeway.hub.base.clocks.keeping import ClockKind, start_clock, stop_clock
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.base.organisations.queries.people import address_of_member
from causeway.hub.base.organisations.sharing import agreement_with, found, widen
from causeway.hub.base.vault.sealing import record_sealed
from causeway.hub.commons.correspondence.access import member_of
from causeway.hub.commons.correspondence.case_data import check_no_case_data
from causeway.hub.commons.correspondence.documents import MOST_DOCUMENTS, Offered
from causeway.hub.commons.correspondence.models import Document, Message, MessageText, Receipt, Thread
from causeway.hub.commons.correspondence.words import ReceiptKind
from causeway.vocabulary.handling import Handling
from causeway.vocabulary.organisations import Category

TEXT_CHARACTERS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """What is to be said. `named` are the addresses of the people for whom it is meant, needed for TLP:RED; `due_at` is
    by when an answer is asked.
    """

    text: str
    handling: Handling = Handling.AMBER
    named: tuple[str, ...] = ()
    asks_acknowledgement: bool = False
    due_at: datetime | None = None
    documents: Sequence[Offered] = ()


def check_message(new: NewMessage) -> None:
    """Refuse what cannot be sent.

    Raises:
        Invalid: it says nothing, is too long, names nobody though it is RED, or asks for an answer in the past.
    """
    if not new.text.strip():
        raise Invalid(_("Write the message."), field="text")
    if len(new.text) > TEXT_CHARACTERS:
        raise Invalid(_("Write no more than 10,000 characters."), field="text")
    if new.handling is Handling.RED and not new.named:
        raise Invalid(_("TLP:RED is for named people alone. Name at least one."), field="named")
    for address in new.named:
        try:
            validate_email(address)
        except ValidationError as fault:
            raise Invalid(_("Enter e-mail addresses, one on each line."), field="named") from fault
    if new.due_at and new.due_at <= timezone.now():
        raise Invalid(_("This moment has passed."), field="due_at")
    if len(new.documents) > MOST_DOCUMENTS:
        raise Invalid(_("Add no more than 10 documents."), field="documents")


def category_of(thread: Thread) -> Category:
    """What an agreement must let pass for a message of this thread to pass."""
    return Category.PRACTICE if thread.group_id else Category.CORRESPONDENCE


def without_agreement(organisation_ids: Collection[UUID], category: Category) -> list[UUID]:
    """Those of these to which no agreement in force lets the acting organisation write."""
    return [each for each in organisation_ids if agreement_with(each, category) is None]


def check_agreed(organisation_ids: Collection[UUID], category: Category) -> None:
    """Refuse unless an agreement lets messages pass to each of these.

    Raises:
        NotAgreed: some lack one; the message names them.
    """
    if lacking := without_agreement(organisation_ids, category):
        names = ", ".join(sorted(names_of(set(lacking)).values()))
        message = _("No agreement in force lets your organisation send messages to: %(names)s.") % {"names": names}
        raise NotAgreed(message, field="to")


def post(actor: Actor, thread: Thread, new: NewMessage, to_ids: Sequence[UUID]) -> Message:
    """Write a checked message for these organisations. Runs inside the caller's transaction.

    Raises:
        NotAgreed: an agreement is missing; nothing is written.
    """
    category = category_of(thread)
    check_agreed(to_ids, category)
    if thread.group_id:
        check_no_case_data(new.text, to_ids, by_id=actor.organisation_id)
    author, now, message_id = member_of(actor), timezone.now(), uuid4()
    found(message_id, category)
    message = Message(
        id=message_id,
        thread=thread,
        organisation_id=actor.organisation_id,
        member_id=author,
        author_name=actor.label,
        to_ids=list(to_ids),
        handling=new.handling.value,
        asks_acknowledgement=new.asks_acknowledgement,
        due_at=new.due_at,
        written_at=now,
    )
    message.save(force_insert=True)
    is_red = new.handling is Handling.RED
    named = sorted({address_of_member(author), *(each.strip().lower() for each in new.named)}) if is_red else []
    MessageText(
        message=message,
        organisation_id=actor.organisation_id,
        handling=new.handling.value,
        named=named,
        text=new.text.strip(),
    ).save(force_insert=True)
    _keep_documents(actor, message, new.documents, named)
    for receiver_id in to_ids:
        widen(message_id, receiver_id, category)
    if new.due_at:
        start_clock(message_id, ClockKind.CORRESPONDENCE, new.due_at - now, started_at=now)
    _answer_those_before(actor, message)
    enter(
        Act.MESSAGE_SENT,
        subjects=[message_id, thread.id],
        audience=to_ids,
        details={"handling": new.handling.label, "documents": [each.sealed.facts.sha256 for each in new.documents]},
        details_audience=to_ids,
    )
    return message


def _keep_documents(actor: Actor, message: Message, documents: Sequence[Offered], named: Sequence[str]) -> None:
    for ordinal, offered in enumerate(documents):
        facts = record_sealed(offered.sealed, message.id, named=named)
        Document(
            message=message,
            organisation_id=actor.organisation_id,
            ordinal=ordinal,
            sealed_id=facts.id,
            name=offered.name,
            media_type=facts.media_type,
            size_bytes=facts.size_bytes,
            sha256=facts.sha256,
        ).save(force_insert=True)


def _answer_those_before(actor: Actor, answer: Message) -> None:
    """An answer meets what its organisation was asked before in this thread by those who get it."""
    asked = Message.objects.filter(
        thread_id=answer.thread_id,
        organisation_id__in=answer.to_ids,
        to_ids__contains=[actor.organisation_id],
        withdrawn_at=None,
        due_at__isnull=False,
    )
    for message in asked:
        receive(actor, message, ReceiptKind.ANSWERED, at=answer.written_at)
        stop_clock(message.id, ClockKind.CORRESPONDENCE, at=answer.written_at)


def receive(actor: Actor, message: Message, kind: ReceiptKind, *, at: datetime) -> bool:
    """Note that the actor's organisation opened, acknowledged or answered a message; gives False where it had
    already.
    """
    receipt = Receipt(
        message=message,
        author_id=message.organisation_id,
        organisation_id=actor.organisation_id,
        kind=kind.value,
        member_id=member_of(actor),
        name=actor.label,
        at=at,
    )
    if Receipt.objects.filter(message=message, organisation_id=actor.organisation_id, kind=kind.value).exists():
        return False
    Receipt.objects.bulk_create([receipt], ignore_conflicts=True)
    return Receipt.objects.filter(id=receipt.id).exists()
