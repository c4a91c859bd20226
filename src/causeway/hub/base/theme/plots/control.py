"""Control charts: a figure over time, its usual level, and the limits within which it moves by chance (Shewhart)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from causeway.hub.base.theme.plots.frame import Frame, in_two_widths, key_below, two_axes
from causeway.hub.base.theme.plots.scales import Shown, Tick, number, span
from causeway.hub.base.theme.plots.shapes import Drawing, Line, Look, Marker, Point


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlPoint:
    """One period. A value that is not known leaves a gap. `is_signal` is a change that chance does not explain."""

    label: str
    value: float | None
    centre: float
    lower: float | None = None
    upper: float | None = None
    is_signal: bool = False


@in_two_widths
def control_chart(
    width: float,
    points: Sequence[ControlPoint],
    *,
    title: str,
    about: str,
    up_title: str,
    centre_label: str,
    limit_label: str,
    across_title: str = "",
    shown: Shown = number,
) -> Drawing:
    """Periods from left to right; centre and limits may change from one to the next."""
    drawing = Drawing(title=title, about=about, width=width, height=0)
    frame = two_axes(
        drawing,
        across=(0, max(len(points) - 1, 1)),
        up=span(value for point in points for value in (point.value, point.centre, point.lower, point.upper)),
        up_title=up_title,
        up_shown=shown,
        across_title=across_title,
        across_ticks=[Tick(place, point.label) for place, point in enumerate(points)],
    )
    _draw_level(drawing, points, frame, lambda point: point.centre, Look.CENTRE)
    _draw_level(drawing, points, frame, lambda point: point.lower, Look.LIMIT)
    _draw_level(drawing, points, frame, lambda point: point.upper, Look.LIMIT)
    drawn = [(frame.across.place(at), point) for at, point in enumerate(points)]
    for is_known, run in groupby(drawn, key=lambda each: each[1].value is not None):
        if is_known:
            path = tuple((x, frame.up.place(point.value)) for x, point in run if point.value is not None)
            drawing.shapes.append(Line(path, Look.MARK))
    for x, point in drawn:
        if point.value is not None:
            look, marker = (Look.SIGNAL, Marker.DIAMOND) if point.is_signal else (Look.MARK, Marker.CIRCLE)
            drawing.shapes.append(Point(x, frame.up.place(point.value), look, marker, 6 if point.is_signal else 4))
    key_below(drawing, [(Look.CENTRE, centre_label), (Look.LIMIT, limit_label)])
    return drawing


def _draw_level(
    drawing: Drawing,
    points: Sequence[ControlPoint],
    frame: Frame,
    level: Callable[[ControlPoint], float | None],
    look: Look,
) -> None:
    """A level as steps, half a period to each side of its point."""
    path: list[tuple[float, float]] = []
    for at, point in enumerate(points):
        value = level(point)
        if value is None:
            if path:
                drawing.shapes.append(Line(tuple(path), look))
            path = []
            continue
        y = frame.up.place(value)
        path += [(frame.across.place(at - 0.5), y), (frame.across.place(at + 0.5), y)]
    if path:
        drawing.shapes.append(Line(tuple(path), look))
