"""Referrals and questions counted, without their words."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.db.models.functions import TruncDate

from causeway.hub.base.walls.identity import current_organisation
from causeway.hub.road.referrals.models import Question, Referral


class SentFact(NamedTuple):
    """One referral that the acting organisation sent."""

    referral_id: UUID
    desk_id: UUID
    concern: str
    received_at: datetime


class AskedFact(NamedTuple):
    """One question to a sender about its referral. To the sender the desk asks; that it was a force, and which, stands
    in the ledger alone.
    """

    question_id: UUID
    sender_id: UUID
    desk_id: UUID
    asked_at: datetime
    due_at: datetime
    answered_at: datetime | None


def sent_between(since: datetime, until: datetime) -> list[SentFact]:
    """Every referral that the acting organisation sent in a time, oldest first. Runs inside the caller's
    transaction.
    """
    rows = Referral.objects.filter(sender_id=current_organisation(), received_at__gte=since, received_at__lt=until)
    found = rows.order_by("received_at", "id").values_list("id", "desk_id", "concern", "received_at")
    return [SentFact(*row) for row in found.iterator(chunk_size=5_000)]


def desks_of(referral_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Through which desk each of these came. Runs inside the caller's transaction."""
    rows = Referral.objects.filter(id__in=list(referral_ids)).values_list("id", "desk_id")
    return dict(rows.iterator(chunk_size=5_000))


def asked_between(since: datetime, until: datetime) -> list[AskedFact]:
    """Every question asked in a time about a referral that the acting organisation sees. Runs inside the caller's
    transaction.
    """
    rows = Question.objects.filter(asked_at__gte=since, asked_at__lt=until)
    fields = ("id", "referral__sender_id", "referral__desk_id", "asked_at", "due_at", "answered_at")
    return [AskedFact(*row) for row in rows.values_list(*fields).iterator(chunk_size=5_000)]


def sent_by_day(since: datetime, until: datetime, zone: str) -> dict[date, int]:
    """How many referrals the acting organisation sent on each day of a time, on the wall clock of a zone. Runs inside
    the caller's transaction.
    """
    rows = Referral.objects.filter(sender_id=current_organisation(), received_at__gte=since, received_at__lt=until)
    days = rows.annotate(day=TruncDate("received_at", tzinfo=ZoneInfo(zone)))
    return dict(days.values_list("day").annotate(Count("id")))
