"""Warning before a clock runs out, and climbing after; run by the worker for one organisation after another."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.clocks.keeping import ClockFact, ClockKind
from causeway.hub.base.clocks.marking import mark, unmarked_clocks

Tell = Callable[[ClockFact], None]
"""Tells whoever must know. Called in the transaction that marks the clock, so that both happen or neither."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRun:
    """What one run did: the clocks that warned, and those that ran out and climbed to a supervisor."""

    warned: tuple[ClockFact, ...]
    escalated: tuple[ClockFact, ...]


def _nobody(clock: ClockFact) -> None:
    del clock


@command(Permission.KEEP_CLOCKS)
def run_clocks(
    actor: Actor,
    now: datetime,
    *,
    kinds: Collection[ClockKind] = tuple(ClockKind),
    warn: Tell = _nobody,
    escalate: Tell = _nobody,
) -> ClockRun:
    """Mark and tell every clock of these kinds, of the actor's organisation, that has begun to warn or has run out;
    each once.

    A clock that ran out before anyone was warned climbs at once, without a warning that comes too late.
    """
    del actor
    warned, escalated = [], []
    for clock in unmarked_clocks(now, kinds):
        if now > clock.escalates_at:
            if mark(clock.id, escalated_at=now):
                mark(clock.id, warned_at=now)
                escalate(clock)
                escalated.append(clock)
        elif mark(clock.id, warned_at=now):
            warn(clock)
            warned.append(clock)
    return ClockRun(warned=tuple(warned), escalated=tuple(escalated))
