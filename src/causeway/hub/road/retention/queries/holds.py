"""What is held back from erasing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.people import member_names
from causeway.hub.road.cases.commands.forget import cases_that_work_on
from causeway.hub.road.cases.queries.finding import case_row
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
    """Those on hold themselves. Runs inside the caller's transaction."""
    holds = Hold.objects.filter(released_at=None, is_case=False, subject_id__in=list(referral_ids))
    return set(holds.values_list("subject_id", flat=True))


def held_cases(case_ids: Collection[UUID]) -> set[UUID]:
    """Those cases on hold, or that work on a referral on hold. Runs inside the caller's transaction."""
    holds = Hold.objects.filter(released_at=None)
    own = set(holds.filter(is_case=True, subject_id__in=list(case_ids)).values_list("subject_id", flat=True))
    referrals = list(holds.filter(is_case=False).values_list("subject_id", flat=True)) if case_ids else []
    return own | cases_that_work_on(referrals, case_ids)
