"""That a person is told who works on a referral before they ask a service or tell a body about it."""

from uuid import UUID

from causeway.hub.base.acting.pages import MemberRequest
from causeway.hub.road.cases.queries.working import others_at_work
from causeway.hub.road.queues.views.holding import Holding


def at_work(request: MemberRequest, referral_id: UUID) -> Holding:
    """Which colleagues work on this referral, or lead the case it is in."""
    return Holding(others_at_work(request.actor, referral_id))
