"""The acting organisation's clocks of one kind, page by page, by how they stand."""

from datetime import datetime
from enum import StrEnum

from django.db.models import Count, Q

from causeway.hub.base.clocks.keeping import ClockFact, ClockKind, as_fact
from causeway.hub.base.clocks.models import Clock


class Stands(StrEnum):
    """How a clock stands: it runs, it warns, it ran out, or somebody stopped it."""

    RUNNING = "running"
    WARNING = "warning"
    ENDED = "ended"
    STOPPED = "stopped"


def clocks_that_stand(
    kind: ClockKind, stands: Stands, now: datetime, *, offset: int, limit: int
) -> tuple[ClockFact, ...]:
    """Those that stand so, the soonest end first; of those that are over the latest. Runs inside the caller's
    transaction.
    """
    order = ("-due_at", "id") if stands in (Stands.ENDED, Stands.STOPPED) else ("due_at", "id")
    rows = Clock.objects.filter(_that(stands, now), kind=kind.value).order_by(*order)
    return tuple(as_fact(row) for row in rows[offset : offset + limit])


def count_by_standing(kind: ClockKind, now: datetime) -> dict[Stands, int]:
    """How many stand so. Runs inside the caller's transaction."""
    counted = {each.value: Count("id", filter=_that(each, now)) for each in Stands}
    found = Clock.objects.filter(kind=kind.value).aggregate(**counted)
    return {each: found[each.value] for each in Stands}


def _that(stands: Stands, now: datetime) -> Q:
    runs = Q(stopped_at=None)
    match stands:
        case Stands.RUNNING:
            return runs & Q(warn_at__gt=now)
        case Stands.WARNING:
            return runs & Q(warn_at__lte=now, due_at__gt=now)
        case Stands.ENDED:
            return runs & Q(due_at__lte=now)
        case Stands.STOPPED:
            return ~runs
