"""Safeguarding notices counted, without the children they are about."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from causeway.hub.road.cases.models import Safeguarding, SafeguardingOrigin


class NoticeFact(NamedTuple):
    """One notice: who told whom, and when the body took it on."""

    teller_id: UUID
    body_id: UUID
    told_at: datetime
    due_at: datetime
    acknowledged_at: datetime | None


def notices_between(since: datetime, until: datetime) -> list[NoticeFact]:
    """Every notice of a time that the acting organisation told or was told. Runs inside the caller's transaction."""
    rows = Safeguarding.objects.filter(told_at__gte=since, told_at__lt=until)
    fields = ("teller_id", "body_id", "told_at", "due_at", "answer__acknowledged_at")
    return [NoticeFact(*row) for row in rows.values_list(*fields).iterator(chunk_size=5_000)]


def notices_by_referral(since: datetime, until: datetime) -> list[UUID]:
    """The referrals about whose children the acting organisation told a body in a time, one for each notice. Runs
    inside the caller's transaction.
    """
    rows = SafeguardingOrigin.objects.filter(safeguarding__told_at__gte=since, safeguarding__told_at__lt=until)
    return list(rows.values_list("referral_id", flat=True))
