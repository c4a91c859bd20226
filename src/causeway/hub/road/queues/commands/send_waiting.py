"""A central desk was registered: what has waited for its country is sent there, by a person and one by one."""

from collections.abc import Sequence
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.road.queues.models import QueueItem
from causeway.hub.road.routes.commands.change_route import change_route
from causeway.hub.road.routes.queries.central_desks import central_desk


@command(Permission.CHANGE_ROUTE)
def send_waiting(actor: Actor, central_desk_id: UUID, referral_ids: Sequence[UUID], reason: str) -> int:
    """Send those of these referrals that still need a route and point to one of the desk's countries, and give how many
    they were: all or none.

    Raises:
        NotFound: the register has no such central desk.
        Invalid: no reason is given, or it is too long.
        NotAgreed: no agreement lets referrals pass to it.
    """
    desk = central_desk(actor, central_desk_id)
    rows = QueueItem.objects.filter(
        referral_id__in=list(referral_ids), needs_route=True, closed_at=None, route_country__in=desk.countries
    )
    waiting = sorted(rows.values_list("referral_id", flat=True))
    for referral_id in waiting:
        change_route(actor, referral_id, desk.organisation_id or desk.id, reason)
    return len(waiting)
