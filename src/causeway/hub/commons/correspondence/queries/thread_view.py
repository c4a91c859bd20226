"""One thread as a person of one organisation sees it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.errors import HubError
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.commons.correspondence.access import is_in, others_in, readable_threads
from causeway.hub.commons.correspondence.models import Document, Message, MessageText, Participant, Receipt, Thread, Tie
from causeway.hub.commons.correspondence.posting import category_of, without_agreement
from causeway.hub.commons.correspondence.tying import Tying, heading_of
from causeway.hub.commons.correspondence.words import ReceiptKind, TieKind
from causeway.vocabulary.handling import Handling, strictest
from causeway.vocabulary.organisations import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """A document without its bytes. The digest is SHA-256 of the plain bytes."""

    id: UUID
    name: str
    media_type: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptView:
    """That an organisation opened, acknowledged or answered a message, and who of it first."""

    kind: ReceiptKind
    organisation: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """A message. `text` is None where it is marked RED and this person is not named."""

    id: UUID
    is_own: bool
    organisation: str
    author: str
    to: tuple[str, ...]
    handling: Handling
    named: tuple[str, ...]
    text: str | None
    documents: tuple[DocumentView, ...]
    receipts: tuple[ReceiptView, ...]
    asks_acknowledgement: bool
    is_acknowledged_by_us: bool
    due_at: datetime | None
    met_at: datetime | None
    written_at: datetime
    withdrawn_at: datetime | None
    withdrawal_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantView:
    """An organisation in the thread, and who there may read it."""

    organisation_id: UUID
    name: str
    roles: tuple[Role, ...]
    addresses: tuple[str, ...]
    added_at: datetime
    left_at: datetime | None
    can_be_written_to: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TieView:
    """What the thread belongs to at the reader's own organisation. `reference` is empty for who may not read it."""

    kind: TieKind
    subject_id: UUID
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadView:
    """A thread, its messages oldest first."""

    id: UUID
    subject: str
    is_ours: bool
    opened_at: datetime
    closed_at: datetime | None
    participants: tuple[ParticipantView, ...]
    messages: tuple[MessageView, ...]
    ties: tuple[TieView, ...]
    group_id: UUID | None
    has_left: bool

    @property
    def handling(self) -> Handling:
        """The strictest mark of what this person can read."""
        return strictest([message.handling for message in self.messages if message.text is not None])

    @property
    def mark(self) -> Handling | None:
        """The strictest mark of all that stands in it, also of what is for others by name; None where nothing does."""
        standing = [message.handling for message in self.messages if message.withdrawn_at is None]
        return strictest(standing) if standing else None

    @property
    def answered_mark(self) -> Handling | None:
        """The mark of what an answer answers: the newest that stands and this person can read, another's before ours;
        None where there is nothing.
        """
        newest_first = [each for each in reversed(self.messages) if each.text is not None and each.withdrawn_at is None]
        return next((each.handling for each in sorted(newest_first, key=lambda each: each.is_own)), None)

    @property
    def others(self) -> tuple[ParticipantView, ...]:
        """The other organisations that are in the thread now, as far as messages may pass to them or not."""
        return tuple(one for one in self.participants if one.left_at is None and one.can_be_written_to)


def threads_tied_to(actor: Actor, subject_ids: Collection[UUID]) -> list[UUID]:
    """The threads that the acting organisation has tied to any of these and this person may read, oldest first. Runs
    inside the caller's transaction.
    """
    tied = Tie.objects.filter(subject_id__in=list(subject_ids)).values("thread_id")
    return list(readable_threads(actor).filter(id__in=tied).order_by("opened_at", "id").values_list("id", flat=True))


def view_of(actor: Actor, thread: Thread) -> ThreadView:
    """A thread with all that this person may read in it. Runs inside the caller's transaction."""
    own = actor.organisation_id
    participants = list(Participant.objects.filter(thread=thread).order_by("added_at", "id"))
    messages = list(Message.objects.filter(thread=thread).order_by("written_at", "id"))
    ids = {one.organisation_id for one in participants} | {one.organisation_id for one in messages}
    names = names_of(ids | {each for message in messages for each in message.to_ids})
    present = others_in(actor, thread)
    lacking = set(without_agreement(present, category_of(thread)))
    return ThreadView(
        id=thread.id,
        subject=thread.subject,
        is_ours=thread.opener_id == own,
        opened_at=thread.opened_at,
        closed_at=thread.closed_at,
        participants=tuple(_participant(one, names, set(present) - lacking) for one in participants),
        messages=_messages(messages, names, own),
        ties=tuple(_tie(actor, tie) for tie in Tie.objects.filter(thread=thread).order_by("tied_at", "id")),
        group_id=thread.group_id,
        has_left=not is_in(actor, thread),
    )


def _participant(one: Participant, names: dict[UUID, str], reached: set[UUID]) -> ParticipantView:
    return ParticipantView(
        organisation_id=one.organisation_id,
        name=names.get(one.organisation_id, ""),
        roles=tuple(Role(role) for role in one.roles),
        addresses=tuple(one.addresses),
        added_at=one.added_at,
        left_at=one.left_at,
        can_be_written_to=one.organisation_id in reached,
    )


def _tie(actor: Actor, tie: Tie) -> TieView:
    kind = TieKind(tie.kind)
    try:
        reference = heading_of(actor, Tying(kind=kind, subject_id=tie.subject_id))
    except HubError:
        reference = ""
    return TieView(kind=kind, subject_id=tie.subject_id, reference=reference)


def _messages(rows: list[Message], names: dict[UUID, str], own: UUID) -> tuple[MessageView, ...]:
    ids = [row.id for row in rows]
    texts = {text.message_id: text for text in MessageText.objects.filter(message_id__in=ids)}
    documents: dict[UUID, list[Document]] = {}
    for document in Document.objects.filter(message_id__in=ids).order_by("ordinal"):
        documents.setdefault(document.message_id, []).append(document)
    receipts: dict[UUID, list[Receipt]] = {}
    for receipt in Receipt.objects.filter(message_id__in=ids).order_by("at", "id"):
        receipts.setdefault(receipt.message_id, []).append(receipt)
    return tuple(
        _message(row, texts.get(row.id), documents.get(row.id, []), receipts.get(row.id, []), names, own)
        for row in rows
    )


def _message(
    row: Message,
    text: MessageText | None,
    documents: list[Document],
    receipts: list[Receipt],
    names: dict[UUID, str],
    own: UUID,
) -> MessageView:
    is_own = row.organisation_id == own
    ours = {ReceiptKind(receipt.kind) for receipt in receipts if receipt.organisation_id == own}
    return MessageView(
        id=row.id,
        is_own=is_own,
        organisation=names.get(row.organisation_id, ""),
        author=row.author_name,
        to=tuple(names.get(each, "") for each in row.to_ids),
        handling=Handling(row.handling),
        named=tuple(text.named) if text else (),
        text=text.text if text else None,
        documents=tuple(_document(document) for document in documents),
        receipts=tuple(_receipt(receipt, names) for receipt in receipts),
        asks_acknowledgement=row.asks_acknowledgement,
        is_acknowledged_by_us=ReceiptKind.ACKNOWLEDGED in ours,
        due_at=row.due_at,
        met_at=_met_at(row, receipts, own),
        written_at=row.written_at,
        withdrawn_at=row.withdrawn_at,
        withdrawal_reason=row.withdrawal_reason,
    )


def _met_at(row: Message, receipts: list[Receipt], own: UUID) -> datetime | None:
    """When what was asked was met: for the author by all whom it asked, for everybody else by the reader's own."""
    first: dict[UUID, datetime] = {}
    for receipt in receipts:
        if receipt.kind != ReceiptKind.OPENED.value:
            first.setdefault(receipt.organisation_id, receipt.at)
    owing = row.to_ids if row.organisation_id == own else [own]
    return max(first[each] for each in owing) if owing and all(each in first for each in owing) else None


def _document(row: Document) -> DocumentView:
    return DocumentView(
        id=row.id, name=row.name, media_type=row.media_type, size_bytes=row.size_bytes, sha256=row.sha256
    )


def _receipt(row: Receipt, names: dict[UUID, str]) -> ReceiptView:
    return ReceiptView(
        kind=ReceiptKind(row.kind), organisation=names.get(row.organisation_id, ""), name=row.name, at=row.at
    )


def may_write(actor: Actor, view: ThreadView) -> bool:
    """Whether this person may write into the thread now."""
    return may(actor, Permission.WRITE_CORRESPONDENCE) and view.closed_at is None and not view.has_left
