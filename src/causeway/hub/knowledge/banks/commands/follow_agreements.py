"""Logging anew what an agreement lets a subscriber be told since, or no longer: else whoever follows the feed by number
would never hear of what came before the agreement, and keep what it no longer covers (see `passing`).
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.sharing import purposes_of_receivers
from causeway.hub.knowledge.banks.changing import AGREEMENTS_CHANGED, locked_bank, log_changes, sharers_of
from causeway.hub.knowledge.banks.commands.keep_banks import others_subscriptions
from causeway.hub.knowledge.banks.models import Bank, ChangeKind, Subscription
from causeway.hub.knowledge.banks.reporting import reported
from causeway.vocabulary.organisations import Category
from causeway.vocabulary.signals import ABOUT_PEOPLE


@command(Permission.KEEP_BANKS)
def follow_agreements(actor: Actor, now: datetime) -> int:
    """Log `added` anew, in the banks that the actor's organisation curates, for each signal whose value is told to a
    subscriber since its agreements changed, or no longer; gives how many. Each reads in the feed what it may be told.
    """
    given = purposes_of_receivers(Category.SIGNAL)
    # Without any agreement the subscription ends, and nothing is told any more.
    rows = [row for row in others_subscriptions(actor, now) if row.organisation_id in given]
    changed: dict[UUID, list[Subscription]] = {}
    for row in rows:
        if given[row.organisation_id] != set(row.told_purposes):
            changed.setdefault(row.bank_id, []).append(row)
    return sum(_log_anew(locked_bank(bank_id), changed[bank_id], given, now) for bank_id in sorted(changed))


def _log_anew(
    bank: Bank, subscriptions: Sequence[Subscription], given: Mapping[UUID, frozenset[str]], now: datetime
) -> int:
    touched = Q(pk__in=[])
    for row in subscriptions:
        purposes = sorted(given[row.organisation_id])
        touched |= _told_otherwise(row, purposes)
        Subscription.objects.filter(id=row.id).update(told_purposes=purposes)
    people = reported(now).filter(bank=bank, kind__in=[kind.value for kind in ABOUT_PEOPLE])
    ids = list(people.filter(touched).values_list("id", flat=True))
    if ids:
        log_changes(bank, ChangeKind.ADDED, ids, now=now, reason=AGREEMENTS_CHANGED)
        sharers = sharers_of(bank)
        told = {"added": len(ids), "came_by": "agreement"}
        enter(Act.SIGNALS_ADDED, subjects=[bank.id], audience=sharers, details=told, details_audience=sharers)
    return len(ids)


def _told_otherwise(row: Subscription, purposes: Collection[str]) -> Q:
    """What passes to the subscriber by what it was told before or by what it may be told now, and not by both."""
    was, comes = Q(purposes__overlap=list(row.told_purposes)), Q(purposes__overlap=list(purposes))
    return ~Q(organisation_id=row.organisation_id) & ((was & ~comes) | (comes & ~was))
