"""How often a signal matched, as far as the acting organisation sees. Steps up the road know, this one does not."""

from collections.abc import Callable
from uuid import UUID

CountMatches = Callable[[UUID], int]

_counters: dict[str, CountMatches] = {}


def counts_matches(counter: CountMatches) -> CountMatches:
    """Register a counter."""
    _counters[f"{counter.__module__}.{counter.__qualname__}"] = counter
    return counter


def match_count(signal_id: UUID) -> int:
    """How often a signal matched in all that is counted. Runs inside the caller's transaction."""
    return sum(counter(signal_id) for counter in _counters.values())
