"""What the worker does on every round besides owed work: clocks, notices, feedback that falls due, alerts that climb.

An app registers a function; the worker calls it as each organisation's program, soon after anything happened to that
organisation and otherwise every half minute. It does what is due in transactions of its own and gives how many things
it did.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from causeway.hub.base.acting.actors import Actor

Hook = Callable[[Actor, datetime], int]


@dataclass(frozen=True, slots=True)
class NamedHook:
    """A hook and the name under which it is reported."""

    name: str
    run: Hook


_hooks: dict[str, NamedHook] = {}


def on_tick(name: str) -> Callable[[Hook], Hook]:
    """Register `(actor, now) -> int` under a name of its own."""

    def register(hook: Hook) -> Hook:
        _hooks[name] = NamedHook(name, hook)
        return hook

    return register


def hooks() -> Iterator[NamedHook]:
    """All that are registered, by name."""
    return iter(sorted(_hooks.values(), key=lambda hook: hook.name))
