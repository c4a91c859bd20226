"""When the work on referrals ended here, from which on they need not be kept."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from causeway.hub.road.queues.models import QueueItem


def ended_at(referral_ids: Collection[UUID]) -> dict[UUID, datetime | None]:
    """Of those that came to the acting organisation's queue: when work ended, None where it has not. A later telling
    without a line of its own ends with the first one that it is bundled with. Runs inside the caller's transaction.
    """
    items = {item.referral_id: item for item in QueueItem.objects.filter(referral_id__in=list(referral_ids))}
    heads = {item.duplicate_of_id for item in items.values() if item.duplicate_of_id}
    closed = dict(QueueItem.objects.filter(referral_id__in=heads).values_list("referral_id", "closed_at"))
    return {number: _ended(item, closed) for number, item in items.items()}


def _ended(item: QueueItem, closed: dict[UUID, datetime | None]) -> datetime | None:
    if item.closed_at is not None or item.duplicate_of_id is None or item.is_line:
        return item.closed_at
    return closed.get(item.duplicate_of_id, item.arrived_at)
