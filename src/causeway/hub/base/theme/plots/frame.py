"""Axes and their words, shared by the plots that have two."""

from collections.abc import Sequence
from dataclasses import dataclass

from causeway.hub.base.theme.plots.scales import Scale, Shown, Tick, round_ticks
from causeway.hub.base.theme.plots.shapes import (
    LINE_HEIGHT,
    TEXT_SIZE,
    Anchor,
    Drawing,
    Line,
    Look,
    Words,
    width_of,
)

WIDTH = 640
PLOT_HEIGHT = 300
GAP = 8


@dataclass(frozen=True, slots=True)
class Frame:
    """The scales of a plot with two axes."""

    across: Scale
    up: Scale


def two_axes(
    drawing: Drawing,
    *,
    across: tuple[float, float],
    up: tuple[float, float],
    up_title: str,
    up_shown: Shown,
    across_title: str = "",
    across_ticks: Sequence[Tick],
    right: float = 2 * GAP,
) -> Frame:
    """Draw both axes, their grid and words. `right` is kept free for words beside the last point."""
    heights = round_ticks(*up)
    left = max(width_of(up_shown(height)) for height in heights) + 2 * GAP
    top = LINE_HEIGHT + 2 * GAP
    scales = Frame(
        Scale(*_apart(*across), left, drawing.width - right),
        Scale(heights[0], heights[-1], top + PLOT_HEIGHT, top),
    )
    drawing.shapes.append(Words(0, TEXT_SIZE, up_title, Look.QUIET_WORDS))
    for height in heights:
        y = scales.up.place(height)
        drawing.shapes.append(Line(((left, y), (drawing.width - right, y)), Look.GRID))
        drawing.shapes.append(Words(left - GAP, y + TEXT_SIZE / 3, up_shown(height), Look.QUIET_WORDS, Anchor.END))
    base = top + PLOT_HEIGHT
    drawing.shapes.append(Line(((left, base), (drawing.width - right, base)), Look.AXIS))
    _ticks_below(drawing, across_ticks, scales.across, base)
    below = base + GAP + LINE_HEIGHT
    if across_title:
        below += LINE_HEIGHT + 2
        middle = (left + drawing.width - right) / 2
        drawing.shapes.append(Words(middle, below, across_title, Look.QUIET_WORDS, Anchor.MIDDLE))
    drawing.height = below + GAP
    return scales


def key_below(drawing: Drawing, entries: Sequence[tuple[Look, str]]) -> None:
    """Say under the plot what each kind of line is."""
    x, y = 0.0, drawing.height + LINE_HEIGHT
    for look, text in entries:
        wide = 36 + GAP + width_of(text) + 3 * GAP
        if x and x + wide > drawing.width:
            x, y = 0.0, y + LINE_HEIGHT + 2
        drawing.shapes.append(Line(((x, y - TEXT_SIZE / 3), (x + 36, y - TEXT_SIZE / 3)), look))
        drawing.shapes.append(Words(x + 36 + GAP, y, text))
        x += wide
    drawing.height = y + GAP


def even_ticks(low: float, high: float, shown: Shown) -> list[Tick]:
    """Round numbers within the axis, with their words."""
    return [Tick(at, shown(at)) for at in round_ticks(low, high) if low <= at <= high]


def _apart(low: float, high: float) -> tuple[float, float]:
    return (low, high) if high > low else (low - 0.5, low + 0.5)


def _ticks_below(drawing: Drawing, ticks: Sequence[Tick], scale: Scale, base: float) -> None:
    """Write what fits: a word that would touch the one before it is left out."""
    free_from = 0.0
    for tick in ticks:
        x, half = scale.place(tick.at), width_of(tick.text) / 2
        x = min(max(x, half), drawing.width - half)
        if x - half < free_from:
            continue
        drawing.shapes.append(Words(x, base + GAP + TEXT_SIZE, tick.text, Look.QUIET_WORDS, Anchor.MIDDLE))
        free_from = x + half + GAP
