"""Forgetting that a referral waited."""

from uuid import UUID

from causeway.hub.road.queues.models import Alert, QueueItem, Work


def forget_waiting(referral_id: UUID) -> int:
    """Delete the acting organisation's line, alert and work. Runs inside the caller's transaction."""
    return sum(model.objects.filter(referral_id=referral_id).delete()[0] for model in (QueueItem, Alert, Work))
