"""A distribution that gives nobody away: how the middle half of many stands, of enough of them, and rounded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

import numpy as np

from causeway.monitoring import AT_LEAST, Unit

FEWEST_FORCES = 10
"""As for counts: below it, who knows a few could work out the others (reference/practice.md, disclosure control)."""
_STEP = 0.05
_MONTHS_OF_A_QUARTER = 3
SETTLES_AFTER = timedelta(days=30)
"""Until then an outcome of the quarter's last day may still come in time."""


class Measure(StrEnum):
    """What is compared."""

    RETURNED = "returned"
    USEFUL = "useful"


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """Between which shares the middle half lies, and how many were counted."""

    forces: int
    lower: float
    middle: float
    upper: float


def distribution_of(units: Sequence[Unit]) -> Distribution | None:
    """The quartiles of the units that are large enough, rounded to five points; None where there are too few."""
    shares = [unit.events / unit.of for unit in units if unit.of >= AT_LEAST]
    if len(shares) < FEWEST_FORCES:
        return None
    lower, middle, upper = (_rounded(float(np.quantile(shares, part))) for part in (0.25, 0.5, 0.75))
    return Distribution(forces=len(shares), lower=lower, middle=middle, upper=upper)


def settled_quarter(now: datetime) -> tuple[date, date]:
    """The first and the last day of the newest quarter of a year whose outcomes have had their time."""
    day = (now - SETTLES_AFTER).date()
    first = date(day.year, day.month - (day.month - 1) % _MONTHS_OF_A_QUARTER, 1)
    last = first - timedelta(days=1)
    return date(last.year, last.month - _MONTHS_OF_A_QUARTER + 1, 1), last


def bounds_of(first: date, last: date) -> tuple[datetime, datetime]:
    """Where these days begin and end, in UTC so that all count the same."""
    return datetime.combine(first, time(), UTC), datetime.combine(last + timedelta(days=1), time(), UTC)


def _rounded(share: float) -> float:
    return round(round(share / _STEP) * _STEP, 2)
