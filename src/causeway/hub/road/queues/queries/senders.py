"""Whose referrals wait in a queue."""

from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.road.queues.models import QueueItem


@query(Permission.READ_QUEUE)
def senders_waiting(actor: Actor) -> list[tuple[UUID, str]]:
    """The senders of what waits for the actor's organisation, by name."""
    rows = QueueItem.objects.filter(closed_at=None).values_list("sender_id", "sender_name").distinct()
    return sorted(rows, key=lambda row: row[1].casefold())
