"""How long things wait, when some wait still.

To leave out what has not been dealt with would flatter whoever lets the hard ones lie. So what waits still counts for
as long as it has waited, by the product-limit estimate: Kaplan and Meier, Journal of the American Statistical
Association 53 (1958) 457-481; its error by Greenwood's formula on the log-log scale, as Kalbfleisch and Prentice give
it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy  # loads `special` once it is asked for, which takes a third of a second
from numpy.typing import NDArray

Waits = Sequence[float] | NDArray[np.float64]
Ended = Sequence[bool] | NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareWithin:
    """The share dealt with by some time, with a 95% interval."""

    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class WaitingCurve:
    """How much waits still after each time at which something was dealt with."""

    times: NDArray[np.float64]
    waiting: NDArray[np.float64]
    greenwood: NDArray[np.float64]
    longest: float

    def quantile(self, share: float) -> float | None:
        """The time by which this share is dealt with; None where so much has not been dealt with yet."""
        reached = np.flatnonzero(self.waiting <= 1 - share + 1e-12)
        return float(self.times[reached[0]]) if len(reached) else None

    def within(self, time: float) -> ShareWithin | None:
        """The share dealt with by this time; None where nothing has been watched for so long."""
        if time > self.longest:
            return None
        index = int(np.searchsorted(self.times, time, side="right")) - 1
        if index < 0:
            return ShareWithin(share=0.0, low=0.0, high=0.0)
        left, summed = float(self.waiting[index]), float(self.greenwood[index])
        if left in (0.0, 1.0):
            return ShareWithin(share=1 - left, low=1 - left, high=1 - left)
        half = float(scipy.special.ndtri(0.975)) * np.sqrt(summed) / np.log(left)
        return ShareWithin(share=1 - left, low=float(1 - left ** np.exp(half)), high=float(1 - left ** np.exp(-half)))


def waiting_curve(waits: Waits, is_over: Ended) -> WaitingCurve | None:
    """The product-limit estimate of these waits, those over and those not; None of nothing."""
    if not len(waits):
        return None
    lengths, over = np.asarray(waits, dtype=np.float64), np.asarray(is_over, dtype=bool)
    times, dealt_with = np.unique(lengths[over], return_counts=True)
    ordered = np.sort(lengths)
    at_risk = len(ordered) - np.searchsorted(ordered, times, side="left")
    left = np.cumprod(1 - dealt_with / at_risk, dtype=np.float64)
    with np.errstate(divide="ignore"):
        greenwood = np.cumsum(dealt_with / (at_risk * (at_risk - dealt_with)), dtype=np.float64)
    return WaitingCurve(times=times, waiting=left, greenwood=greenwood, longest=float(ordered[-1]))
