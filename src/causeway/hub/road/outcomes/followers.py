"""What the desk tells a sender as its referral goes on: that it is with a force, and not with which."""

from collections.abc import Sequence

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.ledger.following import EntryFact, follows_together
from causeway.hub.base.ledger.timeline import with_act
from causeway.hub.road.intake.commands.accept_referral import DESK_KINDS
from causeway.hub.road.referrals.queries.facts import facts_of


@follows_together(Act.REFERRAL_ROUTED)
def tell_that_it_is_with_a_force(actor: Actor, entries: Sequence[EntryFact]) -> None:
    """Tell the sender once; where it goes on from there is not the sender's to know."""
    if actor.organisation_kind not in DESK_KINDS:
        return
    sent = dict.fromkeys(entry.subjects[0] for entry in entries)
    referrals, told = facts_of(sent), with_act(sent, Act.REFERRAL_WITH_FORCE)
    for referral_id in sent:
        referral = referrals.get(referral_id)
        if referral is not None and referral.desk_id == actor.organisation_id and referral_id not in told:
            enter(Act.REFERRAL_WITH_FORCE, subjects=[referral.id], audience=[referral.sender_id])
