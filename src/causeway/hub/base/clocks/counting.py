"""Running clocks counted: how many duties wait, how long, and how many are late."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from causeway.hub.base.clocks.keeping import ClockKind
from causeway.hub.base.clocks.models import Clock
from causeway.hub.base.rows.aggregates import RankedMoment


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningClocks:
    """The running clocks of one kind: half of them began at `half_since` or later, nine in ten at `most_since` or
    later.
    """

    kind: ClockKind
    count: int
    oldest_since: datetime
    half_since: datetime
    most_since: datetime
    late: int


def running_clocks(now: datetime) -> list[RunningClocks]:
    """The acting organisation's clocks that nobody stopped, by kind. Runs inside the caller's transaction."""
    rows = Clock.objects.filter(stopped_at=None).order_by().values("kind")
    counted = rows.annotate(
        count=Count("id"),
        oldest_since=Min("started_at"),
        half_since=RankedMoment("started_at", share=0.5),
        most_since=RankedMoment("started_at", share=0.1),
        late=Count("id", filter=Q(due_at__lt=now, is_paused=False)),
    )
    return [
        RunningClocks(
            kind=ClockKind(row["kind"]),
            count=row["count"],
            oldest_since=row["oldest_since"],
            half_since=row["half_since"],
            most_since=row["most_since"],
            late=row["late"],
        )
        for row in counted
    ]
