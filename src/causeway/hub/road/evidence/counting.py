"""How often a signal of a bank was found in what the acting organisation was told."""

from uuid import UUID

from causeway.hub.knowledge.banks.match_counts import counts_matches
from causeway.hub.road.evidence.models import BankMatch


@counts_matches
def matches_of_signal(signal_id: UUID) -> int:
    """The files of referrals that matched it, as far as the acting organisation sees them."""
    return BankMatch.objects.filter(signal_id=signal_id).count()
