"""Which assessment counts now for the acting organisation, and all that there were."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from causeway.hub.base.acting.doors import current_actor
from causeway.hub.base.rows.documents import from_document
from causeway.hub.road.assessments.models import CompletenessAssessment, PriorityAssessment, PriorityChange
from causeway.vocabulary.findings import Band, Completeness, Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityView:
    """One judgement of priority. With `member_id` it is a person's band and reason; the rest is then what the program
    finds now.
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
    """Every judgement that the acting organisation may read, the one that counts first: the newest person's, else the
    program's newest. Runs inside the caller's transaction.

    Empty before the program has judged for this organisation.
    """
    return priorities_among([referral_id]).get(referral_id, ())


def priorities_among(referral_ids: Collection[UUID]) -> dict[UUID, tuple[PriorityView, ...]]:
    """The same of several referrals; of those before the first judgement nothing. Runs inside the caller's
    transaction.
    """
    own, ids = current_actor().organisation_id, list(referral_ids)
    rows = PriorityAssessment.objects.filter(referral_id__in=ids, audience_id=own).order_by("-assessed_at", "-id")
    by_program: dict[UUID, list[PriorityView]] = {}
    for row in rows:
        by_program.setdefault(row.referral_id, []).append(_view(row))
    by_persons: dict[UUID, list[PriorityChange]] = {}
    if by_program:
        for change in PriorityChange.objects.filter(referral_id__in=list(by_program)).order_by("-changed_at", "-id"):
            by_persons.setdefault(change.referral_id, []).append(change)
    return {
        referral_id: (*(_changed(change, found[0]) for change in by_persons.get(referral_id, ())), *found)
        for referral_id, found in by_program.items()
    }


def priority_of(referral_id: UUID) -> PriorityView | None:
    """The judgement that counts, or None before the first. Runs inside the caller's transaction."""
    return next(iter(priorities_of(referral_id)), None)


def is_imminent(referral_id: UUID) -> bool:
    """Whether a child may be harmed now, as the judgement that counts says. Runs inside the caller's transaction."""
    found = priority_of(referral_id)
    return found is not None and found.is_imminent


def completenesses_of(referral_id: UUID) -> tuple[CompletenessView, ...]:
    """Every judgement of completeness, newest first. Runs inside the caller's transaction."""
    rows = CompletenessAssessment.objects.filter(referral_id=referral_id).order_by("-assessed_at", "-id")
    return tuple(
        CompletenessView(found=from_document(Completeness, row.document), assessed_at=row.assessed_at) for row in rows
    )


def completenesses_among(referral_ids: Collection[UUID]) -> dict[UUID, Completeness]:
    """The newest judgement of each of these referrals, where there is one. Runs inside the caller's transaction."""
    rows = CompletenessAssessment.objects.filter(referral_id__in=list(referral_ids)).order_by("assessed_at", "id")
    return {row.referral_id: from_document(Completeness, row.document) for row in rows}


def completeness_scores(referral_ids: Collection[UUID]) -> dict[UUID, float]:
    """How complete each of these referrals is by the newest judgement, 0 to 1, where there is one. Runs inside the
    caller's transaction.
    """
    rows = CompletenessAssessment.objects.filter(referral_id__in=list(referral_ids)).order_by("assessed_at", "id")
    return dict(rows.values_list("referral_id", "score"))


def _view(row: PriorityAssessment) -> PriorityView:
    return PriorityView(
        referral_id=row.referral_id,
        dossier_id=row.dossier_id,
        organisation_id=row.organisation_id,
        member_id=None,
        band=Band(row.band),
        score=row.score,
        is_imminent=row.is_imminent,
        reason="",
        policy_version=row.policy_version,
        assessed_at=row.assessed_at,
        document=row.document,
    )


def _changed(change: PriorityChange, found: PriorityView) -> PriorityView:
    return replace(
        found,
        organisation_id=change.organisation_id,
        member_id=change.member_id,
        band=Band(change.band),
        reason=change.reason,
        assessed_at=change.changed_at,
    )
