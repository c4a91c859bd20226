"""Forgetting what was found in files, and by which authority somebody looked."""

from uuid import UUID

from causeway.hub.road.evidence.models import Authority, BankMatch, Examination


def forget_authorities(referral_id: UUID) -> int:
    """Delete those of the acting organisation. Runs inside the caller's transaction."""
    return Authority.objects.filter(referral_id=referral_id).delete()[0]


def forget_findings(referral_id: UUID) -> int:
    """Delete what was found in a referral's files; for the last that may see it. Runs inside the caller's
    transaction.
    """
    matches = BankMatch.objects.filter(referral_id=referral_id).delete()[0]
    return matches + Examination.objects.filter(referral_id=referral_id).delete()[0]
