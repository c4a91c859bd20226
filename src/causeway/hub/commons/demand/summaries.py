"""Items counted: by week, by kind, and what came of them, each beside the period before."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from causeway.hub.commons.demand.facts import Item, children_of
from causeway.hub.commons.demand.periods import Period
from causeway.monitoring import wilson_interval
from causeway.vocabulary.findings import BAND_ORDER, Band

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A number now and in the period before."""

    now: int
    before: int

    @property
    def change(self) -> int:
        """By how much it differs."""
        return self.now - self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What came in one week, in all and by band."""

    ends: date
    referrals: int
    lines: int
    by_band: dict[Band, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share with its 95% interval; no value of nothing."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """From 0 to 1."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Between which the share may lie."""
        return wilson_interval(self.part, self.whole)


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What came of the referrals of a period; codes with their numbers, most frequent first."""

    returned: Share
    useful: Share
    children: int
    statuses: tuple[tuple[str, int], ...]
    closures: tuple[tuple[str, int], ...]
    missing: tuple[tuple[str, int], ...]


def weeks_of(items: Iterable[Item], period: Period) -> tuple[Week, ...]:
    """What came in each week of a period. A line counts in the week in which it was first told of."""
    referrals: Counter[int] = Counter()
    lines: Counter[int] = Counter()
    bands: Counter[tuple[int, Band]] = Counter()
    for item in items:
        week = period.week_of(item.arrived_at)
        if week is None:
            continue
        referrals[week] += 1
        lines[week] += item.line == item.referral_id
        if item.band is not None:
            bands[week, item.band] += 1
    return tuple(
        Week(
            ends=ends,
            referrals=referrals[number],
            lines=lines[number],
            by_band={band: bands[number, band] for band in BAND_ORDER},
        )
        for number, ends in enumerate(period.week_ends)
    )


def counted_by(items: Sequence[Item], period: Period, key: Callable[[Item], K]) -> dict[K, Compared]:
    """How many there are of each kind, now and in the period before."""
    now = Counter(key(item) for item in items if period.holds(item.arrived_at))
    before = Counter(key(item) for item in items if period.before.holds(item.arrived_at))
    return {kind: Compared(now=now[kind], before=before[kind]) for kind in {**now, **before}}


def total_of(items: Sequence[Item], period: Period) -> Compared:
    """How many there are in all."""
    now = sum(period.holds(item.arrived_at) for item in items)
    return Compared(now=now, before=sum(period.before.holds(item.arrived_at) for item in items))


def results_of(items: Sequence[Item]) -> Results:
    """What came of these referrals so far."""
    told = [item.outcome for item in items if item.outcome is not None]
    rated = [outcome.is_useful for outcome in told if outcome.is_useful is not None]
    return Results(
        returned=Share(part=len(told), whole=len(items)),
        useful=Share(part=sum(rated), whole=len(rated)),
        children=children_of(items),
        statuses=_most_common(outcome.status for outcome in told if outcome.status),
        closures=_most_common(outcome.closure_reason for outcome in told if outcome.closure_reason),
        missing=_most_common(code for outcome in told for code in outcome.missing),
    )


def _most_common(values: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(values).items(), key=lambda pair: (-pair[1], pair[0])))
