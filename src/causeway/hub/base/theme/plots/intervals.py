"""Estimates with how sure they are: a point and its interval, a line each."""

from collections.abc import Sequence
from dataclasses import dataclass

from causeway.hub.base.theme.numbers import percent
from causeway.hub.base.theme.plots.frame import GAP, in_two_widths, ticks_below
from causeway.hub.base.theme.plots.rows import labels_for
from causeway.hub.base.theme.plots.scales import Scale, Shown, Tick, round_ticks, span
from causeway.hub.base.theme.plots.shapes import (
    LINE_HEIGHT,
    TEXT_SIZE,
    Anchor,
    Drawing,
    Line,
    Look,
    Marker,
    Point,
    Words,
    width_of,
    wrapped,
)

_CAP = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """One estimate. Without a value, `note` stands in its place ("Fewer than 10 answered"). `is_second` marks a figure
    of another kind, such as one that is not weighted.
    """

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    note: str = ""
    is_second: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A value to compare with, such as the figure for everyone."""

    label: str
    value: float


@in_two_widths
def interval_plot(
    width: float,
    rows: Sequence[Interval],
    *,
    title: str,
    about: str,
    shown: Shown = percent,
    extent: tuple[float, float] | None = None,
    reference: Reference | None = None,
) -> Drawing:
    """A line for each estimate, in the order given. `extent` fixes the axis, such as 0 to 1 for shares."""
    drawing = Drawing(title=title, about=about, width=width, height=0)
    labels = labels_for(width, [row.label for row in rows])
    known = [value for row in rows for value in (row.value, row.low, row.high)]
    ticks = round_ticks(*(extent or span([*known, reference.value if reference else None])))
    scale = Scale(ticks[0], ticks[-1], labels.left, width - width_of(shown(ticks[-1])) / 2 - GAP)
    named = wrapped(reference.label, width) if reference else []
    y = top = float(len(named) * LINE_HEIGHT + GAP)
    for at, row in enumerate(rows):
        drawing.shapes += labels.words(at, y)
        _draw_row(drawing, row, labels.middle(at, y), scale)
        y += labels.height(at)
    back = [Line(((scale.place(at), top - GAP / 2), (scale.place(at), y)), Look.GRID) for at in ticks]
    if reference:
        x = scale.place(reference.value)
        back.append(Line(((x, top - GAP / 2), (x, y)), Look.CENTRE))
        half = max(map(width_of, named)) / 2
        x = min(max(x, half), width - half)
        for ordinal, text in enumerate(named):
            base_line = ordinal * LINE_HEIGHT + TEXT_SIZE
            drawing.shapes.append(Words(x, base_line, text, Look.QUIET_WORDS, Anchor.MIDDLE))
    drawing.shapes[:0] = back
    ticks_below(drawing, [Tick(at, shown(at)) for at in ticks], scale, y + LINE_HEIGHT)
    drawing.height = y + LINE_HEIGHT + GAP
    return drawing


def _draw_row(drawing: Drawing, row: Interval, y: float, scale: Scale) -> None:
    if row.value is None:
        drawing.shapes.append(Words(scale.start + GAP, y + TEXT_SIZE / 3, row.note, Look.QUIET_WORDS))
        return
    look = Look.SECOND if row.is_second else Look.MARK
    if row.low is not None and row.high is not None:
        low, high = scale.place(row.low), scale.place(row.high)
        drawing.shapes.append(Line(((low, y), (high, y)), look))
        drawing.shapes += [Line(((end, y - _CAP), (end, y + _CAP)), look) for end in (low, high)]
    drawing.shapes.append(Point(scale.place(row.value), y, look, Marker.SQUARE if row.is_second else Marker.CIRCLE))
