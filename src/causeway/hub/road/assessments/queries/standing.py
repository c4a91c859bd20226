"""Which assessment counts now, and all that there were."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from causeway.hub.base.walls.documents import from_document
from causeway.hub.road.assessments.models import CompletenessAssessment, PriorityAssessment
from causeway.vocabulary.findings import Band, Completeness, Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityView:
    """One judgement of priority. With `member_id` it is a person's band and reason; `document` is then what the
    program had found.
    """

    referral_id: UUID
    dossier_id: UUID
    organisation_id: UUID
    member_id: UUID | None
    band: Band
    score: float
    is_imminent: bool
    reason: str
    policy_version: str
    assessed_at: datetime
    document: dict[str, Any]

    @property
    def found(self) -> Priority:
        """The program's table of reasons."""
        return from_document(Priority, self.document)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletenessView:
    """One judgement of completeness."""

    found: Completeness
    assessed_at: datetime


def priorities_of(referral_id: UUID) -> tuple[PriorityView, ...]:
    """Every judgement, the one that counts first: the newest person's, else the newest. Runs inside the caller's
    transaction.
    """
    rows = PriorityAssessment.objects.filter(referral_id=referral_id).order_by("-assessed_at", "-id")
    return tuple(sorted(map(_view, rows), key=lambda view: view.member_id is None))


def priority_of(referral_id: UUID) -> PriorityView | None:
    """The judgement that counts, or None before the first. Runs inside the caller's transaction."""
    return next(iter(priorities_of(referral_id)), None)


def standing_priorities(referral_ids: Collection[UUID]) -> dict[UUID, PriorityView]:
    """The judgement that counts for each of these referrals. Runs inside the caller's transaction."""
    standing: dict[UUID, PriorityView] = {}
    rows = PriorityAssessment.objects.filter(referral_id__in=list(referral_ids)).order_by("-assessed_at", "-id")
    for view in sorted(map(_view, rows), key=lambda view: view.member_id is None):
        standing.setdefault(view.referral_id, view)
    return standing


def completenesses_of(referral_id: UUID) -> tuple[CompletenessView, ...]:
    """Every judgement of completeness, newest first. Runs inside the caller's transaction."""
    rows = CompletenessAssessment.objects.filter(referral_id=referral_id).order_by("-assessed_at", "-id")
    return tuple(
        CompletenessView(found=from_document(Completeness, row.document), assessed_at=row.assessed_at) for row in rows
    )


def _view(row: PriorityAssessment) -> PriorityView:
    return PriorityView(
        referral_id=row.referral_id,
        dossier_id=row.dossier_id,
        organisation_id=row.organisation_id,
        member_id=row.member_id,
        band=Band(row.band),
        score=row.score,
        is_imminent=row.is_imminent,
        reason=row.reason,
        policy_version=row.policy_version,
        assessed_at=row.assessed_at,
        document=row.document,
    )
