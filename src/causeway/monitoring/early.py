"""Early change: small shifts that last, which a chart of single weeks shows late or never.

EWMA as in the NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.4. Defaults give one false alarm in about 500
points: weight 0.2 with width 2.962 from Lucas and Saccucci, Technometrics 32 (1990) 1-12.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

WEIGHT, WIDTH = 0.2, 2.962


@dataclass(frozen=True, slots=True, kw_only=True)
class Smoothed:
    """The moving average after one point, and the limits there."""

    value: float
    lower: float
    upper: float

    @property
    def is_beyond(self) -> bool:
        """Whether the average has left its limits."""
        return not self.lower <= self.value <= self.upper


def ewma(
    values: Sequence[float | None],
    *,
    centre: float = 0.0,
    sigma: float = 1.0,
    weight: float = WEIGHT,
    width: float = WIDTH,
    is_settled: bool = False,
) -> tuple[Smoothed, ...]:
    """The exponentially weighted moving average after each point; a missing point leaves it where it was. The limits
    begin narrow, for the average of few points varies little; with `is_settled` they are wide from the start.
    """
    smoothed, found, seen = centre, [], 0
    for value in values:
        if value is not None:
            seen += 1
            smoothed = weight * value + (1 - weight) * smoothed
        grown = 1.0 if is_settled else 1 - (1 - weight) ** (2 * seen)
        half = width * sigma * sqrt(weight / (2 - weight) * grown)
        found.append(Smoothed(value=smoothed, lower=centre - half, upper=centre + half))
    return tuple(found)
