"""How many referrals the acting organisation holds, by what they are about. Runs inside the caller's transaction."""

from collections import Counter
from datetime import datetime

from django.db.models import Count

from causeway.hub.road.referrals.models import Referral
from causeway.vocabulary.referral import Concern


def counts_by_concern(since: datetime, until: datetime) -> Counter[Concern]:
    """By concern: the referrals received from `since` until before `until`, each once."""
    rows = (
        Referral.objects.filter(received_at__gte=since, received_at__lt=until)
        .order_by()
        .values_list("concern")
        .annotate(n=Count("id"))
    )
    return Counter({Concern(concern): n for concern, n in rows})
