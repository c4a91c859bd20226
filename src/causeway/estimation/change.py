"""Whether a figure changed between two waves, and how sure one may be when many figures are compared at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from scipy.special import stdtr, stdtrit

from causeway.estimation.estimates import Estimate
from causeway.estimation.intervals import LEVEL


class Overlap(StrEnum):
    """What is known of people who answered both waves."""

    NONE = "none"
    """Nobody did, or the two samples were drawn apart."""
    UNKNOWN = "unknown"
    """Answers are anonymous, so nobody knows. The interval is that of separate samples; people answer alike from
    wave to wave, so an overlap makes the true one narrower, and this one errs on the safe side."""
    KNOWN = "known"
    """The correlation of the two figures was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The later figure less the earlier one."""

    value: float
    se: float
    low: float
    high: float
    df: float
    p_value: float
    overlap: Overlap


def change(
    earlier: Estimate,
    later: Estimate,
    *,
    overlap: Overlap = Overlap.UNKNOWN,
    correlation: float = 0.0,
    level: float = LEVEL,
) -> Change:
    """The difference of two waves' figures, with Student's interval on Welch's degrees of freedom.

    `correlation` is that of the two figures (not of two people's answers), and counts only when the overlap is known.
    """
    shared = 2 * correlation * earlier.se * later.se if overlap is Overlap.KNOWN else 0.0
    variance = max(earlier.se**2 + later.se**2 - shared, 0.0)
    se = sqrt(variance)
    parts = earlier.se**4 / earlier.df + later.se**4 / later.df
    df = (earlier.se**2 + later.se**2) ** 2 / parts if parts > 0 else max(earlier.df, later.df)
    value = later.value - earlier.value
    reach = float(stdtrit(df, 0.5 + level / 2)) * se
    p_value = 2 * float(stdtr(df, -abs(value) / se)) if se > 0 else float(value == 0)
    return Change(value=value, se=se, low=value - reach, high=value + reach, df=df, p_value=p_value, overlap=overlap)


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Holm's step-down adjustment (1979): the chance of any false finding among all of these stays under the level."""
    order = sorted(range(len(p_values)), key=lambda place: p_values[place])
    adjusted, highest = [1.0] * len(p_values), 0.0
    for rank, place in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[place]))
        adjusted[place] = highest
    return tuple(adjusted)


def benjamini_hochberg(p_values: Sequence[float]) -> tuple[float, ...]:
    """Benjamini and Hochberg's adjustment (1995): of all findings, the share that is false stays under the level."""
    order = sorted(range(len(p_values)), key=lambda place: -p_values[place])
    adjusted, lowest = [1.0] * len(p_values), 1.0
    for rank, place in enumerate(order):
        lowest = min(lowest, p_values[place] * len(p_values) / (len(p_values) - rank))
        adjusted[place] = lowest
    return tuple(adjusted)
