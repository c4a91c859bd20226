"""Referrals in which a child may be in danger and of which nobody told a body that protects them."""

from uuid import UUID

from causeway.hub.road.cases.children import may_need_protection
from causeway.hub.road.cases.models import SafeguardingOrigin
from causeway.hub.road.referrals.queries.told import told


def unprotected_referrals(referral_ids: list[UUID]) -> list[UUID]:
    """Those referrals in which a child may be in danger and of which the acting organisation told no body.

    Runs inside the caller's transaction.
    """
    origins = SafeguardingOrigin.objects.filter(referral_id__in=referral_ids)
    told_of = set(origins.values_list("referral_id", flat=True))
    found = []
    for referral_id in referral_ids:
        referral = told(referral_id)
        if referral_id not in told_of and may_need_protection(referral.referral, on=referral.received_at.date()):
            found.append(referral_id)
    return found
