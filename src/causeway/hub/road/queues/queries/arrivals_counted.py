"""The queue counted: what came in a time, and how long what is still there has waited."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
from django.db.models import Count, Min, QuerySet
from django.db.models.functions import TruncDate
from numpy.typing import NDArray

from causeway.hub.base.rows.columns import code, key, moment, read_columns
from causeway.hub.road.queues.models import QueueItem
from causeway.vocabulary.findings import BAND_ORDER
from causeway.vocabulary.referral import Concern


class WaitingLines(NamedTuple):
    """The open lines of one band that nobody has taken on."""

    band: str
    lines: int
    oldest_at: datetime


def arrived_between(
    own_id: UUID, since: datetime, until: datetime, *, leaving_out: Collection[str] = ()
) -> NDArray[np.void]:
    """Every referral that came to the acting organisation in a time, bundled ones too: its `head` is the first telling
    of the same event, if that is another. Columns that a page does without can be left out; each takes its time. Runs
    inside the caller's transaction.
    """
    columns = {
        "referral": key("referral_id"),
        "head": key("duplicate_of_id"),
        "sender": key("sender_id"),
        "case_id": key("case_id"),
        "concern": code("concern", tuple(Concern)),
        "band": code("band", BAND_ORDER),
        "received_at": moment("received_at"),
        "arrived_at": moment("arrived_at"),
        "closed_at": moment("closed_at"),
    }
    wanted = {name: column for name, column in columns.items() if name not in leaving_out}
    return read_columns(_arrived(own_id, since, until), **wanted)


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
