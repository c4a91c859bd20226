"""Finding entries among all that an organisation may see: newest first, by cursor, never counted."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact, facts
from causeway.hub.base.ledger.keys import signing_key
from causeway.hub.base.ledger.models import Checkpoint, Entry, EntrySubject, Leaf
from causeway.hub.base.rows.paging import Position
from causeway.transparency import TransparencyError, open_checkpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which entries are sought; what is None narrows nothing. `since` is included, `until` is not."""

    act: Act | None = None
    member_id: UUID | None = None
    subject_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPage:
    """One page; `following` is None on the last."""

    entries: tuple[EntryFact, ...]
    following: Position | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The newest signed head of the tree."""

    size: int
    note: str
    signed_at: datetime


def find_entries(sought: Sought, *, after: Position | None = None, limit: int = 50) -> EntryPage:
    """One page of the entries that the acting organisation may see. Runs inside the caller's transaction."""
    entries = Entry.objects.order_by("-at", "-id")
    if sought.act:
        entries = entries.filter(act=sought.act.value)
    if sought.member_id:
        entries = entries.filter(member_id=sought.member_id)
    if sought.subject_id:
        entries = entries.filter(
            Exists(EntrySubject.objects.filter(entry=OuterRef("pk"), subject_id=sought.subject_id))
        )
    if sought.since:
        entries = entries.filter(at__gte=sought.since)
    if sought.until:
        entries = entries.filter(at__lt=sought.until)
    if after:
        entries = entries.filter(after.older("at"))
    found = list(entries[: limit + 1])
    page = found[:limit]
    positions = {
        leaf.entry_id: leaf.position for leaf in Leaf.objects.filter(entry_id__in=[entry.id for entry in page])
    }
    following = Position(page[-1].at, page[-1].id) if len(found) > limit else None
    return EntryPage(entries=tuple(facts(page, positions)), following=following)


def is_head_ours() -> bool:
    """Whether the newest head, where there is one, bears a signature of this installation's key."""
    head = latest_head()
    if head is None:
        return True
    try:
        open_checkpoint(head.note, signing_key().verifier)
    except TransparencyError:
        return False
    return True


def latest_head() -> Head | None:
    """The newest signed head, or None before the first. Runs inside the caller's transaction."""
    head = Checkpoint.objects.order_by("-size").first()
    return Head(size=head.size, note=head.note, signed_at=head.signed_at) if head else None
