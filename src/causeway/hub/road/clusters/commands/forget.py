"""Forgetting by what a referral hung together with others."""

from uuid import UUID

from django.db.models import Q

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
    named = ReferralSelector.objects.order_by().values("key")
    WornSelector.objects.filter(key__in=named.filter(referral_id=referral_id)).exclude(
        key__in=named.exclude(referral_id=referral_id)
    ).delete()
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
