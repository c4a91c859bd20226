"""The queue counted: what came in a time, and how long what is still there has waited."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Min, QuerySet
from django.db.models.functions import TruncDate

from causeway.hub.base.walls.moments import Seconds
from causeway.hub.road.queues.models import QueueItem


class ArrivedLine(NamedTuple):
    """One referral that came to the acting organisation. `head_id` is the first telling of the same event. Moments are
    seconds since 1970.
    """

    referral_id: UUID
    head_id: UUID
    sender_id: UUID
    sender_name: str
    concern: str
    band: str
    received_at: float
    arrived_at: float
    case_id: UUID | None
    closed_at: float | None


class WaitingLines(NamedTuple):
    """The open lines of one band that nobody has taken on."""

    band: str
    lines: int
    oldest_at: datetime


def arrived_between(own_id: UUID, since: datetime, until: datetime) -> list[ArrivedLine]:
    """Every referral that came to the acting organisation in a time, bundled ones too, oldest first. Runs inside the
    caller's transaction.
    """
    rows = _arrived(own_id, since, until).order_by("arrived_at", "id")
    fields = ("referral_id", "duplicate_of_id", "sender_id", "sender_name", "concern", "band")
    found = rows.values_list(*fields, Seconds("received_at"), Seconds("arrived_at"), "case_id", Seconds("closed_at"))
    return [ArrivedLine(row[0], row[1] or row[0], *row[2:]) for row in found]


def waiting_now(own_id: UUID) -> list[WaitingLines]:
    """What waits now for somebody to take it on, by band. Runs inside the caller's transaction."""
    rows = QueueItem.objects.filter(
        organisation_id=own_id, is_line=True, closed_at=None, taken_by_id=None, case_id=None
    )
    return [WaitingLines(*row) for row in rows.values_list("band").annotate(Count("id"), Min("arrived_at"))]


def events_by_day(own_id: UUID, since: datetime, until: datetime, zone: str) -> dict[date, int]:
    """How many different events came to the acting organisation on each day of a time, on the wall clock of a zone.
    Runs inside the caller's transaction.
    """
    rows = _arrived(own_id, since, until).filter(duplicate_of_id=None)
    days = rows.annotate(day=TruncDate("arrived_at", tzinfo=ZoneInfo(zone)))
    return dict(days.values_list("day").annotate(Count("id")))


def _arrived(own_id: UUID, since: datetime, until: datetime) -> QuerySet[QueueItem]:
    return QueueItem.objects.filter(organisation_id=own_id, arrived_at__gte=since, arrived_at__lt=until)
