"""Some of what arrived, for figures that would take too long of all: of every sender, so that none who sends very many
leaves the others out.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, QuerySet, Value, Window
from django.db.models.functions import RowNumber

from causeway.hub.road.queues.models import QueueItem
from causeway.hub.road.queues.queries.arrivals import Arrival

SHARE = 10
"""No sender has more than a tenth while others' are left out: ten who send much are seen side by side (our choice)."""
_BY_CHANCE = ("id",)
"""Keys are random: their order is one by chance, and the same each time."""


def of_every_sender(rows: QuerySet[QueueItem], *order: str, most: int) -> QuerySet[QueueItem]:
    """The first `most` of these rows in an order; those of a sender beyond a tenth of that stand behind all senders'
    first tenths, those beyond two tenths behind these, and so on.
    """
    turn = Window(RowNumber(), partition_by="sender_id", order_by=list(order))
    tenth = (F("turn") - Value(1)) / Value(max(1, most // SHARE))
    return rows.annotate(turn=turn).annotate(tenth=tenth).order_by("tenth", *order)[:most]


def arrivals_drawn(since: datetime, *, most: int) -> tuple[list[Arrival], int]:
    """What arrived at the acting organisation since a moment, drawn by chance where that is more than `most`, and how
    much it is in all. Runs inside the caller's transaction.
    """
    rows = QueueItem.objects.filter(arrived_at__gte=since)
    drawn = of_every_sender(rows, *_BY_CHANCE, most=most)
    return _arrivals(drawn), rows.count()


def told_by_sender(since: datetime, until: datetime, senders: Collection[UUID] | None = None) -> dict[UUID, int]:
    """How many referrals that reached the acting organisation each sender, or each of these, told in a time; the one
    with most first. Runs inside the caller's transaction.
    """
    rows = _told(since, until) if senders is None else _told(since, until).filter(sender_id__in=list(senders))
    counted = rows.order_by().values_list("sender_id").annotate(n=Count("id"))
    return dict(counted.order_by("-n", "sender_id"))


def arrivals_of_each(since: datetime, until: datetime, senders: Collection[UUID], *, most: int) -> list[Arrival]:
    """What each of these senders told in a time, drawn by chance from the whole of it where one told more than `most`.
    Runs inside the caller's transaction.
    """
    turn = Window(RowNumber(), partition_by="sender_id", order_by=list(_BY_CHANCE))
    return _arrivals(_told(since, until).filter(sender_id__in=list(senders)).annotate(turn=turn).filter(turn__lte=most))


def _told(since: datetime, until: datetime) -> QuerySet[QueueItem]:
    return QueueItem.objects.filter(received_at__gte=since, received_at__lt=until)


def _arrivals(rows: QuerySet[QueueItem]) -> list[Arrival]:
    return [Arrival(*row) for row in rows.values_list("referral_id", "sender_id", "received_at")]
