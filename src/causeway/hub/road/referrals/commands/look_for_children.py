"""Looking through all that is listed for what names a child, once an hour: whatever led nobody to it before."""

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.road.referrals.children import doubt_in_banks


@command(Permission.KEEP_BANKS)
def look_for_children(actor: Actor) -> int:
    """Put before the curators what names a child in banks and referrals that the actor's organisation sees, and give
    how much.
    """
    del actor
    return doubt_in_banks()
