"""Counts or shares as bars from zero, each with its figure written at its end."""

from collections.abc import Sequence
from dataclasses import dataclass

from causeway.hub.base.theme.plots.frame import GAP, WIDTH
from causeway.hub.base.theme.plots.scales import Scale, Shown, number, span
from causeway.hub.base.theme.plots.shapes import (
    LINE_HEIGHT,
    TEXT_SIZE,
    Box,
    Drawing,
    Line,
    Look,
    Words,
    width_of,
    wrapped,
)

_LABEL_SHARE = 0.38
_THICKNESS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar. Without a value, `note` stands in its place. `is_second` marks a figure of another kind."""

    label: str
    value: float | None
    note: str = ""
    is_second: bool = False


def bar_plot(bars: Sequence[Bar], *, title: str, about: str, shown: Shown = number) -> Drawing:
    """A bar a line, in the order given.

    Raises:
        ValueError: a value is below zero; a bar has no place for it.
    """
    if any(bar.value is not None and bar.value < 0 for bar in bars):
        raise ValueError("a bar's value is not below zero")
    drawing = Drawing(title=title, about=about, width=WIDTH, height=0)
    labels = [wrapped(bar.label, WIDTH * _LABEL_SHARE) for bar in bars]
    left = max((width_of(line) for lines in labels for line in lines), default=0) + 2 * GAP
    figures = [bar.note if bar.value is None else shown(bar.value) for bar in bars]
    room = max((width_of(text) for bar, text in zip(bars, figures, strict=True) if bar.value is not None), default=0)
    scale = Scale(0.0, span(bar.value for bar in bars)[1] or 1.0, left, WIDTH - room - 2 * GAP)
    y = float(GAP)
    for bar, lines, figure in zip(bars, labels, figures, strict=True):
        for ordinal, line in enumerate(lines):
            drawing.shapes.append(Words(0, y + ordinal * LINE_HEIGHT + TEXT_SIZE, line))
        middle = y + len(lines) * LINE_HEIGHT / 2 + 1
        end = left if bar.value is None else scale.place(bar.value)
        look = Look.SECOND if bar.is_second else Look.MARK
        drawing.shapes.append(Box(left, middle - _THICKNESS / 2, end - left, _THICKNESS, look))
        words = Look.QUIET_WORDS if bar.value is None else Look.WORDS
        drawing.shapes.append(Words(end + GAP, middle + TEXT_SIZE / 3, figure, words))
        y += len(lines) * LINE_HEIGHT + GAP
    drawing.shapes.append(Line(((left, GAP / 2), (left, y)), Look.AXIS))
    drawing.height = y + GAP
    return drawing
