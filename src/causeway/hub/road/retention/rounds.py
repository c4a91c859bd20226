"""The erasure run beside the worker's rounds: every hour it tells of all that ends, and erases what is over."""

from datetime import datetime

from causeway.hub.base.acting.actors import Actor
from causeway.hub.road.queues.working.ticking import SELDOM, on_tick
from causeway.hub.road.retention.commands.run import erase_what_ended, forget_searches, ripe
from causeway.hub.road.retention.commands.tell import warn_of_endings


@on_tick("what comes to the end of its time", every=SELDOM, apart=True)
def tell_of_endings(actor: Actor, now: datetime) -> int:
    """Tell of what will end, and erase old searches. It has looked at everything, so that it is never asked again at
    once, however much it found.
    """
    warn_of_endings(actor, now)
    forget_searches(actor, now)
    return 0


@on_tick("what is at the end of its time", every=SELDOM, owed=ripe, apart=True)
def erase(actor: Actor, now: datetime) -> int:
    """Erase what is over: some at once, and again until nothing is left."""
    return len(erase_what_ended(actor, now))
