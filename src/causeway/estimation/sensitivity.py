"""How far those who did not answer could move a figure. Weights cannot tell: they assume that, within a stratum, the
silent are like those who spoke.

Bounds: Manski's worst case ("Partial Identification of Probability Distributions", 2003, chapter 1), in which all of
the silent would have said it, or none. Shift: a pattern-mixture model (Little, 1993; Rubin, 1977) in which the silent
differ from those of their stratum by `delta`; the tipping point is the least delta that carries the figure past a
value.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from causeway.estimation._arrays import Truths, over, sum_by
from causeway.estimation._errors import EstimationError
from causeway.estimation.estimates import proportion
from causeway.estimation.weighting import Weighted


class BandReason(StrEnum):
    """What a band shows."""

    WORST_CASE = "worst_case"
    SHIFTED_SILENT = "shifted_silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """From where to where the figure could lie; sampling error is in `interval_low` and `interval_high` as well.

    `silent_share` is the share of the population that did not answer; `delta` is None for the worst case.
    """

    reason: BandReason
    value: float
    low: float
    high: float
    interval_low: float
    interval_high: float
    silent_share: float
    delta: float | None = None


def worst_case(weighted: Weighted, holds: Truths) -> Band:
    """The share of a category if none, and if all, of those who did not answer would have said it."""
    figure = proportion(weighted, holds)[0]
    silent = _silent_share(weighted)
    said = (1 - silent) * float(np.mean(holds))
    return Band(
        reason=BandReason.WORST_CASE,
        value=figure.value,
        low=said,
        high=said + silent,
        interval_low=said,
        interval_high=said + silent,
        silent_share=silent,
    )


def shifted(weighted: Weighted, holds: Truths, delta: float) -> Band:
    """The share if those who did not answer differed from those of their stratum by up to `delta` to either side.

    Raises:
        EstimationError: delta is not from 0 to 1.
    """
    if not 0 <= delta <= 1:
        raise EstimationError("delta_wrong", "The difference must lie between 0 and 1.")
    figure = proportion(weighted, holds)[0]
    down, up = _moved(weighted, holds, -delta), _moved(weighted, holds, delta)
    return Band(
        reason=BandReason.SHIFTED_SILENT,
        value=figure.value,
        low=figure.value + down,
        high=figure.value + up,
        interval_low=max(figure.low + down, 0.0),
        interval_high=min(figure.high + up, 1.0),
        silent_share=_silent_share(weighted),
        delta=delta,
    )


def tipping_point(weighted: Weighted, holds: Truths, threshold: float) -> float | None:
    """The least difference of the silent (signed) at which the figure reaches `threshold`; None where none does."""
    value = proportion(weighted, holds)[0].value
    needed = threshold - value
    sign = 1.0 if needed >= 0 else -1.0
    if abs(_moved(weighted, holds, sign)) + 1e-12 < abs(needed):
        return None
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        reaches = abs(_moved(weighted, holds, sign * middle)) >= abs(needed)
        low, high = (low, middle) if reaches else (middle, high)
    return sign * high


def _moved(weighted: Weighted, holds: Truths, delta: float) -> float:
    """By how much the figure moves when the silent of each stratum differ by delta, within 0 and 1."""
    sample = weighted.sample
    size = len(sample.counts)
    people = sum_by(sample.stratum, weighted.weight, size)
    said = sum_by(sample.stratum, weighted.weight * holds, size)
    rate = over(said, people)
    silent = np.maximum(people - sample.counts, 0.0)
    moved = silent * (np.clip(rate + delta, 0.0, 1.0) - rate)
    return float(moved.sum() / people.sum())


def _silent_share(weighted: Weighted) -> float:
    people = weighted.sample.frame.population.sum()
    return float(1 - len(weighted.sample) / people)
