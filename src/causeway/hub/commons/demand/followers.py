"""What demand counts is kept up with the ledger: whatever an entry is about is counted anew."""

from collections.abc import Sequence
from itertools import chain
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact, follows_together
from causeway.hub.commons.demand.commands.count_again import (
    ABOUT_FIRST,
    COUNTED_ACTS,
    count_again,
    count_outcomes_again,
)

_OF_OUTCOMES = frozenset({Act.OUTCOME_RECORDED, Act.FEEDBACK_GIVEN})


@follows_together(*COUNTED_ACTS)
def count_what_happened(actor: Actor, entries: Sequence[EntryFact]) -> None:
    """Count anew what entries are about, for an organisation that did it or was told of it."""
    count_again(actor, set(chain.from_iterable(map(_counted, entries))))
    of_outcomes = [entry for entry in entries if entry.act in _OF_OUTCOMES]
    if of_outcomes:
        count_outcomes_again(actor, set(chain.from_iterable(map(_counted, of_outcomes))))


def _counted(entry: EntryFact) -> tuple[UUID, ...]:
    return entry.subjects[:1] if entry.act in ABOUT_FIRST else entry.subjects
