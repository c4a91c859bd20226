"""Rows of the pages' tables, worked out before a template draws them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from causeway.hub.base.theme.components import BAND_NAMES
from causeway.hub.base.theme.numbers import decimal, percent
from causeway.hub.commons.staffing_pages.asking import quantile
from causeway.staffing import Answer, BandFigures, Comparison, Figures, Interval

Text = str | Promise
Shown = Callable[[float], str]
_MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Cell:
    """An estimate, and its interval in smaller letters."""

    text: str
    between: str = ""


def days(value: Interval, *, is_signed: bool = False) -> Cell:
    """Days, to one decimal or two."""
    return _cell(value, is_signed, lambda number: decimal(number, 2 if abs(number) < 1 else 1))


def share(value: Interval, *, is_signed: bool = False) -> Cell:
    """A share in per cent; signed, a difference in percentage points."""
    return _cell(value, is_signed, lambda number: f"{decimal(100 * number, 1)}{'' if is_signed else '%'}")


def _cell(value: Interval, is_signed: bool, shown: Shown) -> Cell:
    if not isfinite(value.estimate):
        return Cell(_("None arrived"))
    words = [_signed(number, shown) if is_signed else shown(number) for number in _numbers(value)]
    between = _("%(low)s to %(high)s") % {"low": words[1], "high": words[2]} if len(words) == 3 else ""
    return Cell(words[0], between)


def _numbers(value: Interval) -> list[float]:
    return [value.estimate, value.low, value.high] if isfinite(value.low) and isfinite(value.high) else [value.estimate]


def _signed(number: float, shown: Shown) -> str:
    words = shown(abs(number))
    if not any(digit in words for digit in "123456789"):
        return words
    return f"+{words}" if number > 0 else f"{_MINUS}{words}"


def band_rows(figures: Figures) -> list[tuple[Text, list[Cell]]]:
    """For each band: a week, target, mean, half within, 95% within, in time, longest."""
    return [(BAND_NAMES[one.band], _band_cells(one)) for one in figures.bands]


def _band_cells(one: BandFigures) -> list[Cell]:
    return [
        Cell(decimal(one.per_week.estimate, 1)),
        Cell(decimal(one.target_days, 0)),
        days(one.mean),
        days(quantile(one, 0.5)),
        days(quantile(one, 0.95)),
        share(one.in_time),
        days(one.worst),
    ]


def tried_rows(answer: Answer) -> list[tuple[int, list[Cell], bool]]:
    """For each number of officers that was tried: what it gives, and whether it is the answer."""
    return [
        (
            one.trained,
            [share(one.share), days(one.worst_days), Cell(percent(one.every_one))],
            one.trained == answer.trained,
        )
        for one in answer.tried
    ]


def difference_rows(comparison: Comparison) -> list[tuple[Text, list[Cell]]]:
    """For each band: mean waiting and share in time of both, and the differences."""
    rows = []
    for one in comparison.differences:
        first, second = comparison.first.of(one.band), comparison.second.of(one.band)
        cells = [
            days(first.mean),
            days(second.mean),
            days(one.mean_days, is_signed=True),
            share(first.in_time),
            share(second.in_time),
            share(one.in_time, is_signed=True),
        ]
        rows.append((BAND_NAMES[one.band], cells))
    return rows


def waiting_rows(named: Sequence[tuple[str, Figures]]) -> list[tuple[int, list[str]]]:
    """For each week how many wait, in each of these."""
    weeks = max(len(figures.waiting) for _name, figures in named)
    return [
        (
            week + 1,
            [
                decimal(figures.waiting[week].estimate, 0) if week < len(figures.waiting) else ""
                for _name, figures in named
            ],
        )
        for week in range(weeks)
    ]
