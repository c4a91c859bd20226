"""What the desk tells a sender as its referral goes on: that it is with a force, and not with which."""

from collections.abc import Sequence

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact, follows_together
from causeway.hub.road.intake.commands.accept_referral import DESK_KINDS
from causeway.hub.road.queues.clearing.telling import tell_with_force
from causeway.hub.road.referrals.queries.facts import facts_of


@follows_together(Act.REFERRAL_ROUTED)
def tell_that_it_is_with_a_force(actor: Actor, entries: Sequence[EntryFact]) -> None:
    """Tell the sender once, unless whoever cleared it has told it."""
    if actor.organisation_kind not in DESK_KINDS:
        return
    sent = dict.fromkeys(entry.subjects[0] for entry in entries)
    referrals = facts_of(sent)
    known = (referrals[referral_id] for referral_id in sent if referral_id in referrals)
    tell_with_force({one.id: one.sender_id for one in known if one.desk_id == actor.organisation_id})
