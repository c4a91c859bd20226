"""Whether a figure changed between two waves, and how sure one may be when many figures are compared at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

import scipy  # loads `special` once it is asked for, which takes a third of a second

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
    """The later figure less the earlier one. `p_value` goes with the interval: small where it leaves 0 out."""

    value: float
    low: float
    high: float
    df: float
    p_value: float
    overlap: Overlap


def change(
    earlier: Estimate, later: Estimate, *, overlap: Overlap = Overlap.UNKNOWN, correlation: float = 0.0
) -> Change:
    """The difference of two waves' figures, its interval made from the limits of each (MOVER; Zou and Donner, 2008).

    A share near 0 or 1 has a lopsided interval, and so has its change: a standard error would say that nothing can have
    moved where nobody said a thing in either wave. Degrees of freedom are Welch's, for the p-value. `correlation` is
    that of the two figures (not of two people's answers), and counts only when the overlap is known.
    """
    shared = correlation if overlap is Overlap.KNOWN else 0.0
    value = later.value - earlier.value
    fall = _reach(later.value - later.low, earlier.high - earlier.value, shared)
    rise = _reach(later.high - later.value, earlier.value - earlier.low, shared)
    parts = earlier.se**4 / earlier.df + later.se**4 / later.df
    df = (earlier.se**2 + later.se**2) ** 2 / parts if parts > 0 else max(earlier.df, later.df)
    towards_none = fall if value > 0 else rise
    steps = abs(value) / towards_none * float(scipy.special.stdtrit(df, 0.5 + LEVEL / 2)) if towards_none > 0 else 0.0
    p_value = 2 * float(scipy.special.stdtr(df, -steps)) if towards_none > 0 else float(value == 0)
    return Change(value=value, low=value - fall, high=value + rise, df=df, p_value=p_value, overlap=overlap)


def _reach(later: float, earlier: float, correlation: float) -> float:
    """How far the difference may lie off, where each figure may lie so far off."""
    return sqrt(max(later**2 + earlier**2 - 2 * correlation * later * earlier, 0.0))


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Holm's step-down adjustment (1979): the chance of any false finding among all of these stays under the level."""
    order = sorted(range(len(p_values)), key=lambda place: p_values[place])
    adjusted, highest = [1.0] * len(p_values), 0.0
    for rank, place in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[place]))
        adjusted[place] = highest
    return tuple(adjusted)
