"""What the desk takes from the ledger: that a candidate's referral was sent."""

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact, follows
from causeway.hub.road.candidates.models import Candidate


@follows(Act.REFERRAL_ACCEPTED)
def note_that_it_was_sent(actor: Actor, entry: EntryFact) -> None:
    """A candidate's identifier is its referral's."""
    Candidate.objects.filter(id=entry.subjects[0], sent_at=None).update(sent_at=entry.at)
