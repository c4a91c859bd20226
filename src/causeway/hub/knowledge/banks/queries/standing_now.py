"""Where signals stand now, for steps up the road that keep what they found in a bank."""

from collections.abc import Collection
from uuid import UUID

from causeway.hub.knowledge.banks.models import Change, Signal
from causeway.vocabulary.signals import SignalState


def states_of(signal_ids: Collection[UUID]) -> dict[UUID, SignalState]:
    """The states of those of these signals that the acting organisation sees. Runs inside the caller's transaction."""
    found = Signal.objects.filter(id__in=signal_ids).values_list("id", "state")
    return {signal_id: SignalState(state) for signal_id, state in found}


def signals_changed(bank_id: UUID, *, after: int, up_to: int) -> list[UUID]:
    """The signals of a bank that changes with these numbers are about. Runs inside the caller's transaction."""
    found = Change.objects.filter(bank_id=bank_id, number__gt=after, number__lte=up_to)
    return list(found.values_list("signal_id", flat=True))
