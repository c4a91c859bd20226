"""From a value to a log-likelihood ratio: points with straight lines between them, rounded to a grid on which sums are
exact.

Every ratio is a whole multiple of 1/4096, which a float adds without error. So contributions sum to the score to the
last bit in whatever order they are added, and a danger more cannot lower a score by rounding.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

STEPS: Final = 4096.0
"""Steps of the grid in one nat."""


def on_grid(value: float) -> float:
    """The nearest number of which sums are exact."""
    return round(value * STEPS) / STEPS


class Curve:
    """A function that never falls, given by points of rising value; level before the first and after the last."""

    __slots__ = ("_levels", "_slopes", "_values")  # the last point's slope is 0

    def __init__(self, points: Sequence[tuple[float, float]]) -> None:
        self._values = [value for value, _ in points]
        self._levels = [level for _, level in points]
        self._slopes = [*((up - low) / (to - at) for (at, low), (to, up) in pairwise(points)), 0.0]

    def at(self, value: float) -> float:
        """The log-likelihood ratio of a value, in nats, on the grid."""
        place = bisect_right(self._values, value) - 1
        if place < 0:
            place, value = 0, self._values[0]
        return round((self._levels[place] + (value - self._values[place]) * self._slopes[place]) * STEPS) / STEPS
