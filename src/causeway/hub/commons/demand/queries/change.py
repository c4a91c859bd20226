"""Change over time: three weekly charts, and whether the newest week says that something has changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.counting import joined_at_of
from causeway.hub.commons.demand.facts import Items, Mask, Seconds, Step
from causeway.hub.commons.demand.gathering import items_between, receives
from causeway.hub.commons.demand.periods import Period
from causeway.monitoring import ControlChart, MonitoringError, Rule, ewma, p_chart, u_chart, xmr_chart

WATCHED_WEEKS = 4
"""The newest weeks do not make the limits by which they are judged, or a change would hide itself."""
FEWEST_WEEKS = 4
"""Fewer points than this have no usual level."""
FEWEST_BASELINE_WEEKS = 8
"""Our own choice: with fewer weeks before them, all weeks make the limits."""
WITHIN_HOURS = 24
"""By which a referral of very high risk should have been acted on (HMICFRS 2023)."""

_NOT_NEEDED = ("sender", "case_id", "concern", "band", "received_at", Step.OUTCOME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One figure by week; no chart where there is nothing to draw. `drifts` marks weeks in which its smoothed average
    has left its limits.
    """

    code: str
    chart: ControlChart | None
    drifts: tuple[bool, ...] = ()

    def signals(self, week: int) -> tuple[Rule, ...]:
        """What one week says, by all rules."""
        if self.chart is None:
            return ()
        drift = (Rule.DRIFT,) if self.drifts[week] else ()
        return self.chart.points[week].signals + drift

    @property
    def is_special(self) -> bool:
        """Whether the newest week says that something has changed."""
        return self.chart is not None and bool(self.signals(-1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The charts of a period and the one before it, a point a week."""

    period: Period
    week_ends: tuple[date, ...]
    watched: tuple[Watched, ...]
    baseline: int | None

    @property
    def is_special(self) -> bool:
        """Whether any of them says so of the newest week."""
        return any(each.is_special for each in self.watched)


@query(Permission.READ_DEMAND)
def change(actor: Actor, period: Period, *, now: datetime) -> Change:
    """How arrivals and waiting moved from week to week, over the period and the one before; without the weeks before
    the organisation joined. Its last week ends with the last day that is over.
    """
    shown = period.with_before.finished_by(now).known_since(joined_at_of(actor.organisation_id))
    if shown is None:
        return Change(period=period, week_ends=(), watched=(), baseline=None)
    items = items_between(actor, shown.since, shown.until, now, leaving_out=_NOT_NEEDED)
    return change_of(items, shown, first_step(actor), now.timestamp())


def first_step(actor: Actor) -> Step | None:
    """Whose time is charted: the first action, or for a sender the step to a force."""
    return None if receives(actor) else Step.WITH_FORCE


def change_of(items: Items, shown: Period, step: Step | None, now: float) -> Change:
    """The charts of these items over these weeks."""
    lines = items.where(items.are_first & shown.holds(items["arrived_at"]))
    weeks = shown.weeks_of(lines["arrived_at"])
    hours, are_over = lines.hours_to(step, now)
    is_old = (now - lines["arrived_at"]) / 3600 >= WITHIN_HOURS
    is_within = is_old & are_over & (hours <= WITHIN_HOURS)
    waits = np.where(are_over, hours, np.inf)
    baseline = baseline_of(shown.weeks)

    def counted(wanted: Mask) -> list[int]:
        found: list[int] = np.bincount(weeks[wanted], minlength=shown.weeks).tolist()
        return found

    return Change(
        period=shown,
        week_ends=shown.week_ends,
        watched=(
            arrivals(counted(weeks >= 0)),
            _acted_on(counted(is_within), counted(is_old), baseline),
            _median_wait([_median(waits[weeks == week]) for week in range(shown.weeks)], baseline),
        ),
        baseline=baseline,
    )


def baseline_of(weeks: int) -> int | None:
    """How many of the first weeks make the limits; None where all do."""
    return weeks - WATCHED_WEEKS if weeks - WATCHED_WEEKS >= FEWEST_BASELINE_WEEKS else None


def arrivals(counts: Sequence[int]) -> Watched:
    """What came each week."""
    if not any(counts) or len(counts) < FEWEST_WEEKS:
        return Watched(code="arrivals", chart=None)
    chart = u_chart(counts, [1.0] * len(counts), baseline=baseline_of(len(counts)))
    return _watched("arrivals", chart)


def _acted_on(within: Sequence[int], old: Sequence[int], baseline: int | None) -> Watched:
    """The share acted on within a day. What came less than a day ago cannot be judged yet and is left out."""
    if len(old) < FEWEST_WEEKS:
        return Watched(code="acted_on", chart=None)
    try:
        return _watched("acted_on", p_chart(within, old, baseline=baseline))
    except MonitoringError:
        return Watched(code="acted_on", chart=None)


def _median_wait(medians: Sequence[float | None], baseline: int | None) -> Watched:
    """The median wait in hours; a week of which less than half has been dealt with has none yet."""
    if len(medians) < FEWEST_WEEKS:
        return Watched(code="median_wait", chart=None)
    try:
        return _watched("median_wait", xmr_chart(medians, baseline=baseline))
    except MonitoringError:
        return Watched(code="median_wait", chart=None)


def _median(waits: Seconds) -> float | None:
    """The middle of hours, those of what waits still being endless."""
    if not len(waits):
        return None
    middle = float(np.median(waits))
    return None if middle == float("inf") else middle


def _watched(code: str, chart: ControlChart | None) -> Watched:
    if chart is None:
        return Watched(code=code, chart=None)
    scores = [None if score is None else max(-6.0, min(6.0, score)) for score in chart.scores]
    return Watched(code=code, chart=chart, drifts=tuple(point.is_beyond for point in ewma(scores)))
