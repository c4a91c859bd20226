"""Forgetting a case, and what was told to the bodies that protect a child."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from causeway.hub.base.clocks.forgetting import forget_clocks
from causeway.hub.base.ledger.erasing import erase_details_about
from causeway.hub.base.organisations.sharing import is_last_of, leave
from causeway.hub.base.rows.paging import Portion
from causeway.hub.road.cases.models import (
    Case,
    CaseNote,
    CaseReferral,
    CaseTask,
    Safeguarding,
    SafeguardingAnswer,
    SafeguardingOrigin,
)


def closed_cases(before: datetime, portion: Portion) -> list[tuple[UUID, datetime]]:
    """A portion of the acting organisation's cases that were closed before this and are not open again, and when that
    was. Runs inside the caller's transaction.
    """
    rows = portion.of(Case.objects.filter(closed_at__lt=before), "closed_at")
    return [(number, at) for number, at in rows.values_list("id", "closed_at") if at is not None]


def referrals_in_cases(referral_ids: Collection[UUID]) -> set[UUID]:
    """Those that a case of the acting organisation works or worked on: they are kept as long as it. Runs inside the
    caller's transaction.
    """
    return set(CaseReferral.objects.filter(referral_id__in=list(referral_ids)).values_list("referral_id", flat=True))


def cases_that_work_on(referral_ids: Collection[UUID], among: Collection[UUID]) -> set[UUID]:
    """Those cases among these that work or worked on one of these referrals. Runs inside the caller's transaction."""
    rows = CaseReferral.objects.filter(referral_id__in=list(referral_ids), case_id__in=list(among))
    return set(rows.values_list("case_id", flat=True))


def forget_case(case_id: UUID) -> dict[str, int]:
    """Delete a case with its notes, steps and clocks, and give how many of each. Runs inside the caller's
    transaction.
    """
    tasks = list(CaseTask.objects.filter(case_id=case_id).values_list("id", flat=True))
    erase_details_about([case_id, *tasks])
    forget_clocks(tasks)
    notes = CaseNote.objects.filter(case_id=case_id).delete()[0]
    CaseTask.objects.filter(case_id=case_id).delete()
    CaseReferral.objects.filter(case_id=case_id).delete()
    return {"cases": Case.objects.filter(id=case_id).delete()[0], "notes": notes, "tasks": len(tasks)}


def told_about(referral_id: UUID) -> list[UUID]:
    """The notices that the acting organisation made about a referral. Runs inside the caller's transaction."""
    rows = SafeguardingOrigin.objects.filter(referral_id=referral_id)
    return list(rows.values_list("safeguarding_id", flat=True))


def received_notices(organisation_id: UUID, before: datetime, portion: Portion) -> list[tuple[UUID, datetime]]:
    """A portion of the notices that a body got before this and has acknowledged, and when they came. Runs inside the
    caller's transaction.
    """
    rows = Safeguarding.objects.filter(body_id=organisation_id, told_at__lt=before, answer__isnull=False)
    return list(portion.of(rows, "told_at").values_list("id", "told_at"))


def forget_notice(notice_id: UUID) -> int:
    """See a notice no longer, and delete it where nobody else does. Runs inside the caller's transaction."""
    erase_details_about([notice_id])
    forget_clocks([notice_id])
    SafeguardingOrigin.objects.filter(safeguarding_id=notice_id).delete()
    gone = 0
    if is_last_of(notice_id):
        SafeguardingAnswer.objects.filter(safeguarding_id=notice_id).delete()
        gone = Safeguarding.objects.filter(id=notice_id).delete()[0]
    leave(notice_id)
    return gone
