"""Funnel plots: many organisations side by side without a ranking, so that a small one is not called bad by chance.

Limits around a common target are exact (binomial) and interpolated between the counts that are possible, as
in Spiegelhalter, Funnel plots for comparing institutional performance, Statistics in Medicine 24 (2005) 1185-1202,
appendix A.1. Where organisations differ more than chance can explain, all limits are widened by the winsorised
over-dispersion of the same paper and of his Handling over-dispersion of performance indicators, Quality and Safety in
Health Care 14 (2005) 347-351.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor, sqrt

import numpy as np
import scipy  # loads `special` once it is asked for, which takes a third of a second
from numpy.typing import NDArray

from causeway.monitoring._errors import MonitoringError

WARNING, ALARM = 0.95, 0.998
"""The two funnels of the paper: about two and three standard deviations."""
AT_LEAST = 10
"""A unit with fewer is listed and not judged; the count below which disclosure control suppresses as well."""
WINSORISED_SHARE = 0.1
"""The share of units at each end whose z-scores are drawn in before over-dispersion is measured (Spiegelhalter)."""
FEWEST_UNITS = 5
"""Our own choice: of fewer units over-dispersion is not measured, since one of them would decide it."""
_CURVE_POINTS = 60


class Place(StrEnum):
    """Where a unit stands in the funnel. Beyond the outer limits is unusual; beyond the inner, one in twenty is."""

    WITHIN = "within"
    LOW = "low"
    HIGH = "high"
    VERY_LOW = "very_low"
    VERY_HIGH = "very_high"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One organisation: so many events, of so many."""

    name: str
    events: int
    of: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The funnel at one size: inner (95%) and outer (99.8%)."""

    of: float
    outer_low: float
    inner_low: float
    inner_high: float
    outer_high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitInFunnel:
    """A unit, its value, and where it stands; the value is None where there are too few to say."""

    name: str
    events: int
    of: float
    value: float | None
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """Units by name, never by value; the target; and the limits to draw.

    `dispersion` is the winsorised variance of the z-scores, 1 where nothing but chance is at work, None where it was
    not measured; `is_widened` says whether the limits allow for it.
    """

    target: float
    units: tuple[UnitInFunnel, ...]
    curve: tuple[Limits, ...]
    dispersion: float | None
    is_widened: bool

    @property
    def unusual(self) -> tuple[UnitInFunnel, ...]:
        """The units beyond the outer limits."""
        return tuple(unit for unit in self.units if unit.place in (Place.VERY_LOW, Place.VERY_HIGH))


def proportion_funnel(
    units: Sequence[Unit], *, target: float | None = None, at_least: int = AT_LEAST, is_widened: bool | None = None
) -> Funnel | None:
    """A funnel of proportions; without a target, around the share of all together. None where no unit can be judged.

    Raises:
        MonitoringError: more events than cases, or a negative number.
    """
    for unit in units:
        if not 0 <= unit.events <= unit.of:
            raise MonitoringError("not_a_proportion", "There cannot be more events than cases.")
    return _funnel(units, target, at_least, is_widened)


def wilson_interval(events: int, of: int, *, level: float = WARNING) -> tuple[float, float] | None:
    """The score interval of one proportion (Wilson 1927); None of nothing. Newcombe, Statistics in Medicine 17 (1998)
    857-872, finds it better than the exact interval for showing.
    """
    if of == 0:
        return None
    z = float(scipy.special.ndtri((1 + level) / 2))
    share, z2 = events / of, z * z
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = z / (1 + z2 / of) * sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return (0.0 if events == 0 else max(0.0, middle - half), 1.0 if events == of else min(1.0, middle + half))


def winsorised(scores: Sequence[float], share: float = WINSORISED_SHARE) -> NDArray[np.float64]:
    """The scores in order, with this share at each end set to the nearest that is kept."""
    ordered = np.sort(np.asarray(scores, dtype=np.float64))
    cut = floor(share * len(ordered))
    if cut:
        ordered[:cut] = ordered[cut]
        ordered[-cut:] = ordered[-cut - 1]
    return ordered


def dispersion_of(scores: Sequence[float]) -> float:
    """The mean square of winsorised z-scores: Spiegelhalter's estimate of over-dispersion."""
    return float(np.mean(winsorised(scores) ** 2))


def is_overdispersed(dispersion: float, units: int) -> bool:
    """Whether it is more than chance: two standard deviations, of sqrt(2/I) each, above its expectation of 1."""
    return dispersion > 1 + 2 * sqrt(2 / units)


def _funnel(units: Sequence[Unit], target: float | None, at_least: int, is_widened: bool | None) -> Funnel | None:
    events, total = sum(unit.events for unit in units), sum(unit.of for unit in units)
    if target is None:
        target = events / total if total else 0.0
    judged = [unit for unit in units if unit.of >= at_least]
    if not judged:
        return None
    spread = [sqrt(target * (1 - target) / unit.of) for unit in judged]
    scores = [(unit.events / unit.of - target) / each for unit, each in zip(judged, spread, strict=True) if each > 0]
    dispersion = dispersion_of(scores) if len(scores) >= FEWEST_UNITS else None
    widen = dispersion is not None and is_overdispersed(dispersion, len(scores))
    widen = widen if is_widened is None else is_widened and dispersion is not None
    factor = sqrt(max(1.0, dispersion)) if widen and dispersion is not None else 1.0

    def limits(of: float) -> Limits:
        ends = [_binomial_quantile((1 + sign * level) / 2, of, target) for level, sign in _ENDS]
        outer_low, inner_low, inner_high, outer_high = (
            min(1.0, max(0.0, target + (end - target) * factor)) for end in ends
        )
        return Limits(of=of, outer_low=outer_low, inner_low=inner_low, inner_high=inner_high, outer_high=outer_high)

    names = {id(unit) for unit in judged}
    placed = [_place(unit, limits(unit.of) if id(unit) in names else None) for unit in units]
    return Funnel(
        target=target,
        units=tuple(sorted(placed, key=lambda unit: unit.name.casefold())),
        curve=tuple(limits(of) for of in _sizes(judged)),
        dispersion=dispersion,
        is_widened=factor > 1,
    )


_ENDS = ((ALARM, -1), (WARNING, -1), (WARNING, 1), (ALARM, 1))


def _place(unit: Unit, limits: Limits | None) -> UnitInFunnel:
    value = None if limits is None else unit.events / unit.of
    return UnitInFunnel(name=unit.name, events=unit.events, of=unit.of, value=value, place=_standing(value, limits))


def _standing(value: float | None, limits: Limits | None) -> Place:
    if value is None or limits is None:
        return Place.TOO_FEW
    if value < limits.outer_low:
        return Place.VERY_LOW
    if value > limits.outer_high:
        return Place.VERY_HIGH
    if value < limits.inner_low:
        return Place.LOW
    return Place.HIGH if value > limits.inner_high else Place.WITHIN


def _sizes(units: Sequence[Unit]) -> list[float]:
    """Sizes to draw the funnel at: closer together where it is narrow in size and steep."""
    smallest, largest = min(unit.of for unit in units), max(unit.of for unit in units)
    drawn = np.geomspace(max(1.0, smallest * 0.8), max(2.0, largest * 1.1), _CURVE_POINTS)
    return [float(size) for size in drawn]


def _binomial_quantile(probability: float, of: float, target: float) -> float:
    """The interpolated quantile as a share (A.1.1 of the paper)."""
    if not 0 < target < 1:
        return target
    cases = max(1, round(of))
    count = ceil(float(scipy.special.bdtrik(probability, cases, target)) - 1e-9)

    def reached(r: int) -> float:
        return float(scipy.special.bdtr(r, cases, target)) if r >= 0 else 0.0

    return _interpolated(count, probability, reached) / cases


def _interpolated(count: int, probability: float, below: Callable[[int], float]) -> float:
    while count > 0 and below(count - 1) >= probability:
        count -= 1
    while below(count) < probability:
        count += 1
    here, before = below(count), below(count - 1)
    return max(0.0, count - (here - probability) / (here - before))
