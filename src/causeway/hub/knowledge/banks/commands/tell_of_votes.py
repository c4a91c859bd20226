"""What votes brought about is entered for all who share the bank by the program of the organisation that curates it:
the entry then says what became of a signal, and not who voted how.
"""

from datetime import datetime

from django.db.models import F, QuerySet

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.knowledge.banks.changing import locked_bank, sharers_of
from causeway.hub.knowledge.banks.models import Bank, Change, ChangeKind
from causeway.hub.knowledge.banks.models.signal import BY_VOTES

_MOST_AT_ONCE = 1_000
_TOLD = {
    ChangeKind.CONFIRMED.value: Act.SIGNAL_CONFIRMED,
    ChangeKind.DISPUTED.value: Act.SIGNAL_DISPUTED,
    ChangeKind.SUSPENDED.value: Act.SIGNAL_SUSPENDED,
    ChangeKind.RESTORED.value: Act.SIGNAL_RESTORED,
}


def votes_to_tell_of(actor: Actor, now: datetime) -> QuerySet[Change]:
    """What `tell_of_votes` has to see to."""
    del now
    own = Change.objects.filter(bank__organisation_id=actor.organisation_id, reason=BY_VOTES)
    return own.filter(number__gt=F("bank__told_votes_up_to"), kind__in=_TOLD)


@command(Permission.KEEP_BANKS)
def tell_of_votes(actor: Actor, now: datetime) -> int:
    """Enter what votes brought about in the banks that the actor's organisation curates, and give how much it was."""
    banks = votes_to_tell_of(actor, now).order_by().values_list("bank_id", flat=True).distinct()
    return sum(_tell(locked_bank(bank_id), votes_to_tell_of(actor, now)) for bank_id in sorted(banks))


def _tell(bank: Bank, untold: QuerySet[Change]) -> int:
    rows = list(untold.filter(bank=bank).order_by("number").values_list("number", "kind", "signal_id")[:_MOST_AT_ONCE])
    sharers = sharers_of(bank)
    for _number, kind, signal_id in rows:
        enter(_TOLD[kind], subjects=[signal_id, bank.id], audience=sharers)
    if rows:
        Bank.objects.filter(id=bank.id).update(told_votes_up_to=rows[-1][0])
    return len(rows)
