"""Which values are known as a child's: a signal must never name one. Steps up the road know, this one does not."""

from collections.abc import Callable, Collection

from causeway.vocabulary.signals import SignalKind

Value = tuple[SignalKind, str]
"""A kind, and a value of it in its one spelling."""
FindsVictims = Callable[[Collection[Value]], set[Value]]
"""Which of these belong to somebody who is a victim in what the acting organisation was told."""

_checks: dict[str, FindsVictims] = {}


def knows_victims(check: FindsVictims) -> FindsVictims:
    """Register a check."""
    _checks[f"{check.__module__}.{check.__qualname__}"] = check
    return check


def victims_among(values: Collection[Value]) -> set[Value]:
    """Those that any step knows as a victim's. Runs inside the caller's transaction."""
    found: set[Value] = set()
    return found.union(*(check(values) for check in _checks.values())) if values else found
