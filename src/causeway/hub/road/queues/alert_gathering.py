"""Alerts of one sender told together, so that a flood of them buries no alert of another.

Up to a handful of open alerts of one sender are told one by one. Beyond that one mail tells of all of them, and at most
one in a few minutes goes to the people of a level; each is an alert still, is on the page, climbs and is acknowledged
by itself. Alerts of another sender are never gathered with them.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.notices.commands.owe import owe_mail
from causeway.hub.road.queues.models import Alert

SINGLY = 5
"""So many open alerts of one sender are told one by one."""
MOST_TURNS = 1_000
"""So many open alerts of one sender are counted; all further ones stand together behind them, as they came."""
GATHERED_EVERY = timedelta(minutes=5)
"""As long as the first level has to answer, so that no gathering delays a climb."""


def turn_of(organisation_id: UUID, sender_id: UUID | None) -> int:
    """How many turns the sender's open alerts take before another of it. Runs inside the caller's transaction."""
    return 0 if sender_id is None else _open_of(organisation_id, sender_id).order_by()[:MOST_TURNS].count()


def is_flood(organisation_id: UUID, sender_id: UUID | None) -> bool:
    """Whether so many alerts of a sender are open that they are told together. Reads a handful of entries of an index.
    Runs inside the caller's transaction.
    """
    return sender_id is not None and len(_open_of(organisation_id, sender_id).order_by()[: SINGLY + 1]) > SINGLY


def is_told_already(alert: Alert, level: int, now: datetime) -> bool:
    """Whether a mail has just told the people of this level, or of a higher one, of this sender's alerts. Runs inside
    the caller's transaction.
    """
    told = Alert.objects.filter(organisation_id=alert.organisation_id, sender_id=alert.sender_id)
    return told.filter(gathered_at__gt=now - GATHERED_EVERY, gathered_level__gte=level).exists()


def tell_together(actor: Actor, alert: Alert, level: int, addresses: list[str], now: datetime) -> None:
    """Owe one mail about all open alerts of a sender to each of these, the people of that level. Runs inside the
    caller's transaction.
    """
    count = _open_of(alert.organisation_id, alert.sender_id).count()
    subject = _("Urgent: %(count)d referrals of one sender") % {"count": count}
    body = _(
        "%(count)d referrals of one sender say that a child may be in danger now. They are told together, so that they "
        "hide no others; each is an alert of its own and climbs until somebody acknowledges it. Sign in:"
        "\n\n%(address)s\n"
    ) % {"count": count, "address": settings.BASE_URL + reverse("queues:alerts")}
    for address in addresses:
        owe_mail(actor.organisation_id, address, subject, body, alert.referral_id, is_urgent=True)
    alert.gathered_at, alert.gathered_level = now, level
    alert.save(update_fields=["gathered_at", "gathered_level"])


def _open_of(organisation_id: UUID, sender_id: UUID | None) -> QuerySet[Alert]:
    return Alert.objects.filter(organisation_id=organisation_id, sender_id=sender_id, acknowledged_at=None)
