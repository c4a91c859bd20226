"""A central desk was registered: what has waited for its country is sent there, by a person and one by one."""

from collections.abc import Sequence
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.road.queues.models import QueueItem
from causeway.hub.road.referrals.locking import lock_referrals
from causeway.hub.road.routes.commands.change_route import change_route
from causeway.hub.road.routes.queries.central_desks import CentralDeskView, central_desk
from causeway.hub.road.routes.queries.decisions import RouteView, routes_among


@command(Permission.CHANGE_ROUTE)
def send_waiting(actor: Actor, central_desk_id: UUID, referral_ids: Sequence[UUID], reason: str) -> int:
    """Send those of these referrals that still need a route and point to one of the desk's countries, and give how many
    they were: all or none. What was decided counts, not the line: it may not have been made anew yet.

    Raises:
        NotFound: the register has no such central desk.
        Invalid: no reason is given, or it is too long.
        NotAgreed: no agreement lets referrals pass to it.
    """
    desk = central_desk(actor, central_desk_id)
    rows = QueueItem.objects.filter(
        referral_id__in=list(referral_ids), needs_route=True, closed_at=None, route_country__in=desk.countries
    )
    lines = set(rows.values_list("referral_id", flat=True))
    lock_referrals(lines)
    standing = {referral_id: routes[0] for referral_id, routes in routes_among(lines).items()}
    waiting = sorted(one for one, route in standing.items() if _waits(route, desk))
    for referral_id in waiting:
        change_route(actor, referral_id, desk.id, reason)
    return len(waiting)


def _waits(standing: RouteView, desk: CentralDeskView) -> bool:
    is_sent = standing.receiver_id is not None or standing.central_desk_id is not None
    return not is_sent and standing.country in desk.countries
