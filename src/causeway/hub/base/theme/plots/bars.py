"""Counts or shares as bars from zero, each with its figure written at its end."""

from collections.abc import Sequence
from dataclasses import dataclass

from causeway.hub.base.theme.plots.frame import GAP, in_two_widths
from causeway.hub.base.theme.plots.rows import labels_for
from causeway.hub.base.theme.plots.scales import Scale, Shown, number, span
from causeway.hub.base.theme.plots.shapes import (
    TEXT_SIZE,
    Box,
    Drawing,
    Line,
    Look,
    Words,
    width_of,
)

_THICKNESS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar. Without a value, `note` stands in its place. `is_second` marks a figure of another kind."""

    label: str
    value: float | None
    note: str = ""
    is_second: bool = False


@in_two_widths
def bar_plot(width: float, bars: Sequence[Bar], *, title: str, about: str, shown: Shown = number) -> Drawing:
    """A bar a line, in the order given.

    Raises:
        ValueError: a value is below zero; a bar has no place for it.
    """
    if any(bar.value is not None and bar.value < 0 for bar in bars):
        raise ValueError("a bar's value is not below zero")
    drawing = Drawing(title=title, about=about, width=width, height=0)
    labels = labels_for(width, [bar.label for bar in bars])
    left = labels.left
    figures = [bar.note if bar.value is None else shown(bar.value) for bar in bars]
    room = max((width_of(text) for bar, text in zip(bars, figures, strict=True) if bar.value is not None), default=0)
    scale = Scale(0.0, span(bar.value for bar in bars)[1] or 1.0, left, width - room - 2 * GAP)
    y = float(GAP)
    for row, (bar, figure) in enumerate(zip(bars, figures, strict=True)):
        drawing.shapes += labels.words(row, y)
        middle = labels.middle(row, y)
        end = left if bar.value is None else scale.place(bar.value)
        look = Look.SECOND if bar.is_second else Look.MARK
        drawing.shapes.append(Box(left, middle - _THICKNESS / 2, end - left, _THICKNESS, look))
        words = Look.QUIET_WORDS if bar.value is None else Look.WORDS
        drawing.shapes.append(Words(end + GAP, middle + TEXT_SIZE / 3, figure, words))
        y += labels.height(row)
    if not labels.is_above:
        drawing.shapes.append(Line(((left, GAP / 2), (left, y)), Look.AXIS))
    drawing.height = y + GAP
    return drawing
