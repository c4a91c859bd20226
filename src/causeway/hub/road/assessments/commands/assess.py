"""Recording what the program found of completeness and priority. A person's word stands beside it and above it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from causeway.hub.base.acting.doors import current_actor
from causeway.hub.base.rows.documents import to_document
from causeway.hub.base.rows.inserting import insert_together
from causeway.hub.road.assessments.models import CompletenessAssessment, PriorityAssessment
from causeway.vocabulary.findings import Completeness, Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPriority:
    """The program's priority of a referral, for one organisation to read."""

    referral_id: UUID
    dossier_id: UUID
    audience_id: UUID
    found: Priority


def record_assessments(completeness: Mapping[UUID, Completeness], priorities: Iterable[FoundPriority]) -> None:
    """Record how complete each of these referrals is, and each of these priorities. Runs inside the caller's
    transaction.
    """
    own, now = current_actor().organisation_id, timezone.now()
    insert_together(
        [
            CompletenessAssessment(
                referral_id=referral_id,
                score=found.score,
                policy_version=found.policy_version,
                document=to_document(found),
                assessed_at=now,
            )
            for referral_id, found in completeness.items()
        ],
        [
            PriorityAssessment(
                referral_id=one.referral_id,
                dossier_id=one.dossier_id,
                organisation_id=own,
                audience_id=one.audience_id,
                band=one.found.band.value,
                score=one.found.score,
                is_imminent=one.found.is_imminent,
                policy_version=one.found.policy_version,
                document=to_document(one.found),
                assessed_at=now,
            )
            for one in priorities
        ],
    )
