"""What the desk tells a sender once its referral goes to a force: that it is with one, and not with which."""

from collections.abc import Mapping
from uuid import UUID

from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.ledger.timeline import with_act


def tell_with_force(senders: Mapping[UUID, UUID]) -> None:
    """Tell the sender of each of these referrals, once; where it goes on from there is not the sender's to know. Runs
    inside the desk's transaction.
    """
    told = with_act(senders, Act.REFERRAL_WITH_FORCE) if senders else set()
    for referral_id, sender_id in senders.items():
        if referral_id not in told:
            enter(Act.REFERRAL_WITH_FORCE, subjects=[referral_id], audience=[sender_id])
