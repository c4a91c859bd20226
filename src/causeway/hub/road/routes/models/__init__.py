"""Tables of routes: decisions, corrections, hand-overs and the central desks of other countries."""

from causeway.hub.road.routes.models.central_desks import CentralDesk, OutsideHandOver
from causeway.hub.road.routes.models.decisions import HandOver, RouteCorrection, RouteDecision

__all__ = ["CentralDesk", "HandOver", "OutsideHandOver", "RouteCorrection", "RouteDecision"]
