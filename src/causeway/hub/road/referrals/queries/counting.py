"""Referrals and questions counted, without their words."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from numpy.typing import NDArray

from causeway.hub.base.rows.columns import code, key, moment, read_columns
from causeway.hub.base.rows.moments import Seconds
from causeway.hub.road.referrals.models import Question, Referral
from causeway.vocabulary.referral import Concern


class AskedFact(NamedTuple):
    """One question to a sender about its referral. To the sender the desk asks; that it was a force, and which, stands
    in the ledger alone.
    """

    question_id: UUID
    sender_id: UUID
    desk_id: UUID
    asked_at: float
    due_at: float
    answered_at: float | None


def sent_between(own_id: UUID, since: datetime, until: datetime) -> NDArray[np.void]:
    """Every referral that the acting organisation sent in a time. Runs inside the caller's transaction."""
    # The policy alone decides what is seen here: the manager's filter would have the planner look twice at each row.
    rows = Referral._base_manager.filter(sender_id=own_id, received_at__gte=since, received_at__lt=until)
    return read_columns(
        rows,
        referral=key("id"),
        desk=key("desk_id"),
        concern=code("concern", tuple(Concern)),
        received_at=moment("received_at"),
    )


def desks_between(since: datetime, until: datetime) -> NDArray[np.void]:
    """Through which desk each referral of a time came, of those that the acting organisation sees. Runs inside the
    caller's transaction.
    """
    rows = Referral._base_manager.filter(received_at__gte=since, received_at__lt=until)
    return read_columns(rows, referral=key("id"), desk=key("desk_id"))


def asked_between(since: datetime, until: datetime) -> list[AskedFact]:
    """Every question asked in a time about a referral that the acting organisation sees. Runs inside the caller's
    transaction.
    """
    rows = Question.objects.filter(asked_at__gte=since, asked_at__lt=until)
    fields = ("id", "referral__sender_id", "referral__desk_id")
    moments = (Seconds("asked_at"), Seconds("due_at"), Seconds("answered_at"))
    return [AskedFact(*row) for row in rows.values_list(*fields, *moments)]


class SentLately(NamedTuple):
    """How many referrals were sent before and since a day began, and the newest of them."""

    before: int
    last_day: int
    newest: tuple[UUID, ...]


def sent_since(own_id: UUID, since: datetime, *, day_began: datetime, newest: int) -> SentLately:
    """What the acting organisation sent since a moment, in two queries. Runs inside the caller's transaction."""
    rows = Referral.objects.filter(sender_id=own_id, received_at__gte=since)
    counted = rows.aggregate(
        before=Count("id", filter=Q(received_at__lt=day_began)),
        last_day=Count("id", filter=Q(received_at__gte=day_began)),
    )
    ids = rows.order_by("-received_at", "-id").values_list("id", flat=True)[:newest]
    return SentLately(before=counted["before"], last_day=counted["last_day"], newest=tuple(ids))


def sent_by_day(own_id: UUID, since: datetime, until: datetime, zone: str) -> dict[date, int]:
    """How many referrals the acting organisation sent on each day of a time, on the wall clock of a zone. Runs inside
    the caller's transaction.
    """
    rows = Referral.objects.filter(sender_id=own_id, received_at__gte=since, received_at__lt=until)
    days = rows.annotate(day=TruncDate("received_at", tzinfo=ZoneInfo(zone)))
    return dict(days.values_list("day").annotate(Count("id")))
