"""Referrals and questions counted, without their words."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.db.models.functions import TruncDate

from causeway.hub.base.walls.moments import Seconds
from causeway.hub.road.referrals.models import Question, Referral


class SentFact(NamedTuple):
    """One referral that the acting organisation sent; when, in seconds since 1970."""

    referral_id: UUID
    desk_id: UUID
    concern: str
    received_at: float


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


def sent_between(own_id: UUID, since: datetime, until: datetime) -> list[SentFact]:
    """Every referral that the acting organisation sent in a time, oldest first. Runs inside the caller's
    transaction.
    """
    rows = Referral.objects.filter(sender_id=own_id, received_at__gte=since, received_at__lt=until)
    found = rows.order_by("received_at", "id").values_list("id", "desk_id", "concern", Seconds("received_at"))
    return [SentFact(*row) for row in found]


def desks_of(referral_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Through which desk each of these came. Runs inside the caller's transaction."""
    # The policy alone decides what is seen here: together with the manager's filter, the planner goes through a list of
    # some thousands once for each row (25 s for 4,000 against 0.1 s).
    rows = Referral._base_manager.filter(id__in=list(referral_ids)).values_list("id", "desk_id")
    return dict(rows)


def asked_between(since: datetime, until: datetime) -> list[AskedFact]:
    """Every question asked in a time about a referral that the acting organisation sees. Runs inside the caller's
    transaction.
    """
    rows = Question.objects.filter(asked_at__gte=since, asked_at__lt=until)
    fields = ("id", "referral__sender_id", "referral__desk_id")
    moments = (Seconds("asked_at"), Seconds("due_at"), Seconds("answered_at"))
    return [AskedFact(*row) for row in rows.values_list(*fields, *moments)]


def sent_by_day(own_id: UUID, since: datetime, until: datetime, zone: str) -> dict[date, int]:
    """How many referrals the acting organisation sent on each day of a time, on the wall clock of a zone. Runs inside
    the caller's transaction.
    """
    rows = Referral.objects.filter(sender_id=own_id, received_at__gte=since, received_at__lt=until)
    days = rows.annotate(day=TruncDate("received_at", tzinfo=ZoneInfo(zone)))
    return dict(days.values_list("day").annotate(Count("id")))
