"""In which words, and to whom besides, an organisation hears that a clock is near its end. Steps above register theirs;
every other clock is told of in the usual words.
"""

from collections.abc import Callable
from dataclasses import dataclass

from causeway.hub.base.clocks.keeping import ClockFact, ClockKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockTold:
    """A mail about one clock, and the addresses to which it goes besides the usual ones. It names nothing of a case."""

    subject: str
    body: str
    addresses: tuple[str, ...] = ()


Telling = Callable[[ClockFact, bool], ClockTold]
"""What is told of a clock; the second is whether it climbs. Called inside the transaction that marks it."""

_tellings: dict[ClockKind, Telling] = {}


def register_telling(kind: ClockKind, telling: Telling) -> None:
    """Tell of clocks of a kind in other words. Call it from `AppConfig.ready`."""
    _tellings[kind] = telling


def telling_of(kind: ClockKind) -> Telling | None:
    """What is registered for a kind."""
    return _tellings.get(kind)
