"""Alerts that nobody has answered: read by themselves, so that none hides behind a bundle or a filter, and all counted,
so that none hides behind a page's end.
"""

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

ALERTS_A_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAlert:
    """One alert, and what the queue says of its referral."""

    referral_id: UUID
    reference: str
    concern: Concern
    summary: str
    raised_at: datetime
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAlerts:
    """Some of the unanswered alerts, and how many there are in all."""

    alerts: tuple[OpenAlert, ...]
    total: int

    @property
    def more(self) -> int:
        """How many are not among these."""
        return self.total - len(self.alerts)


@query(Permission.READ_QUEUE)
def open_alerts(actor: Actor, *, most: int = ALERTS_A_PAGE, page: int = 1) -> OpenAlerts:
    """The unanswered alerts of the actor's organisation, so many a page: senders by turns, the one longest unanswered
    first. All are counted.
    """
    waiting = Alert.objects.filter(organisation_id=actor.organisation_id, acknowledged_at=None)
    first = (page - 1) * most
    alerts = list(waiting.order_by("turn", "raised_at", "id")[first : first + most])
    ids = [alert.referral_id for alert in alerts]
    facts = facts_of(ids)
    reasons = dict(QueueItem.objects.filter(referral_id__in=ids).values_list("referral_id", "reasons"))
    return OpenAlerts(
        alerts=tuple(
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
        ),
        total=waiting.count(),
    )
