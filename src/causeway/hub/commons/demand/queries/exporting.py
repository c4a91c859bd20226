"""Figures that somebody takes away: the ledger knows which."""

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.looking import enter_export


@query(Permission.READ_DEMAND)
def enter_demand_export(actor: Actor, page: str, narrowed_to: dict[str, str]) -> None:
    """Enter that the figures of a page were taken away."""
    del actor
    enter_export("demand", {"page": page, **narrowed_to})
