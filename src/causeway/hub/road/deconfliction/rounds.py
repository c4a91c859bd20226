"""What the worker does for interests at its turns."""

from datetime import datetime

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.road.deconfliction.commands.keep import (
    end_interests,
    follow_agreements,
    tokens_past_their_end,
    warn_of_end,
)
from causeway.hub.road.queues.ticking import SELDOM, on_tick


@on_tick("interests that are over", owed=tokens_past_their_end)
def let_interests_end(actor: Actor, now: datetime) -> int:
    """Erase tokens that may be told to nobody any more."""
    return end_interests(actor, now) if may(actor, Permission.KEEP_INTERESTS) else 0


@on_tick("interests that end soon, and agreements that they follow", every=SELDOM)
def look_after_interests(actor: Actor, now: datetime) -> int:
    """Warn of an end, and follow agreements that have run out by themselves."""
    if not may(actor, Permission.KEEP_INTERESTS):
        return 0
    return warn_of_end(actor, now) + follow_agreements(actor)
