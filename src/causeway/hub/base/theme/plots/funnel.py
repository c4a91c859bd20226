"""Funnel plots: figures against the size that they rest on, with the limits that chance alone would keep.

After Spiegelhalter, Funnel plots for comparing institutional performance (Statistics in Medicine, 2005). There is no
ranking: a small organisation's figure strays far by chance, and the funnel says how far.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from causeway.hub.base.theme.numbers import percent
from causeway.hub.base.theme.plots.frame import even_ticks, in_two_widths, key_below, two_axes
from causeway.hub.base.theme.plots.scales import Shown, number, span
from causeway.hub.base.theme.plots.shapes import Anchor, Drawing, Line, Look, Marker, Point, Words, width_of

_LOOKS = (Look.LIMIT, Look.OUTER_LIMIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelPoint:
    """One organisation's figure. `label` is written beside it, where it is the reader's own or a signal."""

    size: float
    value: float
    label: str = ""
    is_signal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitCurve:
    """A lower and an upper limit by size, such as those that 95% stay within."""

    label: str
    points: Sequence[tuple[float, float, float]]


@in_two_widths
def funnel_plot(
    width: float,
    points: Sequence[FunnelPoint],
    *,
    centre: float,
    centre_label: str,
    limits: Sequence[LimitCurve],
    title: str,
    about: str,
    up_title: str,
    across_title: str,
    shown: Shown = percent,
    extent: tuple[float, float] | None = None,
) -> Drawing:
    """Points by size, the centre line and up to two pairs of limits, the inner one first. `extent` fixes the upward
    axis, such as 0 to 1 for shares.
    """
    drawing = Drawing(title=title, about=about, width=width, height=0)
    greatest = max([point.size for point in points] + [size for curve in limits for size, _, _ in curve.points] or [1])
    edges = [edge for curve in limits for _, low, high in curve.points for edge in (low, high)]
    frame = two_axes(
        drawing,
        across=(0, greatest),
        up=extent or span([centre, *edges, *(point.value for point in points)]),
        up_title=up_title,
        up_shown=shown,
        across_title=across_title,
        # Sizes are counted: between two whole numbers there is none.
        across_ticks=[tick for tick in even_ticks(0, greatest, number) if tick.at == round(tick.at)],
    )
    y = frame.up.place(centre)
    drawing.shapes.append(Line(((frame.across.start, y), (frame.across.end, y)), Look.CENTRE))
    for curve, look in zip(limits, _LOOKS, strict=False):
        for side in (1, 2):
            path = tuple((frame.across.place(at[0]), frame.up.place(at[side])) for at in curve.points)
            drawing.shapes.append(Line(path, look))
    for point in points:
        _draw_point(drawing, point, frame.across.place(point.size), frame.up.place(point.value))
    key_below(
        drawing,
        [(Look.CENTRE, centre_label), *((look, curve.label) for curve, look in zip(limits, _LOOKS, strict=False))],
    )
    return drawing


def _draw_point(drawing: Drawing, point: FunnelPoint, x: float, y: float) -> None:
    look, marker = (Look.SIGNAL, Marker.DIAMOND) if point.is_signal else (Look.MARK, Marker.CIRCLE)
    drawing.shapes.append(Point(x, y, look, marker))
    if point.label:
        wide = width_of(point.label)
        fits = x + 9 + wide <= drawing.width
        beside = Words(x + 9, y - 6, point.label) if fits else Words(x - 9, y - 6, point.label, anchor=Anchor.END)
        # Between two edges that are too near, the name stands above its point, at the left edge.
        drawing.shapes.append(beside if fits or x - 9 >= wide else Words(0, y - 10, point.label))
