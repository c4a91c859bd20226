"""Labels of plots that have a line for each figure: beside the figures, or on a narrow screen above them."""

from collections.abc import Sequence
from dataclasses import dataclass

from causeway.hub.base.theme.plots.frame import GAP, NARROW_WIDTH
from causeway.hub.base.theme.plots.shapes import LINE_HEIGHT, TEXT_SIZE, Words, width_of, wrapped

_LABEL_SHARE = 0.38


@dataclass(frozen=True, slots=True)
class Labels:
    """The lines of each label, and where the figures begin (`left`)."""

    lines: Sequence[Sequence[str]]
    left: float
    is_above: bool

    def words(self, row: int, top: float) -> list[Words]:
        """A row's label, where the row begins at `top`."""
        return [Words(0, top + at * LINE_HEIGHT + TEXT_SIZE, text) for at, text in enumerate(self.lines[row])]

    def middle(self, row: int, top: float) -> float:
        """At which height the row's figure stands."""
        high = len(self.lines[row]) * LINE_HEIGHT
        return top + (high + LINE_HEIGHT / 2 if self.is_above else high / 2) + 1

    def height(self, row: int) -> float:
        """How much a row takes."""
        return (len(self.lines[row]) + self.is_above) * LINE_HEIGHT + GAP


def labels_for(width: float, texts: Sequence[str]) -> Labels:
    """The labels of a plot of this width."""
    if width <= NARROW_WIDTH:
        return Labels([wrapped(text, width) for text in texts], 2.0, is_above=True)
    lines = [wrapped(text, width * _LABEL_SHARE) for text in texts]
    return Labels(lines, max((width_of(one) for each in lines for one in each), default=0) + 2 * GAP, is_above=False)
