"""Who of one's own organisation works on a referral or on another telling of its event, so that no two people work on
it unawares.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.people import member_names
from causeway.hub.road.clusters.queries.cluster import firsts_of, told_again_of
from causeway.hub.road.queues.models import QueueItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A colleague who has taken a referral on. `is_me`: it is the reader. `is_of_its_event`: it is another telling of
    the event that was asked about.
    """

    referral_id: UUID
    reference: str
    member_id: UUID
    name: str
    since: datetime | None
    is_me: bool
    is_of_its_event: bool = False


def holders_here(actor: Actor, referral_ids: Collection[UUID]) -> dict[UUID, Holder]:
    """By referral, who has taken it on. Runs inside the caller's transaction."""
    found = _holders(actor, QueueItem.objects.filter(referral_id__in=list(referral_ids)))
    return {holder.referral_id: holder for holder in found}


def others_on_event(actor: Actor, referral_ids: Collection[UUID]) -> tuple[Holder, ...]:
    """The colleagues who have taken on one of these referrals, and those who have another telling of the same event, by
    reference. Runs inside the caller's transaction.
    """
    firsts, asked = firsts_of(referral_ids), set(referral_ids)
    tellings = (QueueItem.objects.filter(referral_id__in=ids) for ids in (firsts | asked, told_again_of(firsts)))
    found = {holder.referral_id: holder for items in tellings for holder in _holders(actor, items)}
    others = [
        replace(holder, is_of_its_event=holder.referral_id not in asked)
        for holder in found.values()
        if not holder.is_me
    ]
    return tuple(sorted(others, key=lambda holder: holder.reference))


def case_on_event(referral_id: UUID) -> UUID | None:
    """The acting organisation's case that is open on another telling of the event, the first of it if any. Runs inside
    the caller's transaction.
    """
    firsts = firsts_of([referral_id])
    for tellings in (firsts, told_again_of(firsts)):
        items = QueueItem.objects.filter(referral_id__in=tellings, case_id__isnull=False, closed_at=None)
        for case_id in items.order_by("arrived_at").values_list("case_id", flat=True)[:1]:
            return case_id
    return None


def _holders(actor: Actor, items: "QuerySet[QueueItem]") -> list[Holder]:
    taken = items.filter(taken_by_id__isnull=False, closed_at=None)
    rows = list(taken.values_list("referral_id", "reference", "taken_by_id", "taken_at"))
    names = member_names({member_id for _, _, member_id, _ in rows if member_id})
    return [
        Holder(
            referral_id=referral_id,
            reference=reference,
            member_id=member_id,
            name=names.get(member_id, ""),
            since=since,
            is_me=member_id == actor.member_id,
        )
        for referral_id, reference, member_id, since in rows
        if member_id
    ]


@query(Permission.READ_REFERRAL)
def held_by_others(actor: Actor, referral_ids: Collection[UUID]) -> tuple[Holder, ...]:
    """The same as `others_on_event`, for a page."""
    return others_on_event(actor, referral_ids)
