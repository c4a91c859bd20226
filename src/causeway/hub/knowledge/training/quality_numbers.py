"""Numbers on how well training works, honest about small groups: paired gain with its interval, and item analysis.

Item difficulty is the share who answered rightly, discrimination the corrected item-total correlation (Crocker and
Algina, Introduction to Classical and Modern Test Theory, 1986, ch. 14).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev

FEWEST_PAIRS = 5
"""Our own choice: an interval of fewer is too wide to say anything."""
FEWEST_ANSWERS = 10
"""Below this an item's figures are noise; a common rule for discrimination asks for many more."""
_T_975 = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
    2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip
"""Student's t, 97.5th percentile, for 1 to 30 degrees of freedom (NIST/SEMATECH e-Handbook, 1.3.6.7.2)."""
_T_BEYOND = ((40, 2.042), (60, 2.021), (120, 2.000), (1_000, 1.980))
"""Beyond the table the value for the next smaller tabled row: never too narrow an interval."""
_NORMAL_975 = 1.960


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """Mean difference, post-test less pre-test, in points of 100, over `pairs` people. `low` and `high` bound it with
    95% confidence; all None where there are too few to say.
    """

    pairs: int
    before: float | None
    after: float | None
    mean: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFigures:
    """One item: how many answered it, the share right, and how well it tells strong from weak. None: too few, or all
    answered alike.
    """

    code: str
    answers: int
    difficulty: float | None
    discrimination: float | None


def t_975(degrees: int) -> float:
    """Student's t for a two-sided interval of 95%."""
    if degrees < 1:
        raise ValueError("an interval needs at least two values")
    if degrees <= len(_T_975):
        return _T_975[degrees - 1]
    return next((value for below, value in _T_BEYOND if degrees < below), _NORMAL_975 if degrees > 100_000 else 1.980)


def paired_gain(pairs: Sequence[tuple[float, float]]) -> Gain:
    """The gain of people who took both tests; each pair is (before, after), in points of 100."""
    count = len(pairs)
    if count < FEWEST_PAIRS:
        return Gain(pairs=count, before=None, after=None, mean=None, low=None, high=None)
    differences = [after - before for before, after in pairs]
    mean = fmean(differences)
    half = t_975(count - 1) * stdev(differences) / math.sqrt(count)
    return Gain(
        pairs=count,
        before=fmean(before for before, _ in pairs),
        after=fmean(after for _, after in pairs),
        mean=mean,
        low=mean - half,
        high=mean + half,
    )


def item_figures(codes: Sequence[str], takings: Sequence[Mapping[str, bool]]) -> list[ItemFigures]:
    """Figures for each item over the takings of the test in which it was asked; a taking maps codes to right or not."""
    figures = []
    for code in codes:
        asked = [taking for taking in takings if code in taking]
        enough = len(asked) >= FEWEST_ANSWERS
        figures.append(
            ItemFigures(
                code=code,
                answers=len(asked),
                difficulty=fmean(taking[code] for taking in asked) if enough else None,
                discrimination=_discrimination(code, asked) if enough else None,
            )
        )
    return figures


def _discrimination(code: str, asked: Sequence[Mapping[str, bool]]) -> float | None:
    """The correlation of an item with the share right of the other items of the same taking."""
    pairs = [
        (float(taking[code]), fmean(right for other, right in taking.items() if other != code))
        for taking in asked
        if len(taking) > 1
    ]
    if len(pairs) < FEWEST_ANSWERS:
        return None
    item, rest = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return _correlation(item, rest)


def _correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    mean_first, mean_second = fmean(first), fmean(second)
    spread_first = math.fsum((value - mean_first) ** 2 for value in first)
    spread_second = math.fsum((value - mean_second) ** 2 for value in second)
    if spread_first <= 0 or spread_second <= 0:
        return None
    shared = math.fsum((a - mean_first) * (b - mean_second) for a, b in zip(first, second, strict=True))
    return shared / math.sqrt(spread_first * spread_second)
