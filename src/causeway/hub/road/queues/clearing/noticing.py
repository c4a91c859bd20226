"""Telling forces that what they hold hangs together: at clearing, and when a person sends a referral somewhere else."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.organisations.queries.directory import mailboxes_of
from causeway.hub.road.clusters.commands.notice_links import Held, notice_links
from causeway.hub.road.referrals.queries.told import Told, received_at_of
from causeway.hub.road.routes.queries.decisions import receivers_of


def notice_other_holders(
    actor: Actor, referral: Told, receiver_id: UUID, linked: Collection[UUID], now: datetime
) -> None:
    """Notice the force that holds a referral now, and those that hold others linked to it. Runs inside the desk's
    transaction.
    """
    holders = {other: sent[-1][0] for other, sent in receivers_of(linked).items()} if linked else {}
    elsewhere = {other: holder for other, holder in holders.items() if holder != receiver_id}
    if not elsewhere:
        return
    contacts = mailboxes_of({receiver_id, *elsewhere.values()})
    since = received_at_of(elsewhere)
    notice_links(
        actor.organisation_id,
        Held(
            referral_id=referral.id,
            holder_id=receiver_id,
            since=referral.received_at,
            contact=contacts[receiver_id],
        ),
        {
            other: Held(referral_id=other, holder_id=holder, since=since[other], contact=contacts[holder])
            for other, holder in elsewhere.items()
        },
        now,
    )
