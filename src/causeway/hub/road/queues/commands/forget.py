"""Forgetting that a referral waited."""

from uuid import UUID

from django.db.models import F

from causeway.hub.road.queues.models import Alert, QueueItem, Work


def forget_waiting(referral_id: UUID) -> int:
    """Delete the acting organisation's line, alert and work; the line under which it stood counts one telling less.
    Runs inside the caller's transaction.
    """
    line_id = QueueItem.objects.filter(referral_id=referral_id).values_list("duplicate_of_id", flat=True).first()
    if line_id is not None:
        QueueItem.objects.filter(referral_id=line_id).update(bundle_size=F("bundle_size") - 1)
    return sum(model.objects.filter(referral_id=referral_id).delete()[0] for model in (QueueItem, Alert, Work))
