"""What the worker does on every round besides owed work: clocks, notices, feedback that falls due, alerts that climb.

An app registers a function; the worker calls it as each organisation's program, soon after anything happened to that
organisation and otherwise every half minute. It does what is due in transactions of its own and gives how many things
it did. What waits for others, such as a mail server, is registered as `apart` and runs beside the rounds, so that it
holds up nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from causeway.hub.base.acting.actors import Actor

Hook = Callable[[Actor, datetime], int]


@dataclass(frozen=True, slots=True)
class NamedHook:
    """A hook, the name under which it is reported, and whether it runs beside the rounds."""

    name: str
    run: Hook
    is_apart: bool


_hooks: dict[str, NamedHook] = {}


def on_tick(name: str, *, apart: bool = False) -> Callable[[Hook], Hook]:
    """Register `(actor, now) -> int` under a name of its own."""

    def register(hook: Hook) -> Hook:
        _hooks[name] = NamedHook(name, hook, apart)
        return hook

    return register


def hooks(*, apart: bool | None = None) -> Iterator[NamedHook]:
    """All that are registered, or only those of one sort, by name."""
    found = sorted(_hooks.values(), key=lambda hook: hook.name)
    return iter([hook for hook in found if apart is None or hook.is_apart is apart])
