"""Adding, testing, pausing and deleting an organisation's webhooks, and asking for a delivery once more."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.notices.acts import ACTS_OF_KIND
from causeway.hub.base.notices.addresses import destination_of
from causeway.hub.base.notices.commands.owe import owe_test
from causeway.hub.base.notices.errors import DeliveryFailed
from causeway.hub.base.notices.models import Notice, Webhook
from causeway.hub.base.notices.signing import new_salt, secret_of

MOST_WEBHOOKS = 20
"""Of one organisation; every act is told to each of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedWebhook:
    """A webhook as it is shown, this once."""

    id: UUID
    url: str
    secret: str


@command(Permission.MANAGE_WEBHOOKS)
def add_webhook(actor: Actor, *, url: str, acts: Iterable[Act]) -> AddedWebhook:
    """Add a webhook; its secret is given here and never again.

    Raises:
        Invalid: an address that may not be called, no act, or one that does not concern this kind of organisation.
        Conflict: there are too many.
    """
    wanted = set(acts)
    if not wanted:
        raise Invalid(_("Choose at least one."), field="acts")
    if not wanted <= set(ACTS_OF_KIND[actor.organisation_kind]):
        raise Invalid(_("An act does not concern this kind of organisation."), field="acts")
    try:
        destination = destination_of(url, may_be_local=not settings.PRODUCTION)
    except DeliveryFailed:
        raise Invalid(
            _("Enter a public https address, with port 443 or above 1023, and no user name in it."), field="url"
        ) from None
    if Webhook.objects.count() >= MOST_WEBHOOKS:
        raise Conflict(_("You have too many webhooks. Delete one first."))
    webhook = Webhook(
        organisation_id=actor.organisation_id,
        url=url,
        salt=new_salt(),
        acts=sorted(act.value for act in wanted),
        added_at=timezone.now(),
    )
    webhook.save(force_insert=True)
    _enter(webhook, "added", host=destination.host, acts=webhook.acts)
    return AddedWebhook(id=webhook.id, url=url, secret=secret_of(webhook.salt))


@command(Permission.MANAGE_WEBHOOKS)
def send_test(actor: Actor, webhook_id: UUID) -> UUID:
    """Owe the webhook a delivery that tells of nothing; gives the notice's identifier.

    Raises:
        NotFound: the actor's organisation has no such webhook.
        Conflict: it is paused.
    """
    del actor
    webhook = _webhook(webhook_id)
    if not webhook.is_active:
        raise Conflict(_("This webhook is paused. Resume it first."))
    _enter(webhook, "tested")
    return owe_test(webhook)


@command(Permission.MANAGE_WEBHOOKS)
def switch_webhook(actor: Actor, webhook_id: UUID, *, is_active: bool) -> None:
    """Pause a webhook or resume it. What was owed waits meanwhile; what happens meanwhile is not told.

    Raises:
        NotFound: the actor's organisation has no such webhook.
    """
    del actor
    webhook = _webhook(webhook_id)
    if webhook.is_active is not is_active:
        webhook.is_active = is_active
        webhook.save(update_fields=["is_active"])
        _enter(webhook, "resumed" if is_active else "paused")


@command(Permission.MANAGE_WEBHOOKS)
def delete_webhook(actor: Actor, webhook_id: UUID) -> None:
    """Delete a webhook; what it was still owed is given up.

    Raises:
        NotFound: the actor's organisation has no such webhook.
    """
    del actor
    webhook = _webhook(webhook_id)
    owed = Notice.objects.filter(webhook=webhook)
    owed.filter(delivered_at=None, given_up_at=None).update(given_up_at=timezone.now(), fault="webhook_deleted")
    owed.update(webhook=None)
    _enter(webhook, "deleted")
    webhook.delete()


@command(Permission.MANAGE_WEBHOOKS)
def retry_delivery(actor: Actor, notice_id: UUID) -> None:
    """Have a delivery that has not arrived tried again now, from the start of the schedule.

    Raises:
        NotFound: the actor's organisation has no such delivery that has not arrived.
    """
    again = Notice.objects.filter(
        ~Q(webhook=None), id=notice_id, organisation_id=actor.organisation_id, delivered_at=None
    )
    notice = again.select_related("webhook").first()
    if notice is None or notice.webhook is None:
        raise NotFound(_("There is no such delivery to try again."))
    notice.attempts, notice.given_up_at, notice.next_attempt_at = 0, None, timezone.now()
    notice.save(update_fields=["attempts", "given_up_at", "next_attempt_at"])
    _enter(notice.webhook, "tried_again")


def _webhook(webhook_id: UUID) -> Webhook:
    webhook = Webhook.objects.filter(id=webhook_id).first()
    if webhook is None:
        raise NotFound(_("There is no such webhook."))
    return webhook


def _enter(webhook: Webhook, change: str, **more: object) -> None:
    enter(Act.WEBHOOK_CHANGED, subjects=[webhook.id], details={"change": change, **more})
