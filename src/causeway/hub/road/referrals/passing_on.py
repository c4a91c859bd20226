"""Between a force and the sender stands the desk: what one of them enters about a referral, the desk enters again for
the other, in its own name.

A sender learns how far its referral came and never which force has it, nor may an entry's audience name one. So a
force's entry is heard by the desk alone, and so is a sender's.
"""

from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact
from causeway.hub.base.ledger.timeline import timeline_of

_PASSED_ON = "passed_on"


def hearer(actor: Actor, *, sender_id: UUID, desk_id: UUID) -> UUID:
    """Who hears at once of what the actor's organisation does for the sender: from the desk the sender, else the desk,
    which passes it on.
    """
    return sender_id if actor.organisation_id == desk_id else desk_id


def askers_of(referral_id: UUID) -> set[UUID]:
    """The organisations whose questions about a referral the acting one knows of. Runs inside the caller's
    transaction.
    """
    return {entry.organisation_id for entry in timeline_of(referral_id, acts=[Act.QUESTION_ASKED])}


def marked(entry: EntryFact) -> dict[str, object]:
    """The details of an entry that passes this one on."""
    return {**entry.details, _PASSED_ON: True}


def is_passed_on(entry: EntryFact) -> bool:
    """Whether an entry only passes on another, of which the desk knows already."""
    return _PASSED_ON in entry.details
