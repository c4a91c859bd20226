"""Which accounts, URLs and keywords come to their end soon, unless whoever added them renews them."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from causeway.hub.knowledge.banks.models import Bank, Signal
from causeway.hub.knowledge.banks.reporting import IN_USE
from causeway.vocabulary.signals import ABOUT_PEOPLE

TOLD_BEFORE = timedelta(days=14)
"""Our own choice: time enough to look at each again."""
MOST_AT_ONCE = 1_000


def ending_signals(organisation_id: UUID, now: datetime) -> QuerySet[Signal]:
    """Those of this organisation's, in the banks that it shares, first what ends first. Runs inside the caller's
    transaction.
    """
    ends = Signal.objects.filter(bank_id__in=Bank.objects.values("id"), expires_at__gt=now)
    soon = ends.filter(expires_at__lte=now + TOLD_BEFORE, state__in=IN_USE, organisation_id=organisation_id)
    return soon.filter(kind__in=[kind.value for kind in ABOUT_PEOPLE]).order_by("expires_at", "id")
