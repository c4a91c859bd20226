"""Changing signals: the row, its numbered line in the bank's change log, and what each subscriber then owes, in one
transaction and set by set, so that a list of a million costs no loop.

A bank's row is locked first. That is what keeps its numbers without a gap and in the order of commits.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.doors import current_actor
from causeway.hub.base.acting.errors import Conflict, NotFound, NotPermitted
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.knowledge.banks.counting import count_moved
from causeway.hub.knowledge.banks.models import Bank, ChangeKind, Signal, Subscription
from causeway.hub.knowledge.banks.models.signal import BY_VOTES, OWED_A_RECEIPT
from causeway.hub.knowledge.banks.reporting import IN_USE
from causeway.hub.knowledge.banks.standing import Facts, OpenAppeal, Tally, state_of
from causeway.vocabulary.signals import ABOUT_PEOPLE, REPORTED, SignalKind, SignalState

APPEAL_UPHELD = "An appeal was upheld."
"""A reason that the program writes into a change log. Pages say it in the reader's language; the decision's own
reasons stay with whoever appealed.
"""
SOURCE_TOOK_BACK = "Its source took it back."
"""The same, of what came in a file of another's that lists it no more."""
AGREEMENTS_CHANGED = "Agreements changed."
"""The same, where the value is told to others than before, or no longer to all of them: read it anew."""

_LOG = """
INSERT INTO banks_change
  (id, bank_id, number, signal_id, kind, organisation_id, category_before, category, state, reason, at)
SELECT gen_random_uuid(), s.bank_id, %(before)s + row_number() OVER (ORDER BY s.id), s.id, %(kind)s, %(own)s,
  %(category_before)s, s.category, s.state, %(reason)s, %(at)s
FROM banks_signal s WHERE s.bank_id = %(bank)s AND s.id = ANY(%(signals)s)
"""
_OWE = """
INSERT INTO banks_receipt
  (id, bank_id, change_id, organisation_id, owed_since, acknowledged_by, undid)
SELECT gen_random_uuid(), c.bank_id, c.id, m.organisation_id, %(at)s, '', ''
FROM banks_change c JOIN banks_subscription m ON m.bank_id = c.bank_id
WHERE c.bank_id = %(bank)s AND c.number > %(before)s AND m.ended_at IS NULL
  AND m.organisation_id IS DISTINCT FROM %(spared)s::uuid
"""
_MOST_AT_ONCE = 10_000
_CROSSED = {ChangeKind.SUSPENDED: Act.SIGNAL_SUSPENDED, ChangeKind.RESTORED: Act.SIGNAL_RESTORED}


def locked_bank(bank_id: UUID) -> Bank:
    """The bank, to be changed by nobody else until the transaction ends.

    Raises:
        NotFound: the actor's organisation shares no such bank.
    """
    bank = Bank.objects.select_for_update().filter(id=bank_id).first()
    if bank is None:
        raise NotFound(_("There is no such bank."))
    return bank


def locked_signal(signal_id: UUID) -> Signal:
    """A signal whose bank is locked.

    Raises:
        NotFound: the actor's organisation sees no such signal.
    """
    bank_id = Signal.objects.filter(id=signal_id).values_list("bank_id", flat=True).first()
    if bank_id is None:
        raise NotFound(_("There is no such signal."))
    bank = locked_bank(bank_id)
    signal = Signal.objects.get(id=signal_id)
    signal.bank = bank
    return signal


def refuse_unless_curator(bank: Bank) -> None:
    """Raises:
    NotPermitted: another organisation curates this bank.
    """
    if bank.organisation_id != current_actor().organisation_id:
        raise NotPermitted(_("Only the organisation that curates a bank does this."))


def refuse_if_over(signal: Signal) -> None:
    """Raises:
    Conflict: the signal is withdrawn, moved or expired.
    """
    if is_over(signal):
        raise Conflict(_("This signal is no longer in use."))


def is_over(signal: Signal) -> bool:
    """Whether a signal has come to its end, though the worker may not have marked it yet."""
    over = (SignalState.WITHDRAWN, SignalState.MOVED, SignalState.EXPIRED)
    return state_of(facts_of(signal), timezone.now()) in over


def facts_of(signal: Signal) -> Facts:
    """What decides where a signal stands."""
    return Facts(
        tally=Tally(signal.tally),
        is_digest=SignalKind(signal.kind) not in ABOUT_PEOPLE,
        appeal=OpenAppeal(signal.appeal),
        is_doubted=signal.doubted_at is not None,
        is_moved=signal.moved_to_id is not None,
        withdrawn_at=signal.withdrawn_at,
        expires_at=signal.expires_at,
    )


def change_signal(
    signal: Signal,
    kind: ChangeKind | None,
    *,
    now: datetime,
    reason: str = "",
    category_before: str = "",
    fields: Sequence[str] = (),
) -> None:
    """Save these columns of a signal whose bank is locked, with its state as it follows from them, and log it; with no
    kind, only what becomes of its use. Whatever takes a signal out of use, or brings it back, is logged as that too,
    and entered for all who share the bank. What `BY_VOTES` brings about is only logged: `tell_of_votes` enters it.
    """
    before = SignalState(signal.state)
    signal.state = state_of(facts_of(signal), now).value
    signal.save(update_fields=[*fields, "state"])
    count_moved(signal.bank_id, [(signal.kind, before.value)], signal.state)
    crossing = _crossing(before, SignalState(signal.state))
    if kind not in (None, crossing):
        log_changes(signal.bank, kind, [signal.id], now=now, reason=reason, category_before=category_before)
    if crossing is not None:
        log_changes(signal.bank, crossing, [signal.id], now=now, reason=reason if reason == BY_VOTES else "")
        if reason != BY_VOTES:
            enter(_CROSSED[crossing], subjects=[signal.id, signal.bank_id], audience=sharers_of(signal.bank))


def _crossing(before: SignalState, after: SignalState) -> ChangeKind | None:
    """How a signal went out of use for the time being, or came back; None where it did neither."""
    if after is SignalState.SUSPENDED:
        return None if before is after else ChangeKind.SUSPENDED
    return ChangeKind.RESTORED if before is SignalState.SUSPENDED and after in REPORTED else None


def log_changes(
    bank: Bank,
    kind: ChangeKind,
    signal_ids: Sequence[UUID],
    *,
    now: datetime,
    reason: str = "",
    category_before: str = "",
) -> int:
    """Number a change of these signals of a locked bank, and give how many."""
    own = current_actor().organisation_id
    before = Bank.objects.values_list("last_change", flat=True).get(id=bank.id)
    told: dict[str, Any] = {
        "bank": bank.id,
        "before": before,
        "kind": kind.value,
        "own": own,
        # Were the voter's organisation spared, those who owe a receipt would tell which one voted.
        "spared": None if reason == BY_VOTES else own,
        "category_before": category_before,
        "reason": reason,
        "at": now,
        "signals": list(signal_ids),
    }
    with connection.cursor() as cursor:
        cursor.execute(_LOG, told)
        count: int = cursor.rowcount
        if count and kind in OWED_A_RECEIPT:
            cursor.execute(_OWE, told)
    if count:
        Bank.objects.filter(id=bank.id).update(last_change=before + count, version=F("version") + 1)
    return count


def expire(bank: Bank, found: QuerySet[Signal], now: datetime) -> int:
    """Mark and log those of these signals of a locked bank that have come to their end, at most ten thousand at once,
    and give how many. Their values may be added anew, but not while an appeal is open: it may yet be upheld.
    """
    due = found.filter(bank=bank, expires_at__lte=now, state__in=IN_USE).order_by("expires_at", "id")
    rows = list(due.values_list("id", "kind", "state")[:_MOST_AT_ONCE])
    ids = [signal_id for signal_id, _kind, _state in rows]
    ended = Signal.objects.filter(id__in=ids)
    ended.update(state=SignalState.EXPIRED.value)
    ended.filter(appeal=OpenAppeal.NONE.value).update(holds_value=False)
    count_moved(bank.id, [(kind, state) for _id, kind, state in rows], SignalState.EXPIRED.value)
    count = log_changes(bank, ChangeKind.EXPIRED, ids, now=now)
    if count:
        last = Bank.objects.values_list("last_change", flat=True).get(id=bank.id)
        sharers = sharers_of(bank)
        told = {"expired": count, "up_to": last}
        enter(Act.SIGNALS_EXPIRED, subjects=[bank.id], audience=sharers, details=told, details_audience=sharers)
    return count


def sharers_of(bank: Bank) -> list[UUID]:
    """The other organisations that share a bank now."""
    rows = Subscription.objects.filter(bank=bank, ended_at=None).exclude(
        organisation_id=current_actor().organisation_id
    )
    return list(rows.values_list("organisation_id", flat=True))
