"""A line grows by its bundle: by all that stands under it, or, where it was grown before, by what came under it since.

The second costs the same however often an event was told. It may be done where nothing that stood under the line sank
or left: a line is grown by all of its bundle whenever it is itself made anew, and that is done where something left.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from causeway.hub.road.clusters.queries.cluster import bundled_since
from causeway.hub.road.queues.models import QueueItem

_NEVER = datetime.min.replace(tzinfo=UTC)
_CLAIMS = ("is_imminent", "has_file", "child_subject", "brings_news")


class Stood(NamedTuple):
    """A row of the queue as it stood, as far as the line above it takes anything over from it."""

    referral_id: UUID
    duplicate_of_id: UUID | None
    bundle_size: int
    band_rank: int
    score: float
    is_imminent: bool
    has_file: bool
    child_subject: bool
    brings_news: bool
    news_at: datetime | None

    def sank_to(self, item: QueueItem) -> bool:
        """Whether the row says less by now than it did."""
        is_lost = any(getattr(self, name) and not getattr(item, name) for name in _CLAIMS)
        is_lower = (item.band_rank, -item.score) > (self.band_rank, -self.score)
        return is_lost or is_lower or (self.news_at or _NEVER) > (item.news_at or _NEVER)


_COLUMNS = (
    "referral_id",
    "duplicate_of_id",
    "bundle_size",
    "band_rank",
    "score",
    "is_imminent",
    "has_file",
    "child_subject",
    "brings_news",
    "news_at",
)


def stood_among(rows: "QuerySet[QueueItem]") -> dict[UUID, Stood]:
    """How these rows stand, by referral. Runs inside the caller's transaction."""
    return {row[0]: Stood(*row) for row in rows.values_list(*_COLUMNS)}


@dataclass(slots=True)
class Came:
    """What came under a line, or rose there; `fresh` of them did not stand there before."""

    items: list[QueueItem] = field(default_factory=list)
    fresh: int = 0


def came_under(before: Mapping[UUID, Stood], items: Collection[QueueItem]) -> dict[UUID, Came]:
    """What these rows bring to the lines under which they stand, by line. Left out are those lines that are to be grown
    by all of their bundle: something under them sank, or left, or they are made anew with these.
    """
    came: dict[UUID, Came] = {}
    to_count = {item.referral_id for item in items}
    for item in items:
        line_id, stood = item.duplicate_of_id, before.get(item.referral_id)
        if stood is not None and stood.duplicate_of_id not in (None, line_id):
            to_count.add(stood.duplicate_of_id)
        if line_id is None:
            continue
        is_fresh = stood is None or stood.duplicate_of_id != line_id
        if stood is not None and not is_fresh and stood.sank_to(item):
            to_count.add(line_id)
        one = came.setdefault(line_id, Came())
        one.items.append(item)
        one.fresh += is_fresh
    return {line_id: one for line_id, one in came.items() if line_id not in to_count}


def grow(line: QueueItem, *, said_at: datetime | None) -> None:
    """Let a line grow by all of its bundle: it has a file where one telling has. It stands as high as the most urgent
    telling; where a person said at `said_at` where it stands, as one that came into the bundle since and says that a
    child may be in danger now. Runs inside the caller's transaction.
    """
    found = _under(line).aggregate(
        size=Count("id"),
        told_at=Max("arrived_at", filter=Q(brings_news=True)),
        added_at=Max("news_at"),
        imminent=Count("id", filter=Q(is_imminent=True)),
        with_file=Count("id", filter=Q(has_file=True)),
        with_child_subject=Count("id", filter=Q(child_subject=True)),
    )
    line.bundle_size = 1 + found["size"]
    line.has_file = line.has_file or found["with_file"] > 0
    line.child_subject = line.child_subject or found["with_child_subject"] > 0
    line.news_at = _latest(line.news_at, found["told_at"], found["added_at"])
    _rise(line, is_imminent=found["imminent"] > 0, said_at=said_at)


def grow_by(line: QueueItem, stood: Stood, came: Came, *, said_at: datetime | None) -> None:
    """The same by what came under the line since it was grown last, when it `stood` so. Runs inside the caller's
    transaction.
    """
    grown: Sequence[Stood | QueueItem] = (stood, *came.items)
    line.bundle_size = stood.bundle_size + came.fresh
    line.has_file = line.has_file or any(one.has_file for one in grown)
    line.child_subject = line.child_subject or any(one.child_subject for one in grown)
    told = (item.arrived_at for item in came.items if item.brings_news)
    line.news_at = _latest(line.news_at, *told, *(one.news_at for one in grown))
    is_higher = any(one.band_rank < line.band_rank for one in grown)
    _rise(line, is_imminent=any(one.is_imminent for one in grown), said_at=said_at, is_higher=is_higher)


def _rise(line: QueueItem, *, is_imminent: bool, said_at: datetime | None, is_higher: bool = True) -> None:
    """Let a line stand as high as what counts under it; `is_higher` says whether anything may stand above it."""
    counting = _under(line)
    if said_at is not None:
        event_id = line.duplicate_of_id or line.referral_id
        counting = counting.filter(is_imminent=True, referral_id__in=bundled_since(event_id, said_at))
        is_imminent = is_higher = is_imminent and counting.exists()
    line.is_imminent = line.is_imminent or is_imminent
    if not is_higher:
        return
    most_urgent = counting.filter(band_rank__lt=line.band_rank).order_by("band_rank", "-score").first()
    if most_urgent is not None:
        line.band, line.band_rank, line.score = most_urgent.band, most_urgent.band_rank, most_urgent.score
        line.due_at, line.reasons = min(line.due_at, most_urgent.due_at), most_urgent.reasons


def _under(line: QueueItem) -> "QuerySet[QueueItem]":
    return QueueItem.objects.filter(organisation_id=line.organisation_id, duplicate_of_id=line.referral_id)


def _latest(*moments: datetime | None) -> datetime | None:
    return max(filter(None, moments), default=None)
