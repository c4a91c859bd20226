"""What the engines are given of a referral that a desk holds."""

from causeway.clearing import ClearingInput
from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.organisations.queries.directory import listing_for
from causeway.hub.road.evidence.queries.digests import digests_of
from causeway.hub.road.referrals.queries.told import Told


def clearing_input(actor: Actor, referral: Told) -> ClearingInput:
    """A referral, its digests and the countries of sender and desk. Runs inside the caller's transaction."""
    sender, desk = listing_for(referral.sender_id), listing_for(actor.organisation_id)
    return ClearingInput(
        referral_id=str(referral.id),
        sender=str(referral.sender_id),
        received_at=referral.received_at,
        referral=referral.referral,
        digests=digests_of(referral.id),
        desk_country=desk.country if desk else None,
        region=sender.country if sender else None,
    )
