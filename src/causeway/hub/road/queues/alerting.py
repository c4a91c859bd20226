"""Alerts: a child may be in danger now, so somebody is told at once, again and again, and ever more people, until a
named person answers.

Whoever acknowledges it answers for what was known then: a graver finding raises it anew, and the ledger keeps both.
What is owed stands in tables, so a worker that dies in between changes nothing but the minute.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.notices.commands.owe import owe_mail, tell_webhooks
from causeway.hub.base.organisations.languages import in_own_language
from causeway.hub.base.organisations.queries.directory import mailboxes_of
from causeway.hub.base.organisations.queries.on_duty import addresses_of
from causeway.hub.road.queues.models import Alert
from causeway.hub.road.queues.ticking import on_tick
from causeway.hub.road.referrals.queries.told import reference_of
from causeway.vocabulary.findings import ALARM
from causeway.vocabulary.organisations import Role


@dataclass(frozen=True, slots=True)
class Level:
    """Who is told, whether the organisation's own mailbox is too, and how long they have before it climbs."""

    roles: tuple[Role, ...]
    with_mailbox: bool
    answer_within: timedelta


LEVELS: tuple[Level, ...] = (
    Level((Role.DUTY_OFFICER,), False, timedelta(minutes=5)),
    Level((Role.DUTY_OFFICER, Role.SUPERVISOR), False, timedelta(minutes=10)),
    Level((Role.DUTY_OFFICER, Role.SUPERVISOR, Role.ADMINISTRATOR), True, timedelta(minutes=15)),
)
"""Our own defaults. The last level repeats until somebody answers."""

EMERGENCY = f"{ALARM}emergency"
"""The code of the sender's own flag, which is known before the pipeline has looked."""

_MOST_AT_ONCE = 100


def raise_alert(actor: Actor, referral_id: UUID, reference: str, codes: Collection[str], now: datetime) -> bool:
    """Alert the actor's organisation to a referral, once; and again from the lowest level when a danger is found that
    was not known when somebody acknowledged it. Gives whether anybody was told. Runs inside the caller's transaction.

    `codes` are the dangers that are known now.
    """
    alert = Alert(
        organisation_id=actor.organisation_id,
        referral_id=referral_id,
        raised_at=now,
        level=0,
        next_at=now + LEVELS[0].answer_within,
        codes=sorted(codes),
    )
    Alert._base_manager.bulk_create([alert], ignore_conflicts=True)
    if not Alert.objects.filter(id=alert.id).exists():
        known = Alert.objects.select_for_update().get(referral_id=referral_id)
        if not _is_graver(known, codes, now):
            return False
        alert = known
    told_to = _tell(actor, alert, reference)
    enter(Act.ALERT_RAISED, subjects=[referral_id], details={"level": 0, "told": told_to, "codes": alert.codes})
    return True


def _is_graver(alert: Alert, codes: Collection[str], now: datetime) -> bool:
    """Add what is newly known to an alert, and open it again if somebody has acknowledged it; an open one repeats and
    climbs as it is.
    """
    if set(codes) <= set(alert.codes):
        return False
    alert.codes = sorted({*alert.codes, *codes})
    is_again = alert.acknowledged_at is not None
    if is_again:
        alert.raised_at, alert.level, alert.next_at = now, 0, now + LEVELS[0].answer_within
        alert.acknowledged_at = alert.acknowledged_by_id = None
    alert.save()
    return is_again


def unanswered(actor: Actor, now: datetime) -> QuerySet[Alert]:
    """Alerts of the actor's organisation that nobody has answered in time. Runs inside the caller's transaction."""
    return Alert.objects.filter(organisation_id=actor.organisation_id, acknowledged_at=None, next_at__lte=now)


@on_tick("alerts that climb", owed=unanswered)
def climb_alerts(actor: Actor, now: datetime) -> int:
    """Repeat and climb every alert of the actor's organisation that nobody has answered in time; each in a
    transaction of its own.
    """
    climbed = 0
    while climbed < _MOST_AT_ONCE:
        with acting_as(actor):
            waiting = unanswered(actor, now).order_by("next_at", "id")
            alert = waiting.select_for_update(skip_locked=True).first()
            if alert is None:
                break
            _climb(actor, alert, now)
            climbed += 1
    return climbed


def _climb(actor: Actor, alert: Alert, now: datetime) -> None:
    alert.level += 1
    alert.next_at = now + LEVELS[min(alert.level, len(LEVELS) - 1)].answer_within
    alert.save(update_fields=["level", "next_at"])
    told_to = _tell(actor, alert, reference_of(alert.referral_id))
    enter(Act.ALERT_REPEATED, subjects=[alert.referral_id], details={"level": alert.level, "told": told_to})


@in_own_language
def _tell(actor: Actor, alert: Alert, reference: str) -> int:
    """Owe the mails of the alert's level. Where nobody holds the roles, the mailbox is told: an alert never goes to
    nobody.
    """
    level = LEVELS[min(alert.level, len(LEVELS) - 1)]
    addresses = addresses_of(level.roles)
    if level.with_mailbox or not addresses:
        addresses.append(mailboxes_of({actor.organisation_id})[actor.organisation_id])
    subject = _("Urgent: referral %(reference)s") % {"reference": reference}
    body = _(
        "A child may be in danger now. Sign in, open referral %(reference)s and acknowledge the alert. "
        "It repeats, and goes to more people, until somebody does."
    ) % {"reference": reference}
    for address in dict.fromkeys(addresses):
        owe_mail(actor.organisation_id, address, subject, body, alert.referral_id, is_urgent=True)
    more = {"reference": reference, "level": alert.level}
    tell_webhooks(actor, Act.ALERT_RAISED, [alert.referral_id], more, is_urgent=True)
    return len(dict.fromkeys(addresses))
