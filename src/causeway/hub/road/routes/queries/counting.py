"""Routes counted: what went on to whom."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from causeway.hub.base.walls.moments import Seconds
from causeway.hub.road.routes.models import RouteDecision


class SentOn(NamedTuple):
    """One referral and where the newest decision of the acting organisation sent it, and when in
    seconds since 1970.
    """

    referral_id: UUID
    receiver_id: UUID
    decided_at: float


def sent_on_between(own_id: UUID, since: datetime, until: datetime) -> list[SentOn]:
    """What the acting organisation sent on in a time, each referral once. Runs inside the caller's transaction."""
    rows = (
        RouteDecision.objects.filter(
            organisation_id=own_id,
            receiver_id__isnull=False,
            decided_at__gte=since,
            decided_at__lt=until,
        )
        .order_by("referral_id", "-decided_at", "-id")
        .distinct("referral_id")
    )
    found = rows.values_list("referral_id", "receiver_id", Seconds("decided_at"))
    return [SentOn(referral_id, receiver_id, at) for referral_id, receiver_id, at in found if receiver_id is not None]
