"""What the worker does for banks: signals come to their end, and subscriptions end with their agreements."""

from datetime import datetime

from django.db.models import QuerySet

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.sharing import receivers
from causeway.hub.knowledge.banks.changing import expire, locked_bank
from causeway.hub.knowledge.banks.commands.keep_bank import end_subscription
from causeway.hub.knowledge.banks.models import Signal, Subscription
from causeway.hub.knowledge.banks.reporting import IN_USE
from causeway.vocabulary.organisations import Category


def signals_past_their_end(actor: Actor, now: datetime) -> QuerySet[Signal]:
    """What `expire_signals` has to see to."""
    return Signal.objects.filter(expires_at__lte=now, state__in=IN_USE, bank__organisation_id=actor.organisation_id)


def others_subscriptions(actor: Actor, now: datetime) -> QuerySet[Subscription]:
    """What `end_lapsed_subscriptions` has to look at."""
    del now
    own = Subscription.objects.filter(curator_id=actor.organisation_id, ended_at=None)
    return own.exclude(organisation_id=actor.organisation_id)


@command(Permission.KEEP_BANKS)
def expire_signals(actor: Actor, now: datetime) -> int:
    """Mark and log the signals that have come to their end in the banks that the actor's organisation curates."""
    due = signals_past_their_end(actor, now)
    banks = due.order_by().values_list("bank_id", flat=True).distinct()
    return sum(expire(locked_bank(bank_id), due, now) for bank_id in banks)


@command(Permission.KEEP_BANKS)
def end_lapsed_subscriptions(actor: Actor, now: datetime) -> int:
    """End every subscription of the organisation's banks whose agreement is no longer in force."""
    subscriptions = list(others_subscriptions(actor, now))
    allowed = set(receivers(Category.SIGNAL)) if subscriptions else set()
    lapsed = [(row.bank_id, row.organisation_id) for row in subscriptions if row.organisation_id not in allowed]
    return sum(end_subscription(locked_bank(bank_id), receiver_id) for bank_id, receiver_id in lapsed)
