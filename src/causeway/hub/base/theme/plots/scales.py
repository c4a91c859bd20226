"""From values to places, and round numbers along an axis."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

from causeway.hub.base.theme.numbers import short_decimal

Shown = Callable[[float], str]
"""How a value is written for the reader."""

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def number(value: float) -> str:
    """A number with no more decimals than it needs, two at most."""
    return short_decimal(value, 2)


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis and what is written there."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from `low` to `high` laid out between two places; `start` may lie beyond `end`, as heights do."""

    low: float
    high: float
    start: float
    end: float

    def place(self, value: float) -> float:
        """Where the value stands. Values beyond the scale stand at its edge."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def reverse(self, place: float) -> float:
        """The value at a place."""
        return self.low + (place - self.start) / (self.end - self.start) * (self.high - self.low)


def round_ticks(low: float, high: float, wanted: int = 5) -> list[float]:
    """Round numbers from at or below `low` to at or above `high`, about `wanted` steps apart."""
    if not (isfinite(low) and isfinite(high)):
        raise ValueError("an axis needs finite ends")
    if high <= low:
        high = low + (abs(low) or 1.0)
    rough = (high - low) / wanted
    power = 10.0 ** floor(log10(rough))
    step = next(size * power for size in _STEPS if size * power >= rough * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(step * place, 12) for place in range(first, last + 1)]


def span(values: Iterable[float | None], *, from_zero: bool = True) -> tuple[float, float]:
    """The least and the greatest that is known; from zero unless some are below it. (0, 1) where nothing is known."""
    known = [value for value in values if value is not None and isfinite(value)]
    if not known:
        return 0.0, 1.0
    low = min(known)
    return (min(low, 0.0) if from_zero else low), max(known)
