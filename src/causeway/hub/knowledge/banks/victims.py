"""Whether a value is known as a child's: a signal must never name one. Steps up the road know, this one does not."""

from collections.abc import Callable

from causeway.vocabulary.signals import SignalKind

NamesVictim = Callable[[SignalKind, str], bool]
"""Whether a normalised value belongs to somebody who is a victim in what the acting organisation was told."""

_checks: dict[str, NamesVictim] = {}


def knows_victims(check: NamesVictim) -> NamesVictim:
    """Register a check."""
    _checks[f"{check.__module__}.{check.__qualname__}"] = check
    return check


def names_a_victim(kind: SignalKind, value: str) -> bool:
    """Whether any step knows this value as a victim's. Runs inside the caller's transaction."""
    return any(check(kind, value) for check in _checks.values())
