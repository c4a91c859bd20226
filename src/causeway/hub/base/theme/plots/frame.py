"""Axes and their words, shared by the plots that have two."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

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
    wrapped,
)

WIDTH = 640
NARROW_WIDTH = 280
"""What a page of 320 px leaves between its margins (WCAG 2.2, 1.4.10), less a little."""
PLOT_HEIGHT = 300
GAP = 8
_KEY_LINE = 36
P = ParamSpec("P")


def in_two_widths(draw: Callable[Concatenate[float, P], Drawing]) -> Callable[P, Drawing]:
    """A plot that is drawn for a page and for a telephone: the same figures and words, laid out for each width."""

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> Drawing:
        drawing = draw(WIDTH, *args, **kwargs)
        drawing.narrow = draw(NARROW_WIDTH, *args, **kwargs)
        return drawing

    return drawn


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
    up_lines = wrapped(up_title, drawing.width)
    top = len(up_lines) * LINE_HEIGHT + 2 * GAP
    scales = Frame(
        Scale(*_apart(*across), left, drawing.width - right),
        Scale(heights[0], heights[-1], top + PLOT_HEIGHT, top),
    )
    for ordinal, text in enumerate(up_lines):
        drawing.shapes.append(Words(0, TEXT_SIZE + ordinal * LINE_HEIGHT, text, Look.QUIET_WORDS))
    for height in heights:
        y = scales.up.place(height)
        drawing.shapes.append(Line(((left, y), (drawing.width - right, y)), Look.GRID))
        drawing.shapes.append(Words(left - GAP, y + TEXT_SIZE / 3, up_shown(height), Look.QUIET_WORDS, Anchor.END))
    base = top + PLOT_HEIGHT
    drawing.shapes.append(Line(((left, base), (drawing.width - right, base)), Look.AXIS))
    ticks_below(drawing, across_ticks, scales.across, base + GAP + TEXT_SIZE)
    below = base + GAP + LINE_HEIGHT
    if across_title:
        middle = (left + drawing.width - right) / 2
        for text in wrapped(across_title, drawing.width - left - right):
            below += LINE_HEIGHT + 2
            drawing.shapes.append(Words(middle, below, text, Look.QUIET_WORDS, Anchor.MIDDLE))
    drawing.height = below + GAP
    return scales


def key_below(drawing: Drawing, entries: Sequence[tuple[Look, str]]) -> None:
    """Say under the plot what each kind of line is."""
    x, y = 0.0, drawing.height + LINE_HEIGHT
    for look, text in entries:
        lines = wrapped(text, drawing.width - _KEY_LINE - GAP)
        wide = _KEY_LINE + GAP + max(map(width_of, lines)) + 3 * GAP
        if x and x + wide > drawing.width:
            x, y = 0.0, y + LINE_HEIGHT + 2
        drawing.shapes.append(Line(((x, y - TEXT_SIZE / 3), (x + _KEY_LINE, y - TEXT_SIZE / 3)), look))
        for ordinal, line in enumerate(lines):
            drawing.shapes.append(Words(x + _KEY_LINE + GAP, y + ordinal * LINE_HEIGHT, line))
        x, y = x + wide, y + (len(lines) - 1) * LINE_HEIGHT
    drawing.height = y + GAP


def even_ticks(low: float, high: float, shown: Shown) -> list[Tick]:
    """Round numbers within the axis, with their words."""
    return [Tick(at, shown(at)) for at in round_ticks(low, high) if low <= at <= high]


def _apart(low: float, high: float) -> tuple[float, float]:
    return (low, high) if high > low else (low - 0.5, low + 0.5)


def ticks_below(drawing: Drawing, ticks: Sequence[Tick], scale: Scale, base_line: float) -> None:
    """Write what fits: a word that would touch the one before it is left out."""
    free_from = 0.0
    for tick in ticks:
        x, half = scale.place(tick.at), width_of(tick.text) / 2
        x = min(max(x, half), drawing.width - half)
        if x - half < free_from:
            continue
        drawing.shapes.append(Words(x, base_line, tick.text, Look.QUIET_WORDS, Anchor.MIDDLE))
        free_from = x + half + GAP
