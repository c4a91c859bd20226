"""Closing a case, with an outcome for each referral; and opening it again."""

from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import SHORT_REASON_CHARACTERS, given_reason
from causeway.hub.base.clocks.keeping import ClockKind, start_clock, stop_clock
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.languages import in_language_of
from causeway.hub.road.cases.commands.work_case import keep_note
from causeway.hub.road.cases.models import CaseTask
from causeway.hub.road.cases.queries.finding import case_row, referrals_of
from causeway.hub.road.cases.queries.unprotected import unprotected_in
from causeway.hub.road.cases.words import TaskState
from causeway.hub.road.outcomes.commands.record_outcome import record_outcome
from causeway.vocabulary.outcomes import Outcome, OutcomeStatus


@command(Permission.CLOSE_CASE)
def close_case(
    actor: Actor, case_id: UUID, outcomes: Mapping[UUID, Outcome], *, no_safeguarding_reason: str = ""
) -> None:
    """Close a case with what came of each of its referrals.

    Where a child may be in danger of whom no body that protects them was told, a reason is asked for and kept.

    Raises:
        NotFound: no such case.
        Conflict: it is closed already.
        Invalid: a referral lacks an outcome or has one that is not whole (`field` is `REFERRAL.part`), or the reason is
            missing.
    """
    case = case_row(case_id, must_be_open=True)
    referral_ids = referrals_of(case_id)
    for referral_id in referral_ids:
        _check(referral_id, outcomes.get(referral_id))
    reason, unprotected = no_safeguarding_reason.strip(), unprotected_in(referral_ids)
    if reason or unprotected:
        missing = _("Nobody has told a body that protects this child, or not of every child. Tell one, or say why not.")
        reason = given_reason(reason, most=SHORT_REASON_CHARACTERS, field="no_safeguarding_reason", missing=missing)
    for referral_id in referral_ids:
        try:
            record_outcome(actor, referral_id, outcomes[referral_id])
        except Invalid as fault:
            raise Invalid(fault.message, field=f"{referral_id}.{fault.field}") from fault
    if unprotected:
        with in_language_of(actor.organisation_id):  # the note is read by everybody there
            note = _("Closed without telling a body that protects each child: %(reason)s") % {"reason": reason}
        keep_note(actor, case, note)
    case.closed_at = timezone.now()
    case.save(update_fields=["closed_at"])
    for task_id in CaseTask.objects.filter(case=case).values_list("id", flat=True):
        stop_clock(task_id, ClockKind.CASE_TASK, at=case.closed_at)
    statuses = {str(referral_id): outcomes[referral_id].status.value for referral_id in referral_ids}
    enter(Act.CASE_CLOSED, subjects=[case.id, *referral_ids], details={"outcomes": statuses, "reason": reason})


@command(Permission.CLOSE_CASE)
def reopen_case(actor: Actor, case_id: UUID, reason: str) -> None:
    """Open a closed case again; what was told to senders stays told, and the next outcome replaces it.

    Raises:
        NotFound: no such case.
        Conflict: it is open.
        Invalid: the reason is missing or too long.
    """
    del actor
    case = case_row(case_id)
    if case.closed_at is None:
        raise Conflict(_("This case is open."))
    missing = _("Say why the case is opened again.")
    reason = given_reason(reason, most=SHORT_REASON_CHARACTERS, missing=missing)
    now = timezone.now()
    case.closed_at = None
    case.save(update_fields=["closed_at"])
    waiting = CaseTask.objects.filter(case=case, state__in=[TaskState.TO_DO, TaskState.DOING], due_at__gt=now)
    for task in waiting:
        if task.due_at:
            start_clock(task.id, ClockKind.CASE_TASK, task.due_at - now, started_at=now)
    enter(Act.CASE_REOPENED, subjects=[case.id, *referrals_of(case_id)], details={"reason": reason})


def _check(referral_id: UUID, outcome: Outcome | None) -> None:
    if outcome is None:
        raise Invalid(_("Say what came of this referral."), field=f"{referral_id}.status")
    if outcome.status is OutcomeStatus.ONGOING:
        raise Invalid(_("Work cannot go on in a closed case."), field=f"{referral_id}.status")
