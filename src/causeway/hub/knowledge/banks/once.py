"""Requests of programs that may come twice: under one key the first answer is given again. Keys are kept at the doors,
up the road; this step does not know how.
"""

from collections.abc import Callable
from typing import Any

from causeway.hub.base.acting.actors import Actor

RunsOnce = Callable[[Actor, str, str, Callable[[], Any]], Any]
"""Given the key, the SHA-256 (hex) of all that is asked with it, and what to do: its answer as JSON data, or that of
the first time. All in one transaction.
"""

_runners: list[RunsOnce] = []


def runs_once(runner: RunsOnce) -> RunsOnce:
    """Register the one that keeps keys."""
    _runners[:] = [runner]
    return runner


def once(actor: Actor, key: str, request_sha256: str, act: Callable[[], Any]) -> Any:
    """What `act` gives, done once for this key."""
    (runner,) = _runners
    return runner(actor, key, request_sha256, act)
