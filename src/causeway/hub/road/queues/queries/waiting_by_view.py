"""How much waits in the queue, view by view: each counted by an index of its own, and no further than is shown."""

from enum import StrEnum
from typing import assert_never

from django.db.models import Q
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.theme.counted import MOST_COUNTED
from causeway.hub.road.queues.models import QueueItem


class Waiting(StrEnum):
    """A view of the open lines."""

    ALL = "all"
    LATE = "late"
    WITHOUT_ROUTE = "without_route"
    OFFERED = "offered"
    UNTAKEN = "untaken"
    MINE = "mine"
    WITH_NEWS = "with_news"


@query(Permission.READ_QUEUE)
def how_many_wait(actor: Actor, *views: Waiting) -> dict[Waiting, int]:
    """How many open lines of the actor's organisation each of these views holds, at most one more than `MOST_COUNTED`;
    a query for each.
    """
    lines = QueueItem.objects.filter(is_line=True, closed_at=None)
    return {view: lines.filter(_which(actor, view))[: MOST_COUNTED + 1].count() for view in views}


def _which(actor: Actor, view: Waiting) -> Q:
    match view:
        case Waiting.ALL:
            return Q()
        case Waiting.LATE:
            return Q(due_at__lt=timezone.now(), is_paused=False)
        case Waiting.WITHOUT_ROUTE:
            return Q(needs_route=True)
        case Waiting.OFFERED:
            return Q(offered_by_id__isnull=False)
        case Waiting.UNTAKEN:
            return Q(taken_by_id=None, case_id=None)
        case Waiting.MINE:
            return Q(taken_by_id=actor.member_id, taken_by_id__isnull=False)
        case Waiting.WITH_NEWS:
            return Q(news_at__isnull=False)
        case _:
            assert_never(view)
