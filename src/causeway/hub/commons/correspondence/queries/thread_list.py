"""The threads of a person's organisation as a list: filtered, a page at a time, unread ones marked."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.looking import enter_search
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.commons.correspondence.access import member_of, readable_threads
from causeway.hub.commons.correspondence.models import Message, MessageText, Participant, Receipt, Seen, Thread
from causeway.hub.commons.correspondence.words import ReceiptKind

PAGE_SIZE = 25
_DONE = (ReceiptKind.ACKNOWLEDGED.value, ReceiptKind.ANSWERED.value)


class Shown(StrEnum):
    """Which threads a list shows."""

    OPEN = "open"
    UNREAD = "unread"
    WAITING = "waiting"
    CLOSED = "closed"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadFilter:
    """What a list is narrowed to. `words` are found in a subject or a message."""

    shown: Shown = Shown.OPEN
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadLine:
    """A thread as a list shows it. `due_at` is by when somebody waits for the acting organisation."""

    id: UUID
    subject: str
    others: tuple[str, ...]
    messages: int
    last_at: datetime
    is_unread: bool
    waits_for_us: bool
    due_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadPage:
    """One page of threads out of `total`."""

    lines: tuple[ThreadLine, ...]
    total: int


@query(Permission.READ_CORRESPONDENCE)
def thread_list(actor: Actor, wanted: ThreadFilter, *, page: int = 1, size: int = PAGE_SIZE) -> ThreadPage:
    """One page of the threads that this person may read, newest message first. A search stands in the ledger."""
    rows = _narrowed(_with_marks(actor), wanted)
    total = rows.count()
    first = (max(page, 1) - 1) * size
    found = list(rows.order_by("-last_at", "id")[first : first + size])
    if wanted.words.strip():
        enter_search("messages", wanted.words, [row.id for row in found])
    return ThreadPage(lines=_lines(actor, found), total=total)


@query(Permission.READ_CORRESPONDENCE)
def unread_count(actor: Actor) -> int:
    """How many threads hold something that this person has not read."""
    return _narrowed(_with_marks(actor), ThreadFilter(shown=Shown.UNREAD)).count()


def thread_lines(actor: Actor, thread_ids: list[UUID]) -> tuple[ThreadLine, ...]:
    """Some threads as a list shows them, as far as this person may read them. Runs inside the caller's transaction."""
    return _lines(actor, list(_with_marks(actor).filter(id__in=thread_ids).order_by("-last_at", "id")))


def _with_marks(actor: Actor) -> QuerySet[Any]:
    """Threads with `last_at`, `is_unread` and `waits`; each message counts only where its text can be read."""
    inside = Message.objects.filter(thread=OuterRef("pk"), id__in=MessageText.objects.values("message_id"))
    of_others = inside.exclude(organisation_id=actor.organisation_id)
    reader = member_of(actor)
    seen = Seen.objects.filter(thread=OuterRef(OuterRef("pk")), member_id=reader)
    done = Receipt.objects.filter(message=OuterRef("pk"), organisation_id=actor.organisation_id, kind__in=_DONE)
    owed = of_others.filter(Q(due_at__isnull=False) | Q(asks_acknowledgement=True), withdrawn_at=None)
    unseen = inside.exclude(member_id=reader).exclude(Exists(seen.filter(seen_at__gte=OuterRef("written_at"))))
    return readable_threads(actor).annotate(
        last_at=Max("messages__written_at", filter=Q(messages__in=Message.objects.all())),
        is_unread=Exists(unseen),
        waits=Exists(owed.exclude(Exists(done))),
    )


def _narrowed(rows: QuerySet[Any], wanted: ThreadFilter) -> QuerySet[Any]:
    if wanted.shown is Shown.UNREAD:
        rows = rows.filter(is_unread=True)
    elif wanted.shown is Shown.WAITING:
        rows = rows.filter(waits=True, closed_at=None)
    elif wanted.shown is not Shown.ALL:
        rows = rows.filter(closed_at__isnull=wanted.shown is Shown.OPEN)
    if words := wanted.words.strip():
        said = MessageText.objects.filter(text__icontains=words).values("message__thread_id")
        rows = rows.filter(Q(subject__icontains=words) | Q(id__in=said))
    return rows


def _lines(actor: Actor, found: list[Thread]) -> tuple[ThreadLine, ...]:
    ids = [row.id for row in found]
    partners: dict[UUID, list[UUID]] = {}
    for row in Participant.objects.filter(thread_id__in=ids).order_by("added_at", "id"):
        if row.organisation_id != actor.organisation_id:
            partners.setdefault(row.thread_id, []).append(row.organisation_id)
    names = names_of({each for these in partners.values() for each in these})
    counts: dict[UUID, int] = {}
    for thread_id in Message.objects.filter(thread_id__in=ids).values_list("thread_id", flat=True):
        counts[thread_id] = counts.get(thread_id, 0) + 1
    due = _due(actor, ids)
    return tuple(_line(row, partners.get(row.id, []), names, counts.get(row.id, 0), due.get(row.id)) for row in found)


def _due(actor: Actor, thread_ids: list[UUID]) -> dict[UUID, datetime]:
    """By thread, the next moment by which others wait for the actor's organisation."""
    done = Receipt.objects.filter(organisation_id=actor.organisation_id, kind__in=_DONE)
    rows = (
        Message.objects.filter(thread_id__in=thread_ids, due_at__isnull=False, withdrawn_at=None)
        .exclude(organisation_id=actor.organisation_id)
        .exclude(id__in=done.values("message_id"))
    )
    first = rows.order_by().values("thread_id").annotate(next_due=Min("due_at"))
    return dict(first.values_list("thread_id", "next_due"))


def _line(
    row: Thread, partners: list[UUID], names: dict[UUID, str], messages: int, due_at: datetime | None
) -> ThreadLine:
    marks = vars(row)  # the annotations above
    return ThreadLine(
        id=row.id,
        subject=row.subject,
        others=tuple(dict.fromkeys(names.get(each, "") for each in partners)),
        messages=messages,
        last_at=marks["last_at"] or row.opened_at,
        is_unread=marks["is_unread"],
        waits_for_us=marks["waits"] and row.closed_at is None,
        due_at=due_at if row.closed_at is None else None,
        closed_at=row.closed_at,
    )
