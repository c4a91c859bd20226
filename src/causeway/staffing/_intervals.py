"""Intervals over replications, which are independent: the mean and Student's t."""

from dataclasses import dataclass
from math import isfinite, sqrt

import numpy as np

from causeway.staffing._streams import Floats

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate and between which values it lies, at 95% confidence."""

    estimate: float
    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Whether a value lies within."""
        return self.low <= value <= self.high


def interval(values: Floats, *, lowest: float = -float("inf"), highest: float = float("inf")) -> Interval:
    """The mean of one value a replication, and its interval, kept within what is possible."""
    known = values[np.isfinite(values)]
    if known.size == 0:
        return Interval(float("nan"), float("nan"), float("nan"))
    mean = float(known.mean())
    if known.size < 2 or not isfinite(mean):
        return Interval(mean, lowest, highest)
    from scipy.special import stdtrit  # which takes a third of a second to load

    half = float(stdtrit(known.size - 1, 0.5 + CONFIDENCE / 2)) * float(known.std(ddof=1)) / sqrt(known.size)
    return Interval(mean, max(mean - half, lowest), min(mean + half, highest))
