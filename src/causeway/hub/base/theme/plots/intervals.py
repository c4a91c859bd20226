"""Estimates with how sure they are: a point and its interval, a line each."""

from collections.abc import Sequence
from dataclasses import dataclass

from causeway.hub.base.theme.plots.frame import GAP, WIDTH
from causeway.hub.base.theme.plots.scales import Scale, Shown, percent, round_ticks, span
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

_LABEL_SHARE = 0.38
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


def interval_plot(
    rows: Sequence[Interval],
    *,
    title: str,
    about: str,
    shown: Shown = percent,
    extent: tuple[float, float] | None = None,
    reference: Reference | None = None,
) -> Drawing:
    """A line for each estimate, in the order given. `extent` fixes the axis, such as 0 to 1 for shares."""
    drawing = Drawing(title=title, about=about, width=WIDTH, height=0)
    labels = [wrapped(row.label, WIDTH * _LABEL_SHARE) for row in rows]
    left = max((width_of(line) for lines in labels for line in lines), default=0) + 2 * GAP
    known = [value for row in rows for value in (row.value, row.low, row.high)]
    ticks = round_ticks(*(extent or span([*known, reference.value if reference else None])))
    scale = Scale(ticks[0], ticks[-1], left, WIDTH - width_of(shown(ticks[-1])) / 2 - GAP)
    top = (LINE_HEIGHT + GAP) if reference else GAP
    y = top
    for row, lines in zip(rows, labels, strict=True):
        height = len(lines) * LINE_HEIGHT + GAP
        _draw_row(drawing, row, lines, y, scale)
        y += height
    back = [Line(((scale.place(at), top - GAP / 2), (scale.place(at), y)), Look.GRID) for at in ticks]
    if reference:
        x = scale.place(reference.value)
        back.append(Line(((x, top - GAP / 2), (x, y)), Look.CENTRE))
        half = width_of(reference.label) / 2
        drawing.shapes.append(
            Words(min(max(x, half), WIDTH - half), TEXT_SIZE, reference.label, Look.QUIET_WORDS, Anchor.MIDDLE)
        )
    drawing.shapes[:0] = back
    for at in ticks:
        drawing.shapes.append(Words(scale.place(at), y + LINE_HEIGHT, shown(at), Look.QUIET_WORDS, Anchor.MIDDLE))
    drawing.height = y + LINE_HEIGHT + GAP
    return drawing


def _draw_row(drawing: Drawing, row: Interval, lines: Sequence[str], top: float, scale: Scale) -> None:
    for ordinal, line in enumerate(lines):
        drawing.shapes.append(Words(0, top + ordinal * LINE_HEIGHT + TEXT_SIZE, line))
    y = top + len(lines) * LINE_HEIGHT / 2 + 1
    if row.value is None:
        drawing.shapes.append(Words(scale.start + GAP, y + TEXT_SIZE / 3, row.note, Look.QUIET_WORDS))
        return
    look = Look.SECOND if row.is_second else Look.MARK
    if row.low is not None and row.high is not None:
        low, high = scale.place(row.low), scale.place(row.high)
        drawing.shapes.append(Line(((low, y), (high, y)), look))
        drawing.shapes += [Line(((end, y - _CAP), (end, y + _CAP)), look) for end in (low, high)]
    drawing.shapes.append(Point(scale.place(row.value), y, look, Marker.SQUARE if row.is_second else Marker.CIRCLE))
