"""Forgetting by what a referral hung together with others."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from causeway.hub.base.acting.doors import current_actor
from causeway.hub.road.clusters.commands.bundles import lead_anew
from causeway.hub.road.clusters.commands.bundling import gather_anew
from causeway.hub.road.clusters.models import (
    Bundling,
    Link,
    Membership,
    ReferralSelector,
    SharedWidely,
    Verdict,
    WornSelector,
)
from causeway.hub.road.referrals.locking import lock_desk


def forget_own_links(referral_id: UUID) -> list[UUID]:
    """Delete the desk's links and compact facts of a referral, what persons said of it, what it added to its bundle,
    and which of its selectors are worn out that no other holds; elsewhere there is none of these. Whoever reads it
    loses what was counted for them. Where others tell of its event again, the earliest of them counts as its first
    telling from now on: gives them, that one ahead. Runs inside the caller's transaction, which holds the desk's lock.
    """
    SharedWidely.objects.filter(referral_id=referral_id, audience_id=current_actor().organisation_id).delete()
    Verdict.objects.filter(Q(left_id=referral_id) | Q(right_id=referral_id)).delete()
    own = ReferralSelector.objects.filter(referral_id=referral_id).order_by().values("key")
    # Asked for each key by itself: a list of all keys that others name would be the whole table.
    others = ReferralSelector.objects.filter(desk_id=OuterRef("desk_id"), key=OuterRef("key"))
    WornSelector.objects.filter(~Exists(others.exclude(referral_id=referral_id)), key__in=own).delete()
    Link.objects.filter(Q(left_id=referral_id) | Q(right_id=referral_id)).delete()
    heads = list(Membership.objects.filter(referral_id=referral_id).values_list("duplicate_of_id", flat=True))
    Membership.objects.filter(referral_id=referral_id).delete()
    for head_id in filter(None, heads):
        gather_anew(head_id)
    return lead_anew(referral_id, timezone.now())


def hold_desk_of(referral_id: UUID) -> None:
    """Take the desk's lock before anything is forgotten of what it cleared: meanwhile nothing comes under a first
    telling that goes. Runs inside the caller's transaction.
    """
    for desk_id in Membership.objects.filter(referral_id=referral_id).values_list("desk_id", flat=True):
        lock_desk(desk_id)


def forget_selectors(referral_id: UUID) -> int:
    """Delete its selectors and its place in a bundle; for the last that may see it. Runs inside the caller's
    transaction.
    """
    Bundling.objects.filter(referral_id=referral_id).delete()
    return ReferralSelector.objects.filter(referral_id=referral_id).delete()[0]
