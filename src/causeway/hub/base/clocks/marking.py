"""Which clocks somebody has still to be told of, and noting that it was done: each warns once and climbs once."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import DateTimeField, ExpressionWrapper, F, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from causeway.hub.base.clocks.keeping import ClockFact, ClockKind, as_fact
from causeway.hub.base.clocks.models import Clock


def clocks_to_tell_of(now: datetime) -> QuerySet[Clock]:
    """Due clocks of which nobody has been told yet. Runs inside the caller's transaction."""
    return _due(now).filter(Q(warned_at=None) | Q(escalated_at=None, due_at__lt=_climbs(now)))


def clocks_that_warn(now: datetime, kind: ClockKind) -> QuerySet[Clock]:
    """Those of this kind that come near and have not warned, least time left first. Runs inside the caller's
    transaction.
    """
    return _due(now).filter(kind=kind.value, warned_at=None, due_at__gte=_climbs(now)).order_by("due_at", "id")


def clocks_that_climb(now: datetime, kind: ClockKind) -> QuerySet[Clock]:
    """Those of this kind that have to climb and did not, the latest first. Runs inside the caller's transaction."""
    return _due(now).filter(kind=kind.value, escalated_at=None, due_at__lt=_climbs(now)).order_by("due_at", "id")


def _due(now: datetime) -> QuerySet[Clock]:
    return Clock.objects.filter(stopped_at=None, is_paused=False, warn_at__lte=now)


def _climbs(now: datetime) -> Combinable:
    """Whatever was due before this climbs."""
    return ExpressionWrapper(Value(now) - F("escalate_after"), output_field=DateTimeField())


def unmarked_clocks(now: datetime, kinds: Collection[ClockKind], *, limit: int = 500) -> list[ClockFact]:
    """Those of these kinds as facts, least time left first."""
    rows = clocks_to_tell_of(now).filter(kind__in=[kind.value for kind in kinds]).order_by("due_at", "id")
    return [as_fact(clock) for clock in rows[:limit]]


def mark(clock_id: UUID, *, warned_at: datetime | None = None, escalated_at: datetime | None = None) -> bool:
    """Note that a clock has warned or climbed, once; gives False when another worker was first."""
    changed = False
    if warned_at:
        changed |= bool(Clock.objects.filter(id=clock_id, warned_at=None).update(warned_at=warned_at))
    if escalated_at:
        changed |= bool(Clock.objects.filter(id=clock_id, escalated_at=None).update(escalated_at=escalated_at))
    return changed


def mark_together(clock_ids: Collection[UUID], now: datetime, *, is_climbing: bool) -> set[UUID]:
    """Note that clocks have warned, or climbed and so warned too; gives those of which no other worker was first. Runs
    inside the caller's transaction.
    """
    unmarked = {"escalated_at" if is_climbing else "warned_at": None}
    rows = Clock.objects.filter(id__in=list(clock_ids), **unmarked).order_by("id")
    own = set(rows.select_for_update(skip_locked=True).values_list("id", flat=True))
    if is_climbing:
        Clock.objects.filter(id__in=own).update(escalated_at=now, warned_at=Coalesce("warned_at", Value(now)))
    else:
        Clock.objects.filter(id__in=own).update(warned_at=now)
    return own


def told_since(kind: ClockKind, since: datetime, *, is_climbing: bool) -> QuerySet[Clock, UUID]:
    """The subjects of clocks that warned, or climbed, after a moment; one that did both at once climbed. Runs inside
    the caller's transaction.
    """
    rows = Clock.objects.filter(kind=kind.value)
    if is_climbing:
        rows = rows.filter(escalated_at__gt=since)
    else:
        rows = rows.filter(Q(escalated_at=None) | Q(warned_at__lt=F("escalated_at")), warned_at__gt=since)
    return rows.values_list("subject_id", flat=True)
