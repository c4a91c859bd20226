"""Sending what is owed: claimed in one transaction, sent outside any, settled in a third.

A crash between the second and the third sends again after the claim has run out: at least once, never not at all.
What is urgent goes first. After a failure the other deliveries to the same webhook wait with it, and the other mails
with the one for which the mail server was away, so that what is dead costs one timeout and holds up nothing else.
"""

import json
import logging
import random
import smtplib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import HubError
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.notices.addresses import checked_addresses, destination_of
from causeway.hub.base.notices.backoff import next_attempt
from causeway.hub.base.notices.errors import DeliveryFailed
from causeway.hub.base.notices.models import Notice
from causeway.hub.base.notices.posting import DEADLINE_SECONDS, post
from causeway.hub.base.notices.signing import secret_of, signed_headers
from causeway.hub.base.organisations.commands.invite import invitation_letter
from causeway.hub.base.organisations.languages import in_language_of
from causeway.hub.base.walls.away import is_away

_BATCH = 20
"""Notices taken by one worker at a time."""

_CLAIM = timedelta(minutes=5)
"""How long a claim lasts: longer than a whole batch of the slowest deliveries takes."""

_GONE = 410
"""RFC 9110, 15.5.11; Standard Webhooks: the receiver wants no more of this."""

_SERVER_AWAY = "mail_unavailable"
"""The fault that every other mail would meet too."""

log = logging.getLogger(__name__)

LETTERS: dict[str, Callable[[Actor, UUID, datetime], tuple[str, str]]] = {"invitation": invitation_letter}
"""What writes a letter's subject and text at the moment of sending, by the letter's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A notice that this worker has taken."""

    id: UUID
    channel: str
    to: str
    webhook_id: UUID | None
    salt: str
    subject: str
    body: dict[str, Any]
    about_id: UUID | None
    attempts: int


CHANNELS = ("mail", "webhook")


def send_due(
    actor: Actor,
    now: datetime,
    *,
    channels: Sequence[str] = CHANNELS,
    jitter: Callable[[], float] = random.random,
) -> int:
    """Send the mails and deliveries of the actor's organisation that are due at `now`, and give how many arrived.

    At most one batch of each channel; the next tick takes the next. `jitter` gives numbers in [0, 1) that spread later
    attempts.

    Raises:
        NotPermitted: the actor is not the program.
    """
    arrived = 0
    failed: set[UUID | None] = set()
    """Webhooks that failed in this run; None stands for the mail server."""
    for channel in channels:
        for notice in claim_due(actor, channel, now):
            if notice.webhook_id in failed:
                put_off(actor, notice.id, now, jitter())
                continue
            try:
                _deliver(actor, notice, now)
            except DeliveryFailed as fault:
                if notice.webhook_id or fault.code == _SERVER_AWAY:
                    failed.add(notice.webhook_id)
                settle(actor, notice.id, now, fault=fault, jitter=jitter())
            else:
                settle(actor, notice.id, now)
                arrived += 1
    return arrived


def due_notices(organisation_id: UUID, channel: str, now: datetime) -> QuerySet[Notice]:
    """What a channel owes now, without what waits for a paused webhook. Runs inside the caller's transaction."""
    return Notice.objects.filter(
        Q(webhook=None) | Q(webhook__is_active=True),
        organisation_id=organisation_id,
        channel=channel,
        delivered_at=None,
        given_up_at=None,
        next_attempt_at__lte=now,
    )


@command(Permission.SEND_NOTICES)
def claim_due(actor: Actor, channel: str, now: datetime) -> list[Claimed]:
    """Take the notices that are due, so that no other worker sends them too. Those of a paused webhook stay."""
    due = list(
        due_notices(actor.organisation_id, channel, now)
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("-is_urgent", "next_attempt_at")[:_BATCH]
    )
    Notice.objects.filter(id__in=[notice.id for notice in due]).update(
        next_attempt_at=now + _CLAIM, attempts=F("attempts") + 1
    )
    return [
        Claimed(
            id=notice.id,
            channel=notice.channel,
            to=notice.to,
            webhook_id=notice.webhook_id,
            salt=notice.webhook.salt if notice.webhook else "",
            subject=notice.subject,
            body=notice.body,
            about_id=notice.about_id,
            attempts=notice.attempts + 1,
        )
        for notice in due
    ]


@command(Permission.SEND_NOTICES)
def put_off(actor: Actor, notice_id: UUID, now: datetime, jitter: float) -> None:
    """Give a claimed notice back without counting an attempt, because its address has just failed."""
    del actor
    notice = Notice.objects.get(id=notice_id)
    pause = 1 if notice.is_urgent else 2
    Notice.objects.filter(id=notice_id).update(
        attempts=F("attempts") - 1, next_attempt_at=next_attempt(pause, now, jitter)
    )


@command(Permission.SEND_NOTICES)
def settle(
    actor: Actor, notice_id: UUID, now: datetime, *, fault: DeliveryFailed | None = None, jitter: float = 0.0
) -> None:
    """Write down how an attempt went: arrived, to be tried again, or given up."""
    notice = Notice.objects.filter(id=notice_id, organisation_id=actor.organisation_id).first()
    if notice is None or notice.delivered_at:
        return
    if fault is None:
        notice.delivered_at, notice.given_up_at, notice.fault = now, None, ""
    else:
        notice.fault = fault.code
        again = None if fault.is_final else next_attempt(notice.attempts, now, jitter)
        notice.given_up_at = None if again else now
        notice.next_attempt_at = again or notice.next_attempt_at
    notice.save(update_fields=["delivered_at", "given_up_at", "fault", "next_attempt_at"])
    if notice.delivered_at or notice.given_up_at:
        enter(
            Act.NOTICE_SENT,
            subjects=[notice.id, *([notice.about_id] if notice.about_id else [])],
            details={"channel": notice.channel, "attempts": notice.attempts, "fault": notice.fault},
        )


def _deliver(actor: Actor, notice: Claimed, now: datetime) -> None:
    try:
        if notice.channel == "mail":
            _mail(actor, notice, now)
        else:
            _post(notice)
    except DeliveryFailed:
        raise
    except Exception as fault:
        if is_away(fault):
            raise
        # The edge of the process: one notice must not hold up those behind it.
        log.error("A notice could not be sent: %s", type(fault).__name__)
        raise DeliveryFailed("not_sendable") from None


def _mail(actor: Actor, notice: Claimed, now: datetime) -> None:
    subject, text = notice.subject, str(notice.body.get("text", ""))
    if letter := notice.body.get("letter"):
        if letter not in LETTERS or notice.about_id is None:
            raise DeliveryFailed("letter_unknown", is_final=True)
        try:
            with in_language_of(actor.organisation_id):
                subject, text = LETTERS[letter](actor, notice.about_id, now)
        except HubError:
            raise DeliveryFailed("no_longer_needed", is_final=True) from None
    message = EmailMessage(
        subject=subject,
        body=text,
        to=[notice.to],
        # RFC 5322, 3.6.4: one id for every attempt, so that a repeat is told by it. RFC 3834, 5: no automatic answers.
        headers={"Message-ID": f"<{notice.id}@{_mail_domain()}>", "Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError):
        raise DeliveryFailed("mail_refused") from None
    except (smtplib.SMTPException, OSError):
        raise DeliveryFailed(_SERVER_AWAY) from None


def _mail_domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"


def _post(notice: Claimed) -> None:
    may_be_local = not settings.PRODUCTION
    destination = destination_of(notice.to, may_be_local=may_be_local)
    started = time.monotonic()
    addresses = checked_addresses(destination, may_be_local=may_be_local, deadline_seconds=DEADLINE_SECONDS)
    body = json.dumps(notice.body, ensure_ascii=False, separators=(",", ":")).encode()
    # The true moment, not the tick's: the receiver refuses what is signed too long ago.
    headers = signed_headers(secret_of(notice.salt), notice.id, timezone.now(), body)
    left = DEADLINE_SECONDS - (time.monotonic() - started)
    status = post(destination, addresses[0], headers, body, deadline_seconds=left)
    if 200 <= status < 300:
        return
    if 300 <= status < 400:
        raise DeliveryFailed("redirected")
    raise DeliveryFailed(f"status_{status}", is_final=status == _GONE)
