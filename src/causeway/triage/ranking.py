"""How well an order puts first what mattered, and how sure that is: what calibration and the comparison of policies
measure alike. Intervals hold 95%.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

CONFIRMED: Final = 2
"""From this gain on, what the referral feared was found: a child was safeguarded, or somebody arrested."""
DRAWS: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A figure and its interval; `referrals` it rests on."""

    value: float
    low: float
    high: float
    referrals: int


def ndcg(gains: Sequence[float]) -> float:
    """Normalised discounted cumulative gain of a whole list, first place first: gain 2^g - 1, discount log2 of
    the place plus one (Burges et al., ICML 2005). 1 where nothing could be gained.
    """
    return float(ndcgs(np.asarray(gains, dtype=np.float64)[None])[0]) if gains else 1.0


def ndcgs(gains: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same of many lists at once, one a row."""
    discount = 1 / np.log2(np.arange(gains.shape[1]) + 2)
    worth = np.exp2(gains) - 1
    best = (-np.sort(-worth, axis=1) * discount).sum(axis=1)
    reached: NDArray[np.float64] = np.where(
        best > 0, (worth * discount).sum(axis=1) / np.where(best > 0, best, 1.0), 1.0
    )
    return reached


def measured(value: float, spread: NDArray[np.float64], referrals: int) -> Measured:
    """A figure with the interval of its bootstrap sample."""
    low, high = np.quantile(spread, [0.025, 0.975])
    return Measured(value=value, low=float(low), high=float(high), referrals=referrals)
