"""One line for all that is told anew of an event whose line was closed: the first telling that says something new
stands by itself, and further ones come under it while it is open. Else a closed event that goes on being told would
bring a line with every account that somebody makes up.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from causeway.hub.road.queues.models import QueueItem
from causeway.hub.road.queues.standings import Standing

_MOST_LINES = 200
"""So many such lines are looked at: of events that were told before there was one line, there can be thousands."""
_COLUMNS = ("referral_id", "duplicate_of_id", "arrived_at", "closed_at")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that a later telling has, and the first telling of its event."""

    referral_id: UUID
    head_id: UUID | None
    arrived_at: datetime
    closed_at: datetime | None

    def is_open_to(self, one: Standing) -> bool:
        """Whether it was there before, and open when this one arrived."""
        return self.arrived_at <= one.arrived_at and (self.closed_at is None or self.closed_at > one.arrived_at)

    def takes_in(self, one: Standing) -> bool:
        """The same of one that the line of the first was closed before."""
        since = one.head_closed_at
        return since is not None and since < self.arrived_at and self.head_id == one.head_id and self.is_open_to(one)


def under_lines_of_news(own_id: UUID, standings: Sequence[Standing]) -> list[Standing]:
    """The same standings, but that those that stand by themselves for their news alone come under the line that did so
    before them, where it is open. What somebody works on keeps its line. Runs inside the caller's transaction.
    """
    fresh = [one for one in standings if one.head_id is not None and _stands_by_news(one)]
    if not fresh:
        return list(standings)
    lines = lines_for(own_id, {one.head_id for one in fresh if one.head_id}, fresh)
    led: dict[UUID, Standing] = {}
    for one in sorted(fresh, key=lambda one: (one.arrived_at, one.referral.id)):
        line = None if _is_worked_on(one) else next((line for line in lines if line.takes_in(one)), None)
        if line is None:
            lines.append(Line(one.referral.id, one.head_id, one.arrived_at, one.closed_at))
        else:
            led[one.referral.id] = replace(one, head_id=line.referral_id, head_closed_at=line.closed_at)
    return [led.get(one.referral.id, one) for one in standings]


def lines_for(own_id: UUID, head_ids: Collection[UUID], placing: Collection[Standing]) -> list[Line]:
    """The lines under these first tellings under which those that are to be placed may come, the earliest first. Runs
    inside the caller's transaction.
    """
    earliest = min(one.arrived_at for one in placing)
    found = _lines(own_id, head_ids).filter(Q(closed_at=None) | Q(closed_at__gt=earliest))
    found = found.exclude(referral_id__in=[one.referral.id for one in placing])
    return [Line(*row) for row in found.values_list(*_COLUMNS)[:_MOST_LINES]]


def open_lines_of_news(own_id: UUID, head_ids: Collection[UUID]) -> list[UUID]:
    """The lines of news under these first tellings that others may come under. Runs inside the caller's transaction."""
    found = _lines(own_id, head_ids).filter(closed_at=None)
    return list(found.values_list("referral_id", flat=True)[:_MOST_LINES])


def with_tellings_under(own_id: UUID, lines: Iterable[QueueItem]) -> list[QueueItem]:
    """Those of these that are no first telling and under which others stand. Runs inside the caller's transaction."""
    later = {item.referral_id: item for item in lines if item.duplicate_of_id is not None and item.brings_news}
    if not later:
        return []
    under = QueueItem.objects.filter(organisation_id=own_id, duplicate_of_id=OuterRef("referral_id"))
    rows = QueueItem.objects.filter(Exists(under), organisation_id=own_id, referral_id__in=list(later))
    return [later[one] for one in rows.values_list("referral_id", flat=True)]


def _stands_by_news(one: Standing) -> bool:
    return one.is_line and not replace(one, head_closed_at=None).is_line


def _is_worked_on(one: Standing) -> bool:
    return bool(one.held.taken_by_id or one.held.case_id or one.held.closed_at)


def _lines(own_id: UUID, head_ids: Collection[UUID]) -> QuerySet[QueueItem]:
    """The lines of news under these first tellings, the earliest first."""
    rows = QueueItem.objects.filter(
        organisation_id=own_id, duplicate_of_id__in=list(head_ids), is_line=True, brings_news=True
    )
    return rows.order_by("arrived_at", "referral_id")
