"""Some of what arrived, for figures that would take too long of all: of every sender, so that none who sends very many
leaves the others out.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from itertools import count
from math import sqrt
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Value, Window
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


def shares_drawn_from(told: Mapping[UUID, int], *, most: int) -> dict[UUID, float]:
    """Which share of each sender's rows, the first by chance, holds all that `of_every_sender` can draw, where each
    told so many.
    """
    if sum(told.values()) <= most:
        return dict.fromkeys(told, 1.0)
    tenth = max(1, most // SHARE)
    # So many of each sender are taken at most.
    each = next(turns * tenth for turns in count(1) if sum(min(n, turns * tenth) for n in told.values()) >= most)
    of_all = _share_of_all(told, most=_with_margin(most), each=each) if each == tenth else 1.0
    return {sender: min(of_all, _with_margin(each) / n) for sender, n in told.items()}


def _share_of_all(told: Mapping[UUID, int], *, most: float, each: int) -> float:
    """The share of every sender's rows, at most `each` of one, that makes so many together."""
    low, high = 0.0, 1.0
    for _halving in range(40):
        share = (low + high) / 2
        low, high = (low, share) if sum(min(n * share, each) for n in told.values()) >= most else (share, high)
    return high


def _with_margin(rows: int) -> float:
    """So many rows are to be expected that fewer than `rows` come by chance less than once in a million times."""
    return rows + 8 * sqrt(rows) + 32


def of_shares(rows: QuerySet[QueueItem], shares: Mapping[UUID, float]) -> QuerySet[QueueItem]:
    """Of these rows the first share of each sender's by chance: those whose random key lies below it."""
    alike: dict[float, list[UUID]] = defaultdict(list)
    for sender, share in shares.items():
        alike[min(1.0, share)].append(sender)
    few = Q(pk__in=[])
    for share, senders in alike.items():
        of_these = Q(sender_id__in=senders)
        few |= of_these if share == 1 else of_these & Q(id__lt=UUID(int=int(share * 2**128)))
    return rows.filter(few)


def arrivals_drawn(since: datetime, *, most: int) -> tuple[list[Arrival], int]:
    """What arrived at the acting organisation since a moment, drawn by chance where that is more than `most`, and how
    much it is in all. Runs inside the caller's transaction.
    """
    rows = QueueItem.objects.filter(arrived_at__gte=since)
    told = dict(rows.order_by().values_list("sender_id").annotate(n=Count("id")))
    few = of_shares(rows, shares_drawn_from(told, most=most))
    return _arrivals(of_every_sender(few, *_BY_CHANCE, most=most)), sum(told.values())


def told_by_sender(since: datetime, until: datetime, senders: Collection[UUID] | None = None) -> dict[UUID, int]:
    """How many referrals that reached the acting organisation each sender, or each of these, told in a time; the one
    with most first. Runs inside the caller's transaction.
    """
    rows = _told(since, until) if senders is None else _told(since, until).filter(sender_id__in=list(senders))
    counted = rows.order_by().values_list("sender_id").annotate(n=Count("id"))
    return dict(counted.order_by("-n", "sender_id"))


def arrivals_of_each(since: datetime, until: datetime, told: Mapping[UUID, int], *, most: int) -> list[Arrival]:
    """What each of these senders told in a time, drawn by chance from the whole of it where one told more than `most`;
    how much each told is known (`told_by_sender`). Runs inside the caller's transaction.
    """
    few = of_shares(_told(since, until), {sender: _with_margin(most) / n for sender, n in told.items()})
    turn = Window(RowNumber(), partition_by="sender_id", order_by=list(_BY_CHANCE))
    return _arrivals(few.annotate(turn=turn).filter(turn__lte=most))


def _told(since: datetime, until: datetime) -> QuerySet[QueueItem]:
    return QueueItem.objects.filter(received_at__gte=since, received_at__lt=until)


def _arrivals(rows: QuerySet[QueueItem]) -> list[Arrival]:
    return [Arrival(*row) for row in rows.values_list("referral_id", "sender_id", "received_at")]
