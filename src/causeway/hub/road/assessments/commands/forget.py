"""Forgetting how a referral was judged."""

from uuid import UUID

from causeway.hub.base.acting.doors import current_actor
from causeway.hub.road.assessments.models import CompletenessAssessment, PriorityAssessment, PriorityChange


def forget_own_priorities(referral_id: UUID) -> int:
    """Delete the priorities that were made for the acting organisation. Runs inside the caller's transaction."""
    own = current_actor().organisation_id
    return PriorityAssessment.objects.filter(referral_id=referral_id, audience_id=own).delete()[0]


def forget_priority_changes(referral_id: UUID) -> int:
    """Delete what people said of its priority; for the last that may see it. Runs inside the caller's transaction."""
    return PriorityChange.objects.filter(referral_id=referral_id).delete()[0]


def forget_completeness(referral_id: UUID) -> int:
    """Delete how complete it was; for the last that may see it. Runs inside the caller's transaction."""
    return CompletenessAssessment.objects.filter(referral_id=referral_id).delete()[0]
