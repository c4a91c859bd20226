"""Figures over time: a line for each series, each named at its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from causeway.hub.base.theme.plots.frame import GAP, NARROW_WIDTH, in_two_widths, key_below, two_axes
from causeway.hub.base.theme.plots.scales import Shown, Tick, number, span
from causeway.hub.base.theme.plots.shapes import (
    LINE_HEIGHT,
    TEXT_SIZE,
    Drawing,
    Line,
    Look,
    Marker,
    Point,
    Words,
    width_of,
)

_LOOKS = (
    (Look.MARK, Marker.CIRCLE),
    (Look.SECOND, Marker.SQUARE),
    (Look.SIGNAL, Marker.DIAMOND),
    (Look.CENTRE, Marker.CIRCLE),
)
MOST_SERIES = len(_LOOKS)
"""More lines than this cannot be told apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line: places along the axis and values; None breaks the line."""

    label: str
    points: Sequence[tuple[float, float | None]]


@in_two_widths
def line_plot(
    width: float,
    series: Sequence[Series],
    *,
    title: str,
    about: str,
    ticks: Sequence[Tick],
    up_title: str,
    across_title: str = "",
    shown: Shown = number,
    extent: tuple[float, float] | None = None,
) -> Drawing:
    """Lines over one axis, upwards from zero unless `extent` says otherwise.

    Raises:
        ValueError: more series than can be told apart.
    """
    if len(series) > MOST_SERIES:
        raise ValueError(f"{len(series)} series; {MOST_SERIES} can be told apart")
    drawing = Drawing(title=title, about=about, width=width, height=0)
    # Beside their lines the names would take half of a narrow screen.
    is_named_below = width <= NARROW_WIDTH
    places = [at for one in series for at, _ in one.points] or [0.0]
    frame = two_axes(
        drawing,
        across=(min(places), max(places)),
        up=extent or span(value for one in series for _, value in one.points),
        up_title=up_title,
        up_shown=shown,
        across_title=across_title,
        across_ticks=ticks,
        right=2 * GAP if is_named_below else max((width_of(one.label) for one in series), default=0) + 3 * GAP,
    )
    ends: list[tuple[float, float, str]] = []
    for one, (look, marker) in zip(series, _LOOKS, strict=False):
        drawn = [(frame.across.place(at), None if value is None else frame.up.place(value)) for at, value in one.points]
        for is_known, run in groupby(drawn, key=lambda point: point[1] is not None):
            known = tuple((x, y) for x, y in run if y is not None)
            if is_known:
                drawing.shapes.append(Line(known, look))
                drawing.shapes += [Point(x, y, look, marker, 3.5) for x, y in known]
        if last := [(x, y) for x, y in drawn if y is not None]:
            ends.append((*last[-1], one.label))
    if is_named_below:
        key_below(drawing, [(look, one.label) for one, (look, _) in zip(series, _LOOKS, strict=False)])
    else:
        drawing.shapes += _named(ends)
    return drawing


def _named(ends: list[tuple[float, float, str]]) -> list[Words]:
    """Each line's name beside its last point, moved down where two would touch."""
    names: list[Words] = []
    for x, y, label in sorted(ends, key=lambda end: end[1]):
        base = y + TEXT_SIZE / 3
        if names:
            base = max(base, names[-1].y + LINE_HEIGHT)
        names.append(Words(x + GAP + 2, base, label))
    return names
