"""Tables of routes: decisions, corrections, hand-overs, the central desks of other countries, and named places."""

from causeway.hub.road.routes.models.central_desks import CentralDesk, OutsideHandOver
from causeway.hub.road.routes.models.decisions import HandOver, RouteCorrection, RouteDecision
from causeway.hub.road.routes.models.places import Place, PlaceTable, PlaceTerm

__all__ = [
    "CentralDesk",
    "HandOver",
    "OutsideHandOver",
    "Place",
    "PlaceTable",
    "PlaceTerm",
    "RouteCorrection",
    "RouteDecision",
]
