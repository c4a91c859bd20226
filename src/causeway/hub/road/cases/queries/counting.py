"""Safeguarding notices counted, without the children they are about."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from causeway.hub.base.rows.moments import Seconds
from causeway.hub.road.cases.models import Safeguarding, SafeguardingOrigin


class NoticeFact(NamedTuple):
    """One notice: who told whom, and when the body took it on; moments in seconds since 1970."""

    teller_id: UUID
    body_id: UUID
    told_at: float
    due_at: float
    acknowledged_at: float | None


def notices_between(since: datetime, until: datetime) -> list[NoticeFact]:
    """Every notice of a time that the acting organisation told or was told. Runs inside the caller's transaction."""
    rows = Safeguarding.objects.filter(told_at__gte=since, told_at__lt=until)
    moments = (Seconds("told_at"), Seconds("due_at"), Seconds("answer__acknowledged_at"))
    return [NoticeFact(*row) for row in rows.values_list("teller_id", "body_id", *moments)]


def notices_by_referral(since: datetime, until: datetime) -> list[UUID]:
    """The referrals about whose children the acting organisation told a body in a time, one for each notice. Runs
    inside the caller's transaction.
    """
    rows = SafeguardingOrigin.objects.filter(safeguarding__told_at__gte=since, safeguarding__told_at__lt=until)
    return list(rows.values_list("referral_id", flat=True))
