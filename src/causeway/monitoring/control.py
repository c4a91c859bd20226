"""Control charts: whether a week differs from the weeks before by more than their own unrest.

p, u and individuals charts follow the NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2 and 6.3.3. With
thousands of cases a week binomial and Poisson limits are so narrow that every week falls outside; p' and u' widen (or
narrow) them by how much the weeks really vary from one to the next: Laney, Improved control charts for attributes,
Quality Engineering 14 (2002) 531-537.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from causeway.monitoring._errors import MonitoringError
from causeway.monitoring.rules import Rule, signals_of

FEWEST_POINTS = 12
"""Below this the limits are provisional and the page says so (NHS England, Making data count)."""
_D2 = 1.128
"""What the mean range of two normal values is, in standard deviations (e-Handbook 6.3.2.2)."""

_Limits = tuple[float, float] | tuple[None, None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartPoint:
    """One week: its value (None where there was nothing to measure), its limits, and the rules it fulfils. A share of
    nothing has no limits either.
    """

    value: float | None
    lower: float | None
    upper: float | None
    score: float | None
    signals: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlChart:
    """The points in order around a centre. `spread` is Laney's sigma-z; 1 where chance alone is at work, None of an
    individuals chart.
    """

    centre: float
    points: tuple[ChartPoint, ...]
    spread: float | None
    is_provisional: bool

    @property
    def scores(self) -> tuple[float | None, ...]:
        """How many standard deviations each point stands from the centre."""
        return tuple(point.score for point in self.points)


def p_chart(
    events: Sequence[int], totals: Sequence[int], *, baseline: int | None = None, is_adjusted: bool = True
) -> ControlChart:
    """A chart of shares, with Laney's adjustment unless it is switched off. The first `baseline` points make the
    limits.

    Raises:
        MonitoringError: there is no case at all, or more events than cases.
    """
    if any(not 0 <= one <= of for one, of in zip(events, totals, strict=True)):
        raise MonitoringError("not_a_proportion", "There cannot be more events than cases.")
    return _attributes(
        events, totals, baseline, is_adjusted, lambda centre, of: sqrt(centre * (1 - centre) / of), highest=1.0
    )


def u_chart(
    counts: Sequence[int], exposures: Sequence[float], *, baseline: int | None = None, is_adjusted: bool = True
) -> ControlChart:
    """A chart of counts for each unit of exposure; with an exposure of 1 everywhere it is a c chart.

    Raises:
        MonitoringError: there is no exposure at all.
    """
    return _attributes(counts, exposures, baseline, is_adjusted, lambda centre, of: sqrt(centre / of), highest=None)


def xmr_chart(values: Sequence[float | None], *, baseline: int | None = None) -> ControlChart:
    """A chart of individual values, with limits from the mean moving range.

    Raises:
        MonitoringError: there is no value in the baseline.
    """
    known = [value for value in values[:baseline] if value is not None]
    if not known:
        raise MonitoringError("nothing_to_chart", "There is nothing to draw a chart of.")
    centre = float(np.mean(known))
    sigma = float(np.mean(np.abs(np.diff(known)))) / _D2 if len(known) > 1 else 0.0
    scores = [None if value is None else _score(value - centre, sigma) for value in values]
    limits: list[_Limits] = [(centre - 3 * sigma, centre + 3 * sigma)] * len(values)
    return _chart(centre, values, limits, scores, None, len(known))


def _attributes(
    events: Sequence[int],
    sizes: Sequence[float],
    baseline: int | None,
    is_adjusted: bool,
    error: Callable[[float, float], float],
    highest: float | None,
) -> ControlChart:
    total = sum(sizes[:baseline])
    if total <= 0:
        raise MonitoringError("nothing_to_chart", "There is nothing to draw a chart of.")
    centre = sum(events[:baseline]) / total
    values = [one / of if of > 0 else None for one, of in zip(events, sizes, strict=True)]
    errors = [error(centre, of) if of > 0 else 0.0 for of in sizes]
    raw = [None if value is None else _score(value - centre, each) for value, each in zip(values, errors, strict=True)]
    within = [score for score in raw[:baseline] if score is not None]
    spread = float(np.mean(np.abs(np.diff(within)))) / _D2 if is_adjusted and len(within) > 1 else 1.0
    limits: list[_Limits] = []
    for each, of in zip(errors, sizes, strict=True):
        low, high = centre - 3 * each * spread, centre + 3 * each * spread
        upper = high if highest is None else min(highest, high)
        limits.append((max(0.0, low), upper) if of > 0 else (None, None))
    scores = [None if score is None else _score(score, spread) for score in raw]
    return _chart(centre, values, limits, scores, spread, len(within))


def _score(distance: float, sigma: float) -> float:
    if sigma > 0:
        return distance / sigma
    return 0.0 if distance == 0 else float(np.copysign(np.inf, distance))


def _chart(
    centre: float,
    values: Sequence[float | None],
    limits: Sequence[_Limits],
    scores: Sequence[float | None],
    spread: float | None,
    measured: int,
) -> ControlChart:
    points = tuple(
        ChartPoint(value=value, lower=lower, upper=upper, score=score, signals=signals)
        for value, (lower, upper), score, signals in zip(values, limits, scores, signals_of(scores), strict=True)
    )
    return ControlChart(centre=centre, points=points, spread=spread, is_provisional=measured < FEWEST_POINTS)
