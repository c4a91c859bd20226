"""How sure a figure is: the bootstrap over authors, whose messages and accounts hang together and are drawn together.

Percentile intervals (Efron and Tibshirani, "An introduction to the bootstrap", 1993, chapter 13). The authors with a
positive row and those without are drawn apart, so that every resample keeps the share of positives, on which average
precision depends. Two scorers are compared on the same resamples: the interval is that of the difference.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from causeway.warning.evaluation._arrays import Rows, count_of, labels_of
from causeway.warning.evaluation.errors import EvaluationError
from causeway.warning.evaluation.ranking import Ranking

REPLICATES = 1000
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure and between which values it lies."""

    estimate: float
    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        """Whether a gain (or a loss) is more than chance would give."""
        return self.low > 0 or self.high < 0


def bootstrap_intervals(
    statistics: Callable[[Rows], Sequence[float]],
    authors: Sequence[Hashable] | NDArray[Any],
    labels: ArrayLike,
    *,
    seed: int,
    replicates: int = REPLICATES,
    confidence: float = CONFIDENCE,
) -> tuple[Interval, ...]:
    """The intervals of several figures of rows, all by the same resamples.

    Args:
        statistics: gives the figures of the rows at these positions, which may come more than once.
        authors: who each row is of; all rows of an author are drawn together.
        labels: 1 for a positive row, 0 for another.
        seed: the same seed gives the same resamples.
        replicates: how many resamples, 100 or more.
        confidence: the share of resamples within the interval.

    Raises:
        EvaluationError: lengths differ, fewer than two authors have a positive row, or a number is out of range.
    """
    count_of(replicates, "replicates", least=100)
    if not 0 < confidence < 1:
        raise EvaluationError("confidence", f"must be between 0 and 1, not {confidence!r}")
    strata = _strata(authors, labels)
    rng = np.random.default_rng(seed)
    drawn = [statistics(np.concatenate([one.resampled(rng) for one in strata])) for _ in range(replicates)]
    lows, highs = np.quantile(drawn, [(1 - confidence) / 2, (1 + confidence) / 2], axis=0)
    estimates = statistics(np.arange(len(strata[0].order)))
    return tuple(
        Interval(float(estimate), float(low), float(high))
        for estimate, low, high in zip(estimates, lows, highs, strict=True)
    )


def bootstrap_interval(
    statistic: Callable[[Rows], float],
    authors: Sequence[Hashable] | NDArray[Any],
    labels: ArrayLike,
    *,
    seed: int,
    replicates: int = REPLICATES,
    confidence: float = CONFIDENCE,
) -> Interval:
    """The interval of one figure of rows; arguments and errors as `bootstrap_intervals`."""

    def alone(rows: Rows) -> tuple[float]:
        return (statistic(rows),)

    return bootstrap_intervals(alone, authors, labels, seed=seed, replicates=replicates, confidence=confidence)[0]


def paired_gain(
    ours: Ranking,
    theirs: Ranking,
    authors: Sequence[Hashable] | NDArray[Any],
    *,
    seed: int,
    replicates: int = REPLICATES,
    confidence: float = CONFIDENCE,
) -> Interval:
    """How much average precision one ranking has over another of the same rows, by the same resamples for both.

    Raises:
        EvaluationError: as `bootstrap_interval`, or the two do not rank the same rows.
    """
    if not np.array_equal(ours.positive, theirs.positive):
        raise EvaluationError("theirs", "does not rank the same rows as ours")

    def gain(rows: Rows) -> float:
        return ours.average_precision(rows) - theirs.average_precision(rows)

    return bootstrap_interval(gain, authors, ours.positive, seed=seed, replicates=replicates, confidence=confidence)


def _strata(authors: Sequence[Hashable] | NDArray[Any], labels: ArrayLike) -> tuple["_Stratum", ...]:
    """The authors with a positive row, then those without, if there are."""
    known: dict[Hashable, int] = {}
    number = np.array([known.setdefault(one, len(known)) for one in authors], dtype=np.intp)
    has_positive = np.bincount(number, weights=labels_of(labels, len(number))) > 0
    if has_positive.sum() < 2:
        raise EvaluationError("authors", "fewer than two have a positive row, so no interval can be drawn")
    order = np.argsort(number, kind="stable")
    lengths = np.bincount(number)
    starts = np.cumsum(lengths) - lengths
    kinds = (kind for kind in (has_positive, ~has_positive) if kind.any())
    return tuple(_Stratum(order, starts[kind], lengths[kind]) for kind in kinds)


@dataclass(frozen=True, slots=True)
class _Stratum:
    """Authors who are drawn among themselves: where the rows of each begin in the order, and how many there are."""

    order: Rows
    starts: Rows
    lengths: Rows

    def rows_of(self, authors: Rows) -> Rows:
        if self.lengths.max() == 1:  # the usual case, in which there is nothing to unfold
            alone: Rows = self.order[self.starts[authors]]
            return alone
        lengths = self.lengths[authors]
        shift = self.starts[authors] - (np.cumsum(lengths) - lengths)
        rows: Rows = self.order[np.repeat(shift, lengths) + np.arange(lengths.sum())]
        return rows

    def resampled(self, rng: np.random.Generator) -> Rows:
        return self.rows_of(rng.integers(len(self.starts), size=len(self.starts)))
