"""Figures that this hub itself has measured, offered as evidence. Apps up the road register what they know; this one
imports none of them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.knowledge.capability.judgements import Evidence

FigureQuery = Callable[[Actor], list[Evidence]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """Who knows figures for a capability, and who may read them."""

    capability: str
    permission: Permission
    query: FigureQuery


_offered: dict[str, Offered] = {}


def offer_figures(name: str, capability: str, permission: Permission, query: FigureQuery) -> None:
    """Offer figures for a capability, under a name of their own. Call it from `AppConfig.ready`."""
    _offered[name] = Offered(capability=capability, permission=permission, query=query)


def figures_for(actor: Actor, capability: str) -> list[Evidence]:
    """What the hub knows now of this capability, as far as the actor may read it."""
    wanted = [one for _name, one in sorted(_offered.items()) if one.capability == capability]
    return [figure for one in wanted if may(actor, one.permission) for figure in one.query(actor)]
