"""The time that a page is about: whole weeks up to a day, and the same length before it to compare with."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

WEEKS_OFFERED = (4, 13, 26, 52)
DEFAULT_WEEKS = 13
"""A quarter: long enough for limits, short enough to remember."""


@dataclass(frozen=True, kw_only=True)
class Period:
    """So many weeks, the last ending with the day `last`, on the wall clock of `zone`."""

    last: date
    weeks: int
    zone: str

    @cached_property
    def edges(self) -> tuple[datetime, ...]:
        """Where the weeks begin, and where the last one ends, in UTC."""
        zone = ZoneInfo(self.zone)
        after = self.last + timedelta(days=1)
        days = [after - timedelta(weeks=left) for left in range(self.weeks, -1, -1)]
        return tuple(datetime.combine(day, time(), zone).astimezone(UTC) for day in days)

    @property
    def since(self) -> datetime:
        """Where it begins."""
        return self.edges[0]

    @property
    def until(self) -> datetime:
        """Where it ends; this moment is not part of it."""
        return self.edges[-1]

    @property
    def first(self) -> date:
        """Its first day."""
        return self.last + timedelta(days=1) - timedelta(weeks=self.weeks)

    @cached_property
    def before(self) -> "Period":
        """The period of the same length that ends where this one begins."""
        return Period(last=self.first - timedelta(days=1), weeks=self.weeks, zone=self.zone)

    @property
    def with_before(self) -> "Period":
        """Both together, for a chart."""
        return Period(last=self.last, weeks=2 * self.weeks, zone=self.zone)

    @property
    def week_ends(self) -> tuple[date, ...]:
        """The last day of each week."""
        return tuple(self.first + timedelta(days=7 * number + 6) for number in range(self.weeks))

    def finished_by(self, now: datetime) -> "Period":
        """The same weeks, the last one ending with the last day that is over: a day that still goes on would make its
        week look quiet in the morning, and a burst on it look like a whole week's.
        """
        yesterday = now.astimezone(ZoneInfo(self.zone)).date() - timedelta(days=1)
        return Period(last=min(self.last, yesterday), weeks=self.weeks, zone=self.zone)

    def known_since(self, at: datetime) -> "Period | None":
        """Those of its weeks that begin after a moment; None where there is none. What came before somebody was there
        to count is not nothing, but unknown.
        """
        weeks = sum(edge >= at for edge in self.edges[:-1])
        return Period(last=self.last, weeks=weeks, zone=self.zone) if weeks else None

    @cached_property
    def _edge_seconds(self) -> NDArray[np.float64]:
        return np.array([edge.timestamp() for edge in self.edges])

    def weeks_of(self, seconds: NDArray[np.float64]) -> NDArray[np.int64]:
        """In which of the weeks each moment (in seconds since 1970) lies; -1 outside."""
        place = np.searchsorted(self._edge_seconds, seconds, side="right") - 1
        return np.where(place < self.weeks, place, -1)

    def holds(self, seconds: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which moments (in seconds since 1970) lie in it."""
        inside: NDArray[np.bool_] = (self._edge_seconds[0] <= seconds) & (seconds < self._edge_seconds[-1])
        return inside
