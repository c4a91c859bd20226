"""Following: steps up the road react to entries, in the ledger's order, each entry once for each organisation that
sees it (see `advancing`).

A follower that a new version of the program brings begins at the ledger's first entry, which suits what only renews.
Where it acts anew, a migration puts its cursors to where the organisation's others are (`queues`, 0014).
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.models import Entry, EntryDetail, FollowerCursor, Leaf
from causeway.hub.base.ledger.news import last_position

LEAVE_NOTHING_OWED = frozenset({Act.NOTICE_SENT, Act.SIGNAL_CHANGES_ACKNOWLEDGED})
"""Acts by which something that was owed is done, and after which nothing more is: whoever sees one of them alone need
not be asked what is owed to it now. Fifty subscribers of a bank make thousands an hour.
"""
_LAG = 2_000
"""Entries of others that may pass before an organisation's cursors are moved past them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFact:
    """An entry as a follower or a timeline sees it. `details` is empty when they are not for this organisation, or
    erased.
    """

    id: UUID
    act: Act
    organisation_id: UUID
    member_id: UUID | None
    credential_id: UUID | None
    purpose: str
    subjects: tuple[UUID, ...]
    at: datetime
    details: dict[str, Any]
    position: int | None = None


EffectOfOne = Callable[[Any, EntryFact], None]
"""Called with the actor (the program, for one organisation) and an entry."""
Effect = Callable[[Any, Sequence[EntryFact]], None]
"""Called with the actor and some entries, in the ledger's order."""


@dataclass(frozen=True, slots=True)
class Follower:
    """A named effect and the acts that it follows. One that `goes_first` takes all that is new before the others."""

    name: str
    acts: frozenset[Act]
    effect: Effect
    goes_first: bool = False


_followers: dict[str, Follower] = {}


def follows(*acts: Act, goes_first: bool = False) -> Callable[[EffectOfOne], EffectOfOne]:
    """Register a function `(actor, entry)` to be called for each of these acts."""

    def register(effect: EffectOfOne) -> EffectOfOne:
        def one_by_one(actor: Any, entries: Sequence[EntryFact]) -> None:
            for entry in entries:
                effect(actor, entry)

        _register(_name_of(effect), acts, one_by_one, goes_first=goes_first)
        return effect

    return register


def follows_together(*acts: Act, goes_first: bool = False) -> Callable[[Effect], Effect]:
    """Register a function `(actor, entries)` to be called for some of these acts at a time: where one look or one
    statement does for all. It does what it would do for each by itself, one after another.
    """

    def register(effect: Effect) -> Effect:
        _register(_name_of(effect), acts, effect, goes_first=goes_first)
        return effect

    return register


def _name_of(effect: Callable[..., None]) -> str:
    return f"{effect.__module__}.{effect.__name__}"


def _register(name: str, acts: Collection[Act], effect: Effect, *, goes_first: bool) -> None:
    _followers[name] = Follower(name, frozenset(acts), effect, goes_first)


def followers() -> Iterator[Follower]:
    """All that are registered, by name."""
    return iter(sorted(_followers.values(), key=lambda follower: follower.name))


def follower_named(name: str) -> Follower | None:
    """The registered follower of this name."""
    return _followers.get(name)


def caught_up(organisation_id: UUID, follower: str) -> None:
    """Put a follower's cursor at the end of the ledger, for a caller that does in one go what the follower does entry
    by entry; until the caller's transaction ends, the follower waits. Runs inside that transaction.
    """
    cursor, _ = FollowerCursor.objects.select_for_update().get_or_create(
        organisation_id=organisation_id, follower=follower
    )
    cursor.position = max(cursor.position, last_position())
    cursor.save(update_fields=["position"])


def facts(entries: list[Entry], positions: Mapping[UUID, int | None] | None = None) -> list[EntryFact]:
    """Entries with the details that the acting organisation may see."""
    details = {
        detail.entry_id: detail.body
        for detail in EntryDetail.objects.filter(entry_id__in=[entry.id for entry in entries])
    }
    return [
        EntryFact(
            id=entry.id,
            act=Act(entry.act),
            organisation_id=entry.organisation_id,
            member_id=entry.member_id,
            credential_id=entry.credential_id,
            purpose=entry.purpose,
            subjects=tuple(entry.subjects),
            at=entry.at,
            details=details.get(entry.id, {}),
            position=(positions or {}).get(entry.id),
        )
        for entry in entries
    ]


class Entered:
    """The ledger up to `head`, where a round began: which entries came after a position is read once for all
    organisations that have been taken as far.
    """

    def __init__(self, head: int) -> None:
        self.head = head
        self._after: dict[int, list[UUID]] = {}

    def acts_after(self, low: int) -> set[Act]:
        """Of the entries after a position those acts that the acting organisation sees. Few are looked up by their
        numbers: asked in one statement, PostgreSQL may begin with all that the organisation ever saw. Runs inside the
        caller's transaction.
        """
        leaves = Leaf.objects.filter(position__gt=low, position__lte=self.head)
        numbers: QuerySet[Leaf, UUID] | list[UUID] = leaves.values_list("entry_id", flat=True)
        if self.head - low <= _LAG:
            numbers = self._after[low] if low in self._after else self._after.setdefault(low, list(numbers))
        seen = Entry.objects.filter(id__in=numbers)
        return {Act(act) for act in seen.order_by().values_list("act", flat=True).distinct()}


def concerned(
    organisation_id: UUID, among: Collection[Follower], *, since: int, entered: Entered
) -> tuple[list[Follower], bool]:
    """Which followers the entries after position `since` concern, and whether the organisation sees any after which
    something may be owed to it.

    One look for all followers of an organisation, so that the many whom no entry concerns cost next to nothing. The
    caller has taken all of them to `since` before; a negative one says that it has not, and then their cursors are
    looked up, as every `_LAG` entries. Those that have fallen as far behind the head are moved there on the way. Runs
    inside the caller's transaction, which acts for the organisation.
    """
    positions, head = dict[str, int](), entered.head
    low, looks_them_up = since, since < 0 or since // _LAG != head // _LAG
    if looks_them_up:
        rows = FollowerCursor.objects.filter(organisation_id=organisation_id)
        positions = dict(rows.values_list("follower", "position"))
        low = max(since, min((positions.get(one.name, -1) for one in among), default=head))
    acts = entered.acts_after(low)
    wanting = [one for one in among if one.acts & acts]
    names = {one.name for one in among} - {one.name for one in wanting}
    idle = [name for name in names if looks_them_up and head - positions.get(name, -1) > _LAG]
    if idle:
        fresh = [
            FollowerCursor(organisation_id=organisation_id, follower=name) for name in idle if name not in positions
        ]
        FollowerCursor.objects.bulk_create(fresh, ignore_conflicts=True)
        FollowerCursor.objects.filter(organisation_id=organisation_id, follower__in=idle, position__lt=head).update(
            position=head
        )
    return wanting, bool(acts - LEAVE_NOTHING_OWED)
