"""Alerts that nobody has answered: read by themselves, so that none hides behind a bundle, a filter or a page's end."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.road.queues.models import Alert, QueueItem
from causeway.hub.road.queues.queries.summaries import summary_of
from causeway.hub.road.referrals.queries.facts import facts_of
from causeway.vocabulary.referral import Concern


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAlert:
    """One alert, and what the queue says of its referral."""

    referral_id: UUID
    reference: str
    concern: Concern
    summary: str
    raised_at: datetime
    level: int


@query(Permission.READ_QUEUE)
def open_alerts(actor: Actor) -> list[OpenAlert]:
    """Every unanswered alert of the actor's organisation, the oldest first."""
    alerts = list(Alert.objects.filter(acknowledged_at=None).order_by("raised_at"))
    ids = [alert.referral_id for alert in alerts]
    facts = facts_of(ids)
    reasons = dict(QueueItem.objects.filter(referral_id__in=ids).values_list("referral_id", "reasons"))
    return [
        OpenAlert(
            referral_id=alert.referral_id,
            reference=facts[alert.referral_id].reference,
            concern=facts[alert.referral_id].concern,
            summary=summary_of(reasons.get(alert.referral_id, ())),
            raised_at=alert.raised_at,
            level=alert.level,
        )
        for alert in alerts
        if alert.referral_id in facts
    ]
