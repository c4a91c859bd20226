"""Whoever comes to see a referral or a bank looks whether the bank names one of the referral's children. The desk that
clears a referral has looked already, in that transaction (`children.mark_children`).
"""

from collections.abc import Sequence

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact, follows_together
from causeway.hub.road.referrals.children import doubt_for_referrals, doubt_in_banks


@follows_together(Act.AUDIENCE_WIDENED, Act.REFERRAL_CLEARED)
def look_among_what_is_listed(actor: Actor, entries: Sequence[EntryFact]) -> None:
    """A referral came, or more is known of it."""
    others = {entry.subjects[0] for entry in entries if entry.organisation_id != actor.organisation_id}
    if others:
        doubt_for_referrals(others)


@follows_together(Act.BANK_SHARED)
def look_through_a_shared_bank(actor: Actor, entries: Sequence[EntryFact]) -> None:
    """A bank came into view."""
    others = {entry.subjects[0] for entry in entries if entry.organisation_id != actor.organisation_id}
    if others:
        doubt_in_banks(others)
