"""Forgetting what came of a referral. What was counted of it stays."""

from uuid import UUID

from causeway.hub.road.outcomes.models import Feedback, FeedbackDue, OutcomeRecord


def forget_outcomes(referral_id: UUID) -> int:
    """Delete what forces recorded; for the last that may see it. Runs inside the caller's transaction."""
    FeedbackDue.objects.filter(outcome__referral_id=referral_id).delete()
    return OutcomeRecord.objects.filter(referral_id=referral_id).delete()[0]


def forget_feedback(referral_id: UUID) -> int:
    """Delete what the sender was told; for the last that may see it. Runs inside the caller's transaction."""
    return Feedback.objects.filter(referral_id=referral_id).delete()[0]
