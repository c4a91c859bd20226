"""How much waits in the queue, view by view: each counted by an index of its own, and no further than is shown."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.theme.counted import MOST_COUNTED
from causeway.hub.road.queues.models import QueueItem


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueCounts:
    """How many open lines there are, each at most one more than `MOST_COUNTED`."""

    open: int
    late: int
    needs_route: int
    offered: int
    untaken: int
    taken_by_me: int
    with_news: int


@query(Permission.READ_QUEUE)
def queue_counts(actor: Actor) -> QueueCounts:
    """What waits for the actor's organisation, in a query for each count."""
    views = {
        "open": Q(),
        "late": Q(due_at__lt=timezone.now(), is_paused=False),
        "needs_route": Q(needs_route=True),
        "offered": Q(offered_by_id__isnull=False),
        "untaken": Q(taken_by_id=None, case_id=None),
        "taken_by_me": Q(taken_by_id=actor.member_id, taken_by_id__isnull=False),
        "with_news": Q(news_at__isnull=False),
    }
    lines = QueueItem.objects.filter(is_line=True, closed_at=None)
    return QueueCounts(**{name: lines.filter(which)[: MOST_COUNTED + 1].count() for name, which in views.items()})
