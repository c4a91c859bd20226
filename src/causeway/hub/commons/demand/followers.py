"""What demand counts is kept up with the ledger: whatever an entry is about is counted anew."""

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact, follows
from causeway.hub.commons.demand.commands.count_again import (
    ABOUT_FIRST,
    COUNTED_ACTS,
    count_again,
    count_outcomes_again,
)

_OF_OUTCOMES = frozenset({Act.OUTCOME_RECORDED, Act.FEEDBACK_GIVEN})


@follows(*COUNTED_ACTS)
def count_what_happened(actor: Actor, entry: EntryFact) -> None:
    """Count anew what the entry is about, for an organisation that did it or was told of it."""
    subjects = entry.subjects[:1] if entry.act in ABOUT_FIRST else entry.subjects
    count_again(actor, subjects)
    if entry.act in _OF_OUTCOMES:
        count_outcomes_again(actor, subjects)
