"""The organisation's own members, as people who can be asked."""

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries import addresses


@query(Permission.MANAGE_SURVEYS)
def member_addresses(actor: Actor) -> list[str]:
    """Where every active member is reached."""
    return addresses.member_addresses()
