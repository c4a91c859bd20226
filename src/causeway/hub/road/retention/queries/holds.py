"""What is held back from erasing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.people import member_names
from causeway.hub.road.cases.queries.finding import case_row, referrals_of
from causeway.hub.road.referrals.queries.told import reference_of
from causeway.hub.road.retention.models import Hold


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldView:
    """One hold in force."""

    id: UUID
    subject_id: UUID
    is_case: bool
    reference: str
    reason: str
    placed_by_id: UUID
    placed_by: str
    placed_at: datetime
    exhibit_id: UUID | None


@query(Permission.READ_RETENTION)
def holds_in_force(actor: Actor) -> tuple[HoldView, ...]:
    """All of the actor's organisation, the newest first."""
    rows = list(Hold.objects.filter(released_at=None).order_by("-placed_at"))
    names = member_names({row.placed_by_id for row in rows})
    return tuple(
        HoldView(
            id=row.id,
            subject_id=row.subject_id,
            is_case=row.is_case,
            reference=case_row(row.subject_id).reference if row.is_case else reference_of(row.subject_id),
            reason=row.reason,
            placed_by_id=row.placed_by_id,
            placed_by=names.get(row.placed_by_id, ""),
            placed_at=row.placed_at,
            exhibit_id=row.exhibit_id,
        )
        for row in rows
    )


def held_referrals(referral_ids: Collection[UUID]) -> set[UUID]:
    """Those on hold themselves, or by a case that works on them. Runs inside the caller's transaction."""
    holds = Hold.objects.filter(released_at=None)
    own = set(holds.filter(is_case=False, subject_id__in=list(referral_ids)).values_list("subject_id", flat=True))
    cases = holds.filter(is_case=True).values_list("subject_id", flat=True)
    return own | {number for case_id in cases for number in referrals_of(case_id)}.intersection(referral_ids)


def is_case_held(case_id: UUID) -> bool:
    """Whether a case is on hold, or a referral that it works on. Runs inside the caller's transaction."""
    subjects = [case_id, *referrals_of(case_id)]
    return Hold.objects.filter(released_at=None, subject_id__in=subjects).exists()
