"""Recording what the program found of completeness and priority. A person's word stands beside it and above it."""

from uuid import UUID

from django.utils import timezone

from causeway.hub.base.acting.doors import current_actor
from causeway.hub.base.walls.documents import to_document
from causeway.hub.road.assessments.models import CompletenessAssessment, PriorityAssessment
from causeway.vocabulary.findings import Completeness, Priority


def record_completeness(referral_id: UUID, found: Completeness) -> None:
    """Record how complete a referral is. Runs inside the caller's transaction."""
    CompletenessAssessment(
        referral_id=referral_id,
        score=found.score,
        policy_version=found.policy_version,
        document=to_document(found),
        assessed_at=timezone.now(),
    ).save(force_insert=True)


def record_priority(referral_id: UUID, dossier_id: UUID, audience_id: UUID, found: Priority) -> None:
    """Record the program's priority, for one organisation to read. Runs inside the caller's transaction."""
    PriorityAssessment(
        referral_id=referral_id,
        dossier_id=dossier_id,
        organisation_id=current_actor().organisation_id,
        audience_id=audience_id,
        band=found.band.value,
        score=found.score,
        is_imminent=found.is_imminent,
        policy_version=found.policy_version,
        document=to_document(found),
        assessed_at=timezone.now(),
    ).save(force_insert=True)
