"""An organisation's own interests."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.road.deconfliction.models import Interest, InterestToken, Overlap
from causeway.hub.road.deconfliction.queries.paging import MOST_LISTED, listed_after
from causeway.vocabulary.selectors import SelectorKind

_LIVE = Q(withdrawn_at=None)
_NEWEST_FIRST = ("-registered_at", "label", "id")


class Standing(StrEnum):
    """Where an interest stands."""

    LIVE = "live"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestView:
    """An interest as its owner sees it. `epochs` are the keys under which it has a token."""

    id: UUID
    asking_id: UUID
    label: str
    kind: SelectorKind
    case_id: UUID | None
    case_reference: str
    is_silent: bool
    tells_months: int
    registered_at: datetime
    until: datetime
    standing: Standing
    epochs: frozenset[int]
    overlaps: int


@query(Permission.READ_INTERESTS)
def interests(
    actor: Actor,
    *,
    now: datetime,
    after: UUID | None = None,
    after_standing: Standing | None = None,
    limit: int = MOST_LISTED,
) -> list[InterestView]:
    """The organisation's own, at most so many: those that are live first, newest first. `after` goes on after one, in
    the part of the list where it stood when it was read: `after_standing`, or how it stands now where that is not said.

    Raises:
        Invalid: `after` is none of them.
    """
    del actor
    every, is_live = Interest.objects.all(), _LIVE & Q(until__gt=now)
    if after is not None and after_standing is None:
        after_standing = next((_standing(row, now) for row in every.filter(id=after)), None)
    if after is not None and after_standing is not Standing.LIVE:
        return _views(list(listed_after(every.exclude(is_live), _NEWEST_FIRST, after, among=every)[:limit]), now)
    rows = list(listed_after(every.filter(is_live), _NEWEST_FIRST, after, among=every)[:limit])
    rows += every.exclude(is_live).order_by(*_NEWEST_FIRST)[: limit - len(rows)]
    return _views(rows, now)


@query(Permission.READ_INTERESTS)
def under_older_keys(actor: Actor, newest: int, *, now: datetime, limit: int) -> tuple[list[InterestView], int]:
    """Live interests without a token under the newest key, at most so many, and how many there are."""
    del actor
    under_newest = InterestToken.objects.filter(interest_id=OuterRef("id"), epoch=newest)
    rows = Interest.objects.filter(_LIVE, ~Exists(under_newest), until__gt=now)
    return _views(list(rows.order_by(*_NEWEST_FIRST)[:limit]), now), rows.count()


@query(Permission.READ_INTERESTS)
def interest(actor: Actor, interest_id: UUID, *, now: datetime) -> InterestView:
    """One of the organisation's own.

    Raises:
        NotFound: it has no such interest.
    """
    del actor
    row = Interest.objects.filter(id=interest_id).first()
    if row is None:
        raise NotFound(_("There is no such interest."))
    return _views([row], now)[0]


@query(Permission.READ_INTERESTS)
def epochs_in_case(actor: Actor, case_id: UUID) -> set[int]:
    """The keys under which interests of a case have tokens."""
    del actor
    ids = Interest.objects.filter(case_id=case_id, withdrawn_at=None).values_list("id", flat=True)
    return set(InterestToken.objects.filter(interest_id__in=list(ids)).values_list("epoch", flat=True))


def interests_of_case(case_id: UUID, now: datetime) -> list[InterestView]:
    """The interests that were registered for a case. Runs inside the caller's transaction."""
    return _views(list(Interest.objects.filter(case_id=case_id).order_by("registered_at", "label")), now)


def views_of(interest_ids: set[UUID], now: datetime) -> dict[UUID, InterestView]:
    """These of the acting organisation's interests. Runs inside the caller's transaction."""
    return {view.id: view for view in _views(list(Interest.objects.filter(id__in=interest_ids)), now)}


def _views(rows: list[Interest], now: datetime) -> list[InterestView]:
    ids = [row.id for row in rows]
    epochs: dict[UUID, set[int]] = {row.id: set() for row in rows}
    for interest_id, epoch in InterestToken.objects.filter(interest_id__in=ids).values_list("interest_id", "epoch"):
        epochs[interest_id].add(epoch)
    met = Counter(Overlap.objects.filter(interest_id__in=ids).values_list("interest_id", flat=True))
    return [
        InterestView(
            id=row.id,
            asking_id=row.asking_id,
            label=row.label,
            kind=SelectorKind(row.kind),
            case_id=row.case_id,
            case_reference=row.case_reference,
            is_silent=row.is_silent,
            tells_months=row.tells_months,
            registered_at=row.registered_at,
            until=row.until,
            standing=_standing(row, now),
            epochs=frozenset(epochs[row.id]),
            overlaps=met[row.id],
        )
        for row in rows
    ]


def _standing(row: Interest, now: datetime) -> Standing:
    if row.withdrawn_at is not None:
        return Standing.WITHDRAWN
    return Standing.LIVE if row.until > now else Standing.ENDED
