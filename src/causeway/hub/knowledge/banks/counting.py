"""How many signals a bank holds, by kind and state: kept with every change, so that no page counts millions of rows."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from causeway.hub.knowledge.banks.models import Bank
from causeway.vocabulary.signals import SignalKind, SignalState

Tallied = tuple[str, str]
"""The kind of a signal and the state in which it stands."""


def count_in(bank_id: UUID, added: Mapping[Tallied, int]) -> None:
    """Add these, which may be negative, to what a locked bank holds."""
    found: Counter[Tallied] = Counter(added)
    if not any(found.values()):
        return
    counts = Bank.objects.values_list("counts", flat=True).get(id=bank_id)
    for kind, in_states in counts.items():
        for state, count in in_states.items():
            found[kind, state] += count
    kept: dict[str, dict[str, int]] = {}
    for (kind, state), count in sorted(found.items()):
        if count:
            kept.setdefault(kind, {})[state] = count
    Bank.objects.filter(id=bank_id).update(counts=kept)


def count_moved(bank_id: UUID, before: Collection[Tallied], after: str) -> None:
    """Signals of a locked bank, given as they stood, all stand in one state now."""
    found = Counter((kind, after) for kind, _state in before)
    found.subtract(before)
    count_in(bank_id, found)


def by_state(bank: Bank) -> dict[SignalState, int]:
    """How many signals of a bank stand in each state that any stands in."""
    found: Counter[str] = Counter()
    for each in bank.counts.values():
        found.update(each)
    return {state: found[state.value] for state in SignalState if found[state.value]}


def count_of(bank: Bank, kinds: Iterable[SignalKind], states: Sequence[str]) -> int:
    """How many signals of a bank are of one of these kinds and in one of these states."""
    return sum(bank.counts.get(kind.value, {}).get(state, 0) for kind in kinds for state in states)
