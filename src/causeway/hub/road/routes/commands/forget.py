"""Forgetting where a referral was sent. The corrections that were kept as tests of the rules name nobody, and stay."""

from uuid import UUID

from causeway.hub.road.routes.models import HandOver, OutsideHandOver, RouteDecision


def forget_routes(referral_id: UUID) -> int:
    """Delete every decision and hand-over; for the last that may see it. Runs inside the caller's transaction."""
    tables = (HandOver, OutsideHandOver, RouteDecision)
    return sum(model.objects.filter(referral_id=referral_id).delete()[0] for model in tables)
