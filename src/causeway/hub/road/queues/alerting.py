"""Alerts: a child may be in danger now, so somebody is told at once, again and again, and ever more people, until a
named person answers.

Whoever acknowledges it answers for what was known then: a graver finding raises it anew, and the ledger keeps both.
What is owed stands in tables, so a worker that dies in between changes nothing but the minute. Many of one sender are
told together (`alert_gathering`).
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
from causeway.hub.base.rows.updating import update_each
from causeway.hub.road.queues.alert_gathering import is_flood, is_told_already, tell_together, turn_of
from causeway.hub.road.queues.models import Alert
from causeway.hub.road.queues.working.ticking import on_tick
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
_MOST_TOGETHER = 1_000


def raise_alert(
    actor: Actor,
    referral_id: UUID,
    reference: str,
    codes: Collection[str],
    now: datetime,
    *,
    sender_id: UUID | None,
) -> bool:
    """Alert the actor's organisation to a referral, once; and again from the lowest level when a danger is found that
    was not known when somebody acknowledged it. Gives whether anybody was told. Runs inside the caller's transaction.

    `codes` are the dangers that are known now, `sender_id` is who told of it.
    """
    own = actor.organisation_id
    alert = Alert(
        organisation_id=own,
        referral_id=referral_id,
        sender_id=sender_id,
        turn=turn_of(own, sender_id),
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
    told_to = _tell(actor, alert, reference, now)
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
        alert.turn = turn_of(alert.organisation_id, alert.sender_id)
        alert.raised_at, alert.level, alert.next_at = now, 0, now + LEVELS[0].answer_within
        alert.acknowledged_at = alert.acknowledged_by_id = None
    alert.save()
    return is_again


def unanswered(actor: Actor, now: datetime) -> QuerySet[Alert]:
    """Alerts of the actor's organisation that nobody has answered in time. Runs inside the caller's transaction."""
    return Alert.objects.filter(organisation_id=actor.organisation_id, acknowledged_at=None, next_at__lte=now)


@on_tick("alerts that climb", owed=unanswered)
def climb_alerts(actor: Actor, now: datetime) -> int:
    """Repeat and climb every alert of the actor's organisation that nobody has answered in time, sender by sender: each
    in a transaction of its own, a flood's together.
    """
    with acting_as(actor):
        due = unanswered(actor, now).order_by("sender_id").values_list("sender_id", flat=True)
        senders = list(due.distinct())
    return sum(_climb_those_of(actor, sender_id, now) for sender_id in senders)


def _climb_those_of(actor: Actor, sender_id: UUID | None, now: datetime) -> int:
    climbed = 0
    while climbed < _MOST_AT_ONCE:
        with acting_as(actor):
            waiting = unanswered(actor, now).filter(sender_id=sender_id).order_by("turn", "next_at", "id")
            locked = waiting.select_for_update(skip_locked=True)
            if is_flood(actor.organisation_id, sender_id):
                return climbed + _climb_together(actor, list(locked[:_MOST_TOGETHER]), now)
            alert = locked.first()
            if alert is None:
                break
            _climb([alert], now)
            told_to = _tell(actor, alert, reference_of(alert.referral_id), now)
            enter(Act.ALERT_REPEATED, subjects=[alert.referral_id], details={"level": alert.level, "told": told_to})
            climbed += 1
    return climbed


def _climb_together(actor: Actor, alerts: list[Alert], now: datetime) -> int:
    """Alerts of a flood: each climbs, one mail tells the people of the highest level, and one entry names them all."""
    if not alerts:
        return 0
    _climb(alerts, now)
    highest = max(alerts, key=lambda alert: alert.level)
    told_to = _tell(actor, highest, "", now)
    details = {"level": highest.level, "told": told_to, "together": len(alerts)}
    enter(Act.ALERT_REPEATED, subjects=[alert.referral_id for alert in alerts], details=details)
    return len(alerts)


def _climb(alerts: list[Alert], now: datetime) -> None:
    for alert in alerts:
        alert.level += 1
        alert.next_at = now + LEVELS[min(alert.level, len(LEVELS) - 1)].answer_within
    update_each(alerts, ["level", "next_at"])


@in_own_language
def _tell(actor: Actor, alert: Alert, reference: str, now: datetime) -> int:
    """Owe the mails of the alert's level, or, where a sender floods, one of all its alerts unless these people were
    told just now; gives how many. Where nobody holds the roles, the mailbox is told: an alert never goes to nobody.
    Programs are told of each alert that is raised, of a flood's after all others.
    """
    number = min(alert.level, len(LEVELS) - 1)
    level = LEVELS[number]
    addresses = addresses_of(level.roles)
    if level.with_mailbox or not addresses:
        addresses.append(mailboxes_of({actor.organisation_id})[actor.organisation_id])
    addresses = list(dict.fromkeys(addresses))
    more = {"reference": reference, "level": alert.level}
    if is_flood(actor.organisation_id, alert.sender_id):
        if reference:
            tell_webhooks(actor, Act.ALERT_RAISED, [alert.referral_id], more, is_urgent=False)
        if is_told_already(alert, number, now):
            return 0
        tell_together(actor, alert, number, addresses, now)
        return len(addresses)
    subject = _("Urgent: referral %(reference)s") % {"reference": reference}
    body = _(
        "A child may be in danger now. Sign in, open referral %(reference)s and acknowledge the alert. "
        "It repeats, and goes to more people, until somebody does."
    ) % {"reference": reference}
    for address in addresses:
        owe_mail(actor.organisation_id, address, subject, body, alert.referral_id, is_urgent=True)
    tell_webhooks(actor, Act.ALERT_RAISED, [alert.referral_id], more, is_urgent=True)
    return len(addresses)
