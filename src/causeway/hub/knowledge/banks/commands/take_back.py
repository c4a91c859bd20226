"""What a source's file takes back: a signal that came by its entries is withdrawn once none of them lists it."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command, query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.rows.batching import in_batches
from causeway.hub.knowledge.banks.changing import SOURCE_TOOK_BACK, locked_bank
from causeway.hub.knowledge.banks.children import Value
from causeway.hub.knowledge.banks.commands.curate import take_out
from causeway.hub.knowledge.banks.models import Bank, Signal, SourceEntry
from causeway.hub.knowledge.banks.reporting import IN_USE
from causeway.vocabulary.signals import SignalKind

_AT_ONCE = 200
"""So many entries a transaction."""
Entries = Mapping[str, frozenset[Value]]
"""What each entry lists now."""


def take_back(actor: Actor, bank_id: UUID, entries: Entries) -> int:
    """Withdraw what these entries listed before and list no more, two hundred entries at a time, and give how many. A
    signal that another entry still lists stays; one that came otherwise is never touched.
    """
    return sum(_take_back_some(actor, bank_id, some) for some in _in_pieces(entries))


def count_taken_back(actor: Actor, bank_id: UUID, entries: Entries) -> int:
    """How many `take_back` would withdraw once all that the file lists is in."""
    ended = [each for some in _in_pieces(entries) for each in _would_end(actor, bank_id, some)]
    listed = {value for values in entries.values() for value in values}
    return len({_value(signal) for signal in _would_leave(actor, ended)} - listed)


def _in_pieces(entries: Entries) -> Iterator[dict[str, frozenset[Value]]]:
    for some in in_batches(entries, _AT_ONCE):
        yield {name: entries[name] for name in some}


@command(Permission.MANAGE_BANKS)
def _take_back_some(actor: Actor, bank_id: UUID, entries: Entries) -> int:
    """A signal lets go of its value, so that the source may list it again, unless an appeal is open."""
    del actor
    banks = _locked_banks(bank_id, entries)
    ended = _ended(bank_id, entries)
    signals = _unlisted(ended)
    SourceEntry.objects.filter(id__in=[each.id for each in ended]).delete()
    for signal in signals:
        signal.bank = banks.get(signal.bank_id) or locked_bank(signal.bank_id)
        signal.holds_value = bool(signal.appeal)
        take_out(signal, SOURCE_TOOK_BACK)
    return len(signals)


def _locked_banks(bank_id: UUID, entries: Entries) -> dict[UUID, Bank]:
    """The bank and those to which its signals were moved, locked as `move_signal` locks them."""
    moved_to = SourceEntry.objects.filter(bank_id=bank_id, entry__in=list(entries)).values_list("signal__bank_id")
    return {each: locked_bank(each) for each in sorted({bank_id, *(row[0] for row in moved_to)})}


@query(Permission.MANAGE_BANKS)
def _would_end(actor: Actor, bank_id: UUID, entries: Entries) -> list[SourceEntry]:
    del actor
    return _ended(bank_id, entries)


@query(Permission.MANAGE_BANKS)
def _would_leave(actor: Actor, ended: list[SourceEntry]) -> list[Signal]:
    del actor
    return _unlisted(ended)


def _ended(bank_id: UUID, entries: Entries) -> list[SourceEntry]:
    """What the bank keeps of these entries that they list no more."""
    found = SourceEntry.objects.filter(bank_id=bank_id, entry__in=list(entries)).select_related("signal")
    return [each for each in found if _value(each.signal) not in entries[each.entry]]


def _unlisted(ended: list[SourceEntry]) -> list[Signal]:
    """The signals in use that no other entry lists."""
    signals = {each.signal_id: each.signal for each in ended if each.signal.state in IN_USE}
    others = SourceEntry.objects.filter(signal_id__in=signals).exclude(id__in=[each.id for each in ended])
    still_listed = set(others.values_list("signal_id", flat=True))
    return [signal for signal_id, signal in sorted(signals.items()) if signal_id not in still_listed]


def _value(signal: Signal) -> Value:
    return SignalKind(signal.kind), signal.value
