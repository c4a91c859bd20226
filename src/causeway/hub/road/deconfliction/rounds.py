"""What the worker does for interests at its turns."""

from datetime import datetime

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.road.deconfliction.commands.keep import (
    end_interests,
    erase_tokens,
    follow_agreements,
    interests_past_their_end,
    tokens_past_their_end,
    warn_of_end,
)
from causeway.hub.road.queues.working.ticking import SELDOM, on_tick


@on_tick("interests that are over", owed=interests_past_their_end)
def let_interests_end(actor: Actor, now: datetime) -> int:
    """See to interests whose time is over."""
    return end_interests(actor, now) if may(actor, Permission.KEEP_INTERESTS) else 0


@on_tick("tokens that may be told to nobody", owed=tokens_past_their_end)
def let_tokens_go(actor: Actor, now: datetime) -> int:
    """Erase them."""
    return erase_tokens(actor, now) if may(actor, Permission.KEEP_INTERESTS) else 0


@on_tick("interests that end soon, and agreements that they follow", every=SELDOM)
def look_after_interests(actor: Actor, now: datetime) -> int:
    """Warn of an end, and follow agreements that have run out by themselves."""
    if not may(actor, Permission.KEEP_INTERESTS):
        return 0
    return warn_of_end(actor, now) + follow_agreements(actor)
