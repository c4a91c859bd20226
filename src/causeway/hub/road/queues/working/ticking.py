"""What the worker does on every round besides owed work: clocks, notices, feedback that falls due, alerts that climb.

An app registers a function; the worker calls it as each organisation's program. What may not wait says what rows it
would find to do: all of them are looked for in one query, soon after anything happened to the organisation and
otherwise every half minute, and the function is called where there are any. What counts in days is called every hour.
Each does what is due in transactions of its own and gives how many things it did. What waits for others, such as a mail
server, is registered as `apart` and runs beside the rounds, so that it holds up nothing. Owed work of others than desks
is registered `for_hands`: the worker has it done where it has the desks' done.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet, Value

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as

Hook = Callable[[Actor, datetime], int]
Owed = Callable[[Actor, datetime], QuerySet[Any]]
"""The rows because of which a hook would do something. Called inside a transaction of the actor."""

OFTEN = timedelta(seconds=30)
"""How often clocks and the like are looked at for an organisation to which nothing happened."""
SELDOM = timedelta(hours=1)
"""How often what counts in days is looked at."""


@dataclass(frozen=True, slots=True)
class NamedHook:
    """A hook, the name under which it is reported, and whether it runs beside the rounds. One that does not say what is
    `owed` is called at each of its turns; one `for_hands` never: that something is owed is all that it says.
    """

    name: str
    run: Hook
    is_apart: bool = False
    every: timedelta = OFTEN
    owed: Owed | None = None
    is_for_hands: bool = False


_hooks: dict[str, NamedHook] = {}


def on_tick(
    name: str, *, every: timedelta = OFTEN, owed: Owed | None = None, apart: bool = False
) -> Callable[[Hook], Hook]:
    """Register `(actor, now) -> int` under a name of its own."""

    def register(hook: Hook) -> Hook:
        _hooks[name] = NamedHook(name, hook, apart, every, owed)
        return hook

    return register


def leave_to_hands(name: str, owed: Owed) -> None:
    """Register owed work that hands do (see `labour`) for an organisation in which this finds some."""
    _hooks[name] = NamedHook(name, _nothing_to_do, owed=owed, is_for_hands=True)


def _nothing_to_do(actor: Actor, now: datetime) -> int:
    return 0


def hooks(*, apart: bool | None = None) -> list[NamedHook]:
    """All that are registered, or only those of one sort, by name."""
    found = sorted(_hooks.values(), key=lambda hook: hook.name)
    return [hook for hook in found if apart is None or hook.is_apart is apart]


def with_something_owed(actor: Actor, among: Collection[NamedHook], now: datetime) -> list[NamedHook]:
    """Those of the hooks that have something to do for the actor's organisation: one query for all of them."""
    asked = {hook.name: hook.owed for hook in among if hook.owed}
    if not asked:
        return list(among)
    with acting_as(actor):
        first, *others = [
            owed(actor, now).order_by().annotate(of_hook=Value(name)).values_list("of_hook")[:1]
            for name, owed in asked.items()
        ]
        owing = {name for (name,) in first.union(*others, all=True)}
    return [hook for hook in among if hook.name in owing or hook.owed is None]
