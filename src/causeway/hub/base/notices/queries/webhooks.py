"""Webhooks and their deliveries, as an organisation's administrator sees them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.notices.models import Notice, Webhook

_MOST_DELIVERIES = 50
"""Deliveries shown of one webhook, newest first."""

DeliveryState = Literal["waiting", "retrying", "arrived", "given_up"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookRow:
    """A webhook. `given_up` counts the deliveries that did not arrive."""

    id: UUID
    url: str
    acts: tuple[Act, ...]
    is_active: bool
    added_at: datetime
    given_up: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRow:
    """One delivery. `kind` is the body's type; `fault` a code, empty where nothing failed."""

    id: UUID
    kind: str
    created_at: datetime
    next_attempt_at: datetime
    delivered_at: datetime | None
    attempts: int
    fault: str
    state: DeliveryState


@query(Permission.MANAGE_WEBHOOKS)
def webhooks(actor: Actor) -> list[WebhookRow]:
    """All webhooks of the actor's organisation, oldest first."""
    del actor
    return [_row(webhook) for webhook in Webhook.objects.order_by("added_at")]


@query(Permission.MANAGE_WEBHOOKS)
def webhook(actor: Actor, webhook_id: UUID) -> tuple[WebhookRow, list[DeliveryRow]]:
    """One webhook and its latest deliveries.

    Raises:
        NotFound: the actor's organisation has no such webhook.
    """
    del actor
    found = Webhook.objects.filter(id=webhook_id).first()
    if found is None:
        raise NotFound(_("There is no such webhook."))
    notices = Notice.objects.filter(webhook=found).order_by("-created_at")[:_MOST_DELIVERIES]
    return _row(found), [_delivery(notice) for notice in notices]


def _row(found: Webhook) -> WebhookRow:
    return WebhookRow(
        id=found.id,
        url=found.url,
        acts=tuple(Act(act) for act in found.acts),
        is_active=found.is_active,
        added_at=found.added_at,
        given_up=Notice.objects.filter(webhook=found, given_up_at__isnull=False).count(),
    )


def _delivery(notice: Notice) -> DeliveryRow:
    return DeliveryRow(
        id=notice.id,
        kind=str(notice.body.get("type", "")),
        created_at=notice.created_at,
        next_attempt_at=notice.next_attempt_at,
        delivered_at=notice.delivered_at,
        attempts=notice.attempts,
        fault=notice.fault,
        state=_state(notice),
    )


def _state(notice: Notice) -> DeliveryState:
    if notice.delivered_at:
        return "arrived"
    if notice.given_up_at:
        return "given_up"
    return "retrying" if notice.fault else "waiting"
