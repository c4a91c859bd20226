"""What a team finds that can review so many accounts a day: each day has a ranking and a budget of its own.

An account stands on the days on which something happened to it, with the score that it had at that day's end, until it
is reviewed. A day takes the highest that stand; what it leaves over, no other day takes up. Where its last review falls
among equals, each of them is reviewed in part, so that no order of the rows changes a figure.
"""

from collections.abc import Iterator, Sequence
from math import inf

import numpy as np
from numpy.typing import ArrayLike

from causeway.warning.evaluation._arrays import Floats, Rows, count_of, labels_of
from causeway.warning.evaluation.errors import EvaluationError
from causeway.warning.evaluation.latency import QUANTILES

_LOOKED_AT_FIRST = 8
"""Reviews' worth of the highest rows that are looked at before all of a day's: enough, mostly, and much quicker."""
_ROUNDING = 1e-9


class DailyReviews:
    """Who is reviewed on which day.

    Args:
        scores: accounts by days: the score at the day's end, higher is more suspect; NaN where an account does not
            stand on that day.
        labels: 1 for a positive account, 0 for another.
        alerts_a_day: how many accounts the team can review in a day.

    Raises:
        EvaluationError: the scores are not of that shape, no account is positive, or a number is out of range.
    """

    def __init__(self, scores: ArrayLike, labels: ArrayLike, alerts_a_day: int) -> None:
        values = np.asarray(scores, dtype=np.float64)
        if values.ndim != 2:
            raise EvaluationError("scores", f"must be accounts by days, not of shape {values.shape}")
        self.positive = labels_of(labels, len(values))
        self._alerts = count_of(alerts_a_day, "alerts_a_day")
        self._days = [_Day(column) for column in values.T]

    def recall(self, rows: Rows | None = None) -> float:
        """The share of all positive accounts that are reviewed; of all rows or a resample."""
        counts = self._counts(rows)
        found = sum(float(taken[self.positive[at]].sum()) for at, taken in self._reviewed(counts))
        return found / float(counts[self.positive].sum())

    @property
    def spent(self) -> float:
        """How many reviews there were: on a day on which fewer accounts stand, fewer than could be."""
        return sum(float(taken.sum()) for _, taken in self._reviewed(self._counts(None)))

    @property
    def precision(self) -> float:
        """The share of positive accounts among those reviewed; 0 where there was no review."""
        spent = self.spent
        return self.recall() * float(self.positive.sum()) / spent if spent else 0.0

    def days_until(self, since: ArrayLike, quantiles: Sequence[float] = QUANTILES) -> tuple[float, ...]:
        """Within how many days that share of all positive accounts was reviewed; infinite where so many never were.

        Args:
            since: for each account, when the risk began, in days from the first day's beginning. Who was reviewed
                before waited 0 days.
            quantiles: shares, each over 0 and at most 1.
        """
        if not all(0 < share <= 1 for share in quantiles):
            raise EvaluationError("quantiles", "each must be over 0 and at most 1")
        began, left = np.asarray(since, dtype=np.float64), self._counts(None)
        waits, parts = [], []
        for number, (rows, taken) in enumerate(self._reviewed(left)):
            own = self.positive[rows] & (taken > 0)
            waits.append(np.maximum(0.0, number + 1 - began[rows[own]]))
            parts.append(taken[own])
            left[rows] -= taken
        never = left[self.positive]
        waited = np.concatenate([*waits, np.full(len(never), inf)])
        part = np.concatenate([*parts, never])
        order = np.argsort(waited, kind="stable")
        reached = np.cumsum(part[order]) / float(self.positive.sum())
        return tuple(float(waited[order][np.searchsorted(reached, share - _ROUNDING)]) for share in quantiles)

    def _reviewed(self, counts: Floats) -> Iterator[tuple[Rows, Floats]]:
        """For each day the rows looked at, and how much of each was reviewed, where so many of each are to review."""
        left = counts.copy()
        for day in self._days:
            rows, taken = day.review(left, self._alerts)
            left[rows] -= taken
            yield rows, taken

    def _counts(self, rows: Rows | None) -> Floats:
        many = len(self.positive)
        return np.ones(many) if rows is None else np.bincount(rows, minlength=many).astype(np.float64)


class _Day:
    """The rows that stand on a day, by falling score, in groups of equals."""

    def __init__(self, scores: Floats) -> None:
        standing = np.flatnonzero(~np.isnan(scores))
        self._rows = standing[np.argsort(-scores[standing], kind="stable")]
        _, self._places, many = np.unique(-scores[self._rows], return_inverse=True, return_counts=True)
        self._ends = np.cumsum(many)

    def review(self, left: Floats, alerts: int) -> tuple[Rows, Floats]:
        """The rows looked at, and how much of what is left of each is reviewed."""
        end = 0
        while end < len(self._rows):
            end = self._whole(max(2 * end, _LOOKED_AT_FIRST * alerts))
            if left[self._rows[:end]].sum() >= alerts:
                break
        rows, places = self._rows[:end], self._places[:end]
        standing = left[rows]
        together = np.bincount(places, weights=standing)
        room = np.clip(alerts - (np.cumsum(together) - together), 0, together)
        share = room / np.where(together > 0, together, 1)
        return rows, standing * share[places]

    def _whole(self, wanted: int) -> int:
        """At least so many rows, if there are, and none of a group of equals without the others."""
        return int(self._ends[min(int(np.searchsorted(self._ends, wanted)), len(self._ends) - 1)])
