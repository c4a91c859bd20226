"""Who of one's own organisation works on a referral, so that no two people work on it unawares."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.people import member_names
from causeway.hub.road.queues.models import QueueItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A colleague who has taken a referral on. `is_me`: it is the reader."""

    referral_id: UUID
    reference: str
    member_id: UUID
    name: str
    since: datetime | None
    is_me: bool


def holders_here(actor: Actor, referral_ids: Collection[UUID]) -> dict[UUID, Holder]:
    """By referral, who has taken it on. Runs inside the caller's transaction."""
    taken = QueueItem.objects.filter(referral_id__in=list(referral_ids), taken_by_id__isnull=False, closed_at=None)
    rows = list(taken.values_list("referral_id", "reference", "taken_by_id", "taken_at"))
    names = member_names({member_id for _, _, member_id, _ in rows if member_id})
    return {
        referral_id: Holder(
            referral_id=referral_id,
            reference=reference,
            member_id=member_id,
            name=names.get(member_id, ""),
            since=since,
            is_me=member_id == actor.member_id,
        )
        for referral_id, reference, member_id, since in rows
        if member_id
    }


@query(Permission.READ_REFERRAL)
def held_by_others(actor: Actor, referral_ids: Collection[UUID]) -> tuple[Holder, ...]:
    """Those of these referrals on which a colleague works, by reference."""
    found = [holder for holder in holders_here(actor, referral_ids).values() if not holder.is_me]
    return tuple(sorted(found, key=lambda holder: holder.reference))
