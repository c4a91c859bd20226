"""What the desk tells a sender as its referral goes on: that it is with a force, and not with which."""

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.ledger.following import EntryFact, follows
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.road.referrals.queries.facts import fact_of


@follows(Act.REFERRAL_ROUTED)
def tell_that_it_is_with_a_force(actor: Actor, entry: EntryFact) -> None:
    """Tell the sender once; where it goes on from there is not the sender's to know."""
    referral = fact_of(entry.subjects[0])
    if referral.desk_id != actor.organisation_id or timeline_of(referral.id, acts=[Act.REFERRAL_WITH_FORCE]):
        return
    enter(Act.REFERRAL_WITH_FORCE, subjects=[referral.id], audience=[referral.sender_id])
