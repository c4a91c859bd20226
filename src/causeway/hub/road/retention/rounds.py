"""The erasure run on the worker's round: every hour it looks for what ends, tells of it, and erases what is over."""

from datetime import datetime

from causeway.hub.base.acting.actors import Actor
from causeway.hub.road.queues.working.ticking import SELDOM, on_tick
from causeway.hub.road.retention.commands.run import erase_what_ended, forget_searches, warn_of_endings


@on_tick("what comes to the end of its time", every=SELDOM)
def end_retention(actor: Actor, now: datetime) -> int:
    """Tell of what will end, and erase what has."""
    return warn_of_endings(actor, now) + len(erase_what_ended(actor, now)) + forget_searches(actor, now)
