"""Forgetting by what a referral hung together with others."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from causeway.hub.base.acting.doors import current_actor
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


def forget_own_links(referral_id: UUID) -> int:
    """Delete the desk's links and compact facts of a referral, what persons said of it, what it added to its bundle,
    and which of its selectors are worn out that no other holds; elsewhere there is none of these. Whoever reads it
    loses what was counted for them. Runs inside the caller's transaction.
    """
    SharedWidely.objects.filter(referral_id=referral_id, audience_id=current_actor().organisation_id).delete()
    Verdict.objects.filter(Q(left_id=referral_id) | Q(right_id=referral_id)).delete()
    own = ReferralSelector.objects.filter(referral_id=referral_id).order_by().values("key")
    # Asked for each key by itself: a list of all keys that others name would be the whole table.
    others = ReferralSelector.objects.filter(desk_id=OuterRef("desk_id"), key=OuterRef("key"))
    WornSelector.objects.filter(~Exists(others.exclude(referral_id=referral_id)), key__in=own).delete()
    links = Link.objects.filter(Q(left_id=referral_id) | Q(right_id=referral_id)).delete()[0]
    heads = list(Membership.objects.filter(referral_id=referral_id).values_list("duplicate_of_id", flat=True))
    gone = Membership.objects.filter(referral_id=referral_id).delete()[0]
    for head_id in filter(None, heads):
        gather_anew(head_id)
    return links + gone


def forget_selectors(referral_id: UUID) -> int:
    """Delete its selectors and its place in a bundle; for the last that may see it. Runs inside the caller's
    transaction.
    """
    Bundling.objects.filter(referral_id=referral_id).delete()
    return ReferralSelector.objects.filter(referral_id=referral_id).delete()[0]
