"""What a plot is made of, in units of one screen pixel, the origin at the top left."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from reportlab.pdfbase.pdfmetrics import stringWidth

TEXT_SIZE = 14
"""Legible at arm's length on a screen; a PDF scales it to about 9 points."""
LINE_HEIGHT = 18
_WIDEST_SYSTEM_FONT = 1.16
"""DejaVu Sans beside Helvetica, measured on lower-case English."""


class Look(StrEnum):
    """What a shape means; the page's style sheet and the PDF give each its colour and dash."""

    AXIS = "axis"
    GRID = "grid"
    MARK = "mark"
    SECOND = "second"
    SIGNAL = "signal"
    CENTRE = "centre"
    LIMIT = "limit"
    OUTER_LIMIT = "outer-limit"
    WORDS = "words"
    QUIET_WORDS = "quiet-words"


class Marker(StrEnum):
    """The shape of a point."""

    CIRCLE = "circle"
    DIAMOND = "diamond"
    SQUARE = "square"


class Anchor(StrEnum):
    """Which end of a text stands at its point."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Line:
    """A path through points."""

    points: tuple[tuple[float, float], ...]
    look: Look


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    look: Look


@dataclass(frozen=True, slots=True)
class Point:
    """A marked point."""

    x: float
    y: float
    look: Look
    marker: Marker = Marker.CIRCLE
    radius: float = 5


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; `y` is its base line."""

    x: float
    y: float
    text: str
    look: Look = Look.WORDS
    anchor: Anchor = Anchor.START


Shape = Line | Box | Point | Words


@dataclass(slots=True, kw_only=True)
class Drawing:
    """A plot. `title` names it and `about` says in a sentence what can be seen, for who cannot see it. `narrow` is the
    same for a telephone's screen, whose words would be too small to read if the wide one were shrunk.
    """

    title: str
    about: str
    width: float
    height: float
    shapes: list[Shape] = field(default_factory=list)
    narrow: "Drawing | None" = None


@lru_cache(maxsize=4096)
def width_of(text: str) -> float:
    """About how wide a line of text is, on a system whose own font is wide."""
    return float(stringWidth(text, "Helvetica", TEXT_SIZE)) * _WIDEST_SYSTEM_FONT


def wrapped(text: str, width: float) -> list[str]:
    """The text in lines no wider than `width`, broken between words; a longer word stands alone."""
    lines: list[str] = []
    for word in text.split():
        if lines and width_of(f"{lines[-1]} {word}") <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines or [""]
