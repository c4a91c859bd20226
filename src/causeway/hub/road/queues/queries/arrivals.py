"""How much arrives at an organisation's queue, by band: for figures, not for pages of referrals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Avg, Count, Min, Q

from causeway.hub.road.queues.models import QueueItem
from causeway.vocabulary.findings import BAND_ORDER, Band


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """What arrived since a moment: all, and of these the duplicates that were bundled. `first_at` is the oldest."""

    by_band: Mapping[Band, int]
    duplicates: int
    first_at: datetime | None

    @property
    def total(self) -> int:
        """All bands together."""
        return sum(self.by_band.values())


def arrivals_since(since: datetime) -> Arrivals:
    """What has arrived at the acting organisation, in two queries. Runs inside the caller's transaction."""
    rows = QueueItem.objects.filter(arrived_at__gte=since)
    counted = dict(rows.values_list("band").annotate(n=Count("id")))
    whole = rows.aggregate(duplicates=Count("id", filter=Q(duplicate_of_id__isnull=False)), first=Min("arrived_at"))
    return Arrivals(
        by_band={band: counted.get(band.value, 0) for band in BAND_ORDER},
        duplicates=whole["duplicates"],
        first_at=whole["first"],
    )


class Arrival(NamedTuple):
    """One referral that arrived, and by whom it was sent."""

    referral_id: UUID
    sender_id: UUID
    received_at: datetime


class SenderVolume(NamedTuple):
    """How much one sender sent: before and since a day began, of how much completeness is known, and its mean."""

    sender_id: UUID
    before: int
    last_day: int
    assessed: int
    completeness: float | None


def volumes_since(since: datetime, day_began: datetime) -> list[SenderVolume]:
    """Each sender of what arrived at the acting organisation since a moment, most first, in one query. Runs inside the
    caller's transaction.
    """
    rows = QueueItem.objects.filter(arrived_at__gte=since).order_by().values_list("sender_id")
    counted = rows.annotate(
        before=Count("id", filter=Q(arrived_at__lt=day_began)),
        last_day=Count("id", filter=Q(arrived_at__gte=day_began)),
        assessed=Count("completeness"),
        mean=Avg("completeness"),
    )
    return sorted((SenderVolume(*row) for row in counted), key=lambda row: -(row.before + row.last_day))
