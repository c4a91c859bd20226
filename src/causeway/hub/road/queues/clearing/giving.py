"""What the engines are given of a referral that a desk holds."""

from collections.abc import Collection
from uuid import UUID

from causeway.clearing import ClearingInput
from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.organisations.queries.directory import listing_for
from causeway.hub.road.evidence.queries.digests import digests_among
from causeway.hub.road.referrals.queries.told import Told


def clearing_inputs(actor: Actor, referrals: Collection[Told]) -> dict[UUID, ClearingInput]:
    """Each referral with its digests and the countries of sender and desk. Runs inside the caller's transaction."""
    desk = listing_for(actor.organisation_id)
    senders = {sender_id: listing_for(sender_id) for sender_id in {one.sender_id for one in referrals}}
    digests = digests_among([one.id for one in referrals])
    given: dict[UUID, ClearingInput] = {}
    for one in referrals:
        sender = senders[one.sender_id]
        given[one.id] = ClearingInput(
            referral_id=str(one.id),
            sender=str(one.sender_id),
            received_at=one.received_at,
            referral=one.referral,
            digests=digests[one.id],
            desk_country=desk.country if desk else None,
            region=sender.country if sender else None,
        )
    return given
