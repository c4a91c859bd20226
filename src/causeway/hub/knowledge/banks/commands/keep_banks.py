"""What the worker does for banks: signals come to their end, subscriptions end with their agreements, and whoever owes
an acknowledgement is told and given a clock.
"""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.clocks.keeping import ClockKind, start_clock
from causeway.hub.base.clocks.terms import terms_for
from causeway.hub.base.notices.commands.owe import owe_mail
from causeway.hub.base.organisations.languages import in_own_language
from causeway.hub.base.organisations.queries.directory import mailboxes_of
from causeway.hub.base.organisations.sharing import receivers
from causeway.hub.knowledge.banks.changing import expire, locked_bank
from causeway.hub.knowledge.banks.commands.keep_bank import end_subscription
from causeway.hub.knowledge.banks.models import Bank, Receipt, Signal, Subscription
from causeway.hub.knowledge.banks.reporting import IN_USE
from causeway.timing import Duty
from causeway.vocabulary.organisations import Category


def signals_past_their_end(actor: Actor, now: datetime) -> QuerySet[Signal]:
    """What `expire_signals` has to see to."""
    return Signal.objects.filter(expires_at__lte=now, state__in=IN_USE, bank__organisation_id=actor.organisation_id)


def others_subscriptions(actor: Actor, now: datetime) -> QuerySet[Subscription]:
    """What `end_lapsed_subscriptions` has to look at."""
    del now
    own = Subscription.objects.filter(curator_id=actor.organisation_id, ended_at=None)
    return own.exclude(organisation_id=actor.organisation_id)


def changes_to_tell_of(actor: Actor, now: datetime) -> QuerySet[Receipt]:
    """What `tell_of_changes` has to see to: of a bank that is no longer shared, nothing can be told."""
    del now
    own = Receipt.objects.filter(organisation_id=actor.organisation_id, acknowledged_at=None, told_at=None)
    return own.filter(bank_id__in=Bank.objects.values("id"))


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


@command(Permission.KEEP_BANKS)
@in_own_language
def tell_of_changes(actor: Actor, now: datetime) -> int:
    """Tell the organisation, by one mail a bank, of the changes that it owes a receipt for, and start its clock."""
    untold = changes_to_tell_of(actor, now)
    names = dict(Bank.objects.filter(id__in=untold.values("bank_id")).values_list("id", "name"))
    return sum(_tell(actor, bank_id, name, untold, now) for bank_id, name in names.items())


def _tell(actor: Actor, bank_id: UUID, name: str, untold: QuerySet[Receipt], now: datetime) -> bool:
    """False where another worker has told of them, or they were acknowledged, since they were counted."""
    # Those that came since are told of with the others.
    count = untold.filter(bank_id=bank_id).update(told_at=now)
    if count:
        _mail(actor, bank_id, name, count)
        # What was withdrawn may block somebody at a receiver until it is undone there.
        start_clock(bank_id, ClockKind.SIGNAL_CHANGES, terms_for(actor, Duty.SIGNAL_CHANGES, at=now), started_at=now)
    return bool(count)


def _mail(actor: Actor, bank_id: UUID, name: str, count: int) -> None:
    subject = _("Signals changed in the bank “%(bank)s”") % {"bank": name}
    text = ngettext(
        "%(count)d signal was withdrawn, suspended, moved or given another category. Undo in your own systems what "
        "rested on it, and acknowledge.",
        "%(count)d signals were withdrawn, suspended, moved or given another category. Undo in your own systems what "
        "rested on them, and acknowledge.",
        count,
    ) % {"count": count}
    address = f"{settings.BASE_URL}/banks/{bank_id}/"
    own = actor.organisation_id
    owe_mail(own, mailboxes_of({own})[own], subject, f"{text}\n\n{address}\n", bank_id)
