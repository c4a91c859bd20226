"""Finding one case for a command or query, and the heading of a referral that may go into one."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import Conflict, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.road.cases.models import Case, CaseReferral
from causeway.hub.road.referrals.queries.facts import facts_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralHeading:
    """A referral by its reference, and the organisation's case that works on it."""

    id: UUID
    reference: str
    case_id: UUID | None


def case_row(case_id: UUID, *, must_be_open: bool = False) -> Case:
    """The case; with `must_be_open` it is locked, so that nobody closes it meanwhile. Runs inside the caller's
    transaction.

    Raises:
        NotFound: the acting organisation has no such case.
        Conflict: it is closed, and has to be open.
    """
    cases = Case.objects.select_for_update() if must_be_open else Case.objects
    case = cases.filter(id=case_id).first()
    if case is None:
        raise NotFound(_("There is no such case."))
    if must_be_open and case.closed_at:
        raise Conflict(_("This case is closed. Reopen it first."))
    return case


def case_of(referral_id: UUID) -> Case | None:
    """The acting organisation's case that works on this referral, or None. Runs inside the caller's
    transaction.
    """
    row = CaseReferral.objects.select_related("case").filter(referral_id=referral_id).first()
    return row.case if row else None


def in_open_cases(referral_ids: Collection[UUID]) -> set[UUID]:
    """Those of these referrals on which an open case of the acting organisation works. Runs inside the caller's
    transaction.
    """
    rows = CaseReferral.objects.filter(referral_id__in=list(referral_ids), case__closed_at=None)
    return set(rows.values_list("referral_id", flat=True))


def case_references(case_ids: Collection[UUID]) -> dict[UUID, str]:
    """The references by which people name these cases. Runs inside the caller's transaction."""
    return dict(Case.objects.filter(id__in=list(case_ids)).values_list("id", "reference"))


def referrals_of(case_id: UUID) -> list[UUID]:
    """The referrals of a case, in the order in which they came to it. Runs inside the caller's transaction."""
    rows = CaseReferral.objects.filter(case_id=case_id).order_by("added_at", "id")
    return list(rows.values_list("referral_id", flat=True))


@query(Permission.WORK_CASE)
def referral_heading(actor: Actor, referral_id: UUID) -> ReferralHeading:
    """The heading of a referral that is to be taken.

    Raises:
        NotFound: the actor's organisation sees no such referral.
    """
    del actor
    fact, case = facts_of([referral_id]).get(referral_id), case_of(referral_id)
    if fact is None:
        raise NotFound(_("There is no such referral."))
    return ReferralHeading(id=referral_id, reference=fact.reference, case_id=case.id if case else None)
