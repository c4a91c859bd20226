"""Items counted: by week, by kind, and what came of them, each beside the period before."""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

import numpy as np

from causeway.hub.commons.demand.facts import (
    BANDS,
    CLOSURES,
    STATUSES,
    Items,
    Mask,
    children_of,
    counts_of,
    places_by,
)
from causeway.hub.commons.demand.periods import Period
from causeway.monitoring import wilson_interval
from causeway.vocabulary.findings import Band

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


def weeks_of(items: Items, period: Period) -> tuple[Week, ...]:
    """What came in each week of a period. A line counts in the week in which it was first told of."""
    weeks = period.weeks_of(items["arrived_at"])

    def counted(wanted: Mask) -> list[int]:
        found: list[int] = np.bincount(weeks[wanted & (weeks >= 0)], minlength=period.weeks).tolist()
        return found

    referrals, lines = counted(weeks >= 0), counted(items.are_first)
    by_band = {band: counted(items["band"] == place) for place, band in enumerate(BANDS)}
    return tuple(
        Week(
            ends=ends,
            referrals=referrals[number],
            lines=lines[number],
            by_band={band: counts[number] for band, counts in by_band.items()},
        )
        for number, ends in enumerate(period.week_ends)
    )


def counted_by(items: Items, period: Period, name: str, words: tuple[K, ...]) -> dict[K, Compared]:
    """How many there are of each kind, now and in the period before; a column's values are places among the words."""
    now = counts_of(items[name][period.holds(items["arrived_at"])], words)
    before = counts_of(items[name][period.before.holds(items["arrived_at"])], words)
    return {
        kind: Compared(now=now.get(kind, 0), before=before.get(kind, 0))
        for kind in words
        if kind in now or kind in before
    }


def counted_by_owner(items: Items, period: Period, name: str) -> dict[UUID, Compared]:
    """The same for each organisation that a column names."""
    is_now, is_before = period.holds(items["arrived_at"]), period.before.holds(items["arrived_at"])
    return {
        owner: Compared(now=int(is_now[places].sum()), before=int(is_before[places].sum()))
        for owner, places in places_by(items[name]).items()
    }


def total_of(items: Items, period: Period) -> Compared:
    """How many there are in all."""
    arrived = items["arrived_at"]
    return Compared(now=int(period.holds(arrived).sum()), before=int(period.before.holds(arrived).sum()))


def results_of(items: Items) -> Results:
    """What came of these referrals so far."""
    told = items.where(items.are_answered)
    missing: Counter[str] = Counter()
    for codes, times in counts_of(told["missing"], items.missing).items():
        missing.update(dict.fromkeys(codes, times))
    return Results(
        returned=Share(part=len(told), whole=len(items)),
        useful=useful_of(items),
        children=children_of(items),
        statuses=_most_common(counts_of(told["status"], STATUSES)),
        closures=_most_common(counts_of(told["closure_reason"], CLOSURES)),
        missing=_most_common(missing),
    )


def useful_of(items: Items) -> Share:
    """How much of what was rated was useful."""
    useful = items["is_useful"][items.are_rated]
    return Share(part=int(useful.sum()), whole=len(useful))


def _most_common(counted: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))
