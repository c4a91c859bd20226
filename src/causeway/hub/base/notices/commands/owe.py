"""Owing a notice: written with the change that it tells of, in its transaction; the worker sends it (`send_due`).

A notice says that something happened and where to look. It holds nothing of a case: references, identifiers and links
only.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.notices.models import Notice, Webhook

_LONGEST_SUBJECT = 200


def owe_mail(
    organisation_id: UUID, to: str, subject: str, body: str, about_id: UUID | None = None, *, is_urgent: bool = False
) -> UUID:
    """Owe a mail on behalf of the acting organisation, and give the notice's identifier. Runs inside the caller's
    transaction.
    """
    return _owe(
        organisation_id, "mail", to, subject=subject, body={"text": body}, about_id=about_id, is_urgent=is_urgent
    )


def owe_letter(organisation_id: UUID, to: str, letter: str, about_id: UUID) -> UUID:
    """Owe a mail whose text is written only when it is sent, because it holds what must not be stored: a one-time
    link.
    """
    return _owe(organisation_id, "mail", to, body={"letter": letter}, about_id=about_id)


def owe_webhook(
    organisation_id: UUID,
    act: Act,
    body: Mapping[str, Any],
    about_id: UUID | None = None,
    *,
    is_urgent: bool = False,
) -> list[UUID]:
    """Owe a delivery to each active webhook of the acting organisation that asks for this act. Runs inside the
    caller's transaction.

    `body` becomes the delivery's `data`: references and links.
    """
    return [
        _owe(
            organisation_id,
            "webhook",
            webhook.url,
            body=envelope(act.value, body),
            about_id=about_id,
            webhook=webhook,
            is_urgent=is_urgent,
        )
        for webhook in Webhook.objects.filter(
            organisation_id=organisation_id, is_active=True, acts__contains=[act.value]
        )
    ]


def acts_asked_for(organisation_id: UUID) -> set[str]:
    """The acts of which any active webhook of the acting organisation asks to be told. Runs inside the caller's
    transaction.
    """
    rows = Webhook.objects.filter(organisation_id=organisation_id, is_active=True).values_list("acts", flat=True)
    return {act for acts in rows for act in acts}


def tell_webhooks(
    actor: Actor,
    act: Act,
    subjects: Iterable[UUID],
    extra: Mapping[str, Any] | None = None,
    *,
    is_urgent: bool = False,
) -> int:
    """Owe the actor's webhooks an act on these subjects, and give how many are told; for the followers up the road.

    `extra` adds a reference, a link, or what the organisation itself may know of it. Runs inside the caller's
    transaction, which acts as the actor.
    """
    concerned = list(subjects)
    data = {"subjects": [str(subject) for subject in concerned], **(extra or {})}
    about = concerned[0] if concerned else None
    return len(owe_webhook(actor.organisation_id, act, data, about, is_urgent=is_urgent))


def owe_test(webhook: Webhook) -> UUID:
    """Owe one webhook a delivery that tells of nothing, to see whether it arrives."""
    return _owe(webhook.organisation_id, "webhook", webhook.url, body=envelope("webhook.test", {}), webhook=webhook)


def envelope(kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """A delivery's body as the Standard Webhooks specification lays it out: type, timestamp, data."""
    return {"type": kind, "timestamp": timezone.now().isoformat(timespec="seconds"), "data": dict(data)}


def _owe(
    organisation_id: UUID,
    channel: str,
    to: str,
    *,
    body: Mapping[str, Any],
    subject: str = "",
    about_id: UUID | None = None,
    webhook: Webhook | None = None,
    is_urgent: bool = False,
) -> UUID:
    now = timezone.now()
    notice = Notice(
        organisation_id=organisation_id,
        channel=channel,
        to=to,
        webhook=webhook,
        subject=" ".join(subject.split())[:_LONGEST_SUBJECT],
        body=dict(body),
        about_id=about_id,
        is_urgent=is_urgent,
        created_at=now,
        next_attempt_at=now,
    )
    notice.save(force_insert=True)
    return notice.id
