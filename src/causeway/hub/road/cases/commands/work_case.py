"""Work on an open case: tasks and notes."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Invalid, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import SHORT_REASON_CHARACTERS, given_reason
from causeway.hub.base.clocks.keeping import ClockKind, start_clock, stop_clock
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.theme.numbers import grouped
from causeway.hub.knowledge.playbooks import SAFEGUARDING_TASK
from causeway.hub.road.cases.models import Case, CaseNote, CaseTask
from causeway.hub.road.cases.queries.finding import case_row
from causeway.hub.road.cases.skilled import learning_at, refuse_unless_skilled
from causeway.hub.road.cases.words import OVER, TaskState

NOTE_CHARACTERS = 10_000
EVIDENCE_CHARACTERS = 3_000


@command(Permission.WORK_CASE)
def change_task(
    actor: Actor, case_id: UUID, task_id: UUID, state: TaskState, *, reason: str = "", evidence: str = ""
) -> None:
    """Say where a task stands. One that will not be done, or does not apply, needs a reason; one that must be done and
    asks for evidence needs a note of what was recorded and where, or a reason. The same again changes nothing.

    Raises:
        NotFound: no such case, or no such task in it.
        Conflict: the case is closed, or its task needs a certificate that the actor does not hold.
        Invalid: the reason or the note is missing or too long, or the task that protects the child is to be set aside.
    """
    case = case_row(case_id, must_be_open=True)
    task = CaseTask.objects.filter(case=case, id=task_id).first()
    if task is None:
        raise NotFound(_("There is no such task."))
    reason, evidence = reason.strip(), evidence.strip()
    refuse_unless_skilled(actor, case, task, state)
    _check(task, state, reason, evidence)
    set_task(actor, case, task, state, reason, evidence or task.evidence_note)
    learning_at(actor, case, task, state)


def _check(task: CaseTask, state: TaskState, reason: str, evidence: str) -> None:
    missing = ""
    if state is TaskState.NOT_DONE:
        missing = _("Say why this will not be done.")
    if state is TaskState.NOT_APPLICABLE:
        if task.code == SAFEGUARDING_TASK:
            raise Invalid(_("Telling the body that protects the child always applies."), field="state")
        missing = _("Say why this does not apply.")
    if reason or missing:
        given_reason(reason, most=SHORT_REASON_CHARACTERS, missing=missing)
    if len(evidence) > EVIDENCE_CHARACTERS:
        raise Invalid(
            _("Write no more than %(most)s characters.") % {"most": grouped(EVIDENCE_CHARACTERS)},
            field="evidence",
        )
    is_asked = task.is_mandatory and bool(task.evidence)
    if state is TaskState.DONE and is_asked and not (reason or evidence or task.evidence_note):
        raise Invalid(_("Say what was recorded and where, or give a reason why nothing was."), field="evidence")


def set_task(
    actor: Actor, case: Case, task: CaseTask, state: TaskState, reason: str = "", evidence: str | None = None
) -> None:
    """Put a task into a state, with its clock, the clocks that wait for it, and its entry. Without `evidence` what was
    recorded before stays. Runs inside the caller's transaction.
    """
    evidence = task.evidence_note if evidence is None else evidence
    if (task.state, task.reason, task.evidence_note) == (state.value, reason, evidence):
        return
    now, before = timezone.now(), task.state
    if state in OVER and before != state.value:
        task.done_at, task.done_by_id = now, actor.member_id
    elif state not in OVER:
        task.done_at = task.done_by_id = None
    task.state, task.reason, task.evidence_note = state.value, reason, evidence
    task.save(update_fields=["state", "reason", "evidence_note", "done_at", "done_by_id"])
    if state in OVER:
        stop_clock(task.id, ClockKind.CASE_TASK, at=now)
        start_waiting(case, task.code, at=now)
    else:
        run_clock(task, now)
    details = {"task": task.code, "title": task.title, "from": before, "to": state.value, "reason": reason}
    enter(Act.TASK_CHANGED, subjects=[case.id], details=details | ({"evidence": evidence} if evidence else {}))


def run_clock(task: CaseTask, now: datetime) -> None:
    """Let a task's clock run for what is left of its time; one whose time is over has none."""
    if task.due_at and task.due_at > now:
        start_clock(task.id, ClockKind.CASE_TASK, task.due_at - now, started_at=now)


def start_waiting(case: Case, code: str, *, at: datetime) -> None:
    """Start the time of the tasks that waited for this one to be over."""
    waiting = CaseTask.objects.filter(case=case, after=code, due_at=None, state__in=[TaskState.TO_DO, TaskState.DOING])
    for task in waiting:
        if task.due_in_hours is not None:
            task.due_at = at + timedelta(hours=task.due_in_hours)
            task.save(update_fields=["due_at"])
            run_clock(task, at)


@command(Permission.WORK_CASE)
def add_note(actor: Actor, case_id: UUID, text: str) -> UUID:
    """Add a note, which nobody can change afterwards.

    Raises:
        NotFound: no such case.
        Conflict: it is closed.
        Invalid: the note is empty or too long.
    """
    case = case_row(case_id, must_be_open=True)
    return keep_note(actor, case, text)


def keep_note(actor: Actor, case: Case, text: str) -> UUID:
    """Keep a note and enter it. Runs inside the caller's transaction."""
    text = text.strip()
    if not text:
        raise Invalid(_("Write something."), field="text")
    if len(text) > NOTE_CHARACTERS:
        raise Invalid(
            _("Write no more than %(most)s characters.") % {"most": grouped(NOTE_CHARACTERS)},
            field="text",
        )
    if actor.member_id is None:
        raise NotPermitted(_("A note is a person's."))
    note = CaseNote(
        organisation_id=actor.organisation_id,
        case=case,
        member_id=actor.member_id,
        text=text,
        noted_at=timezone.now(),
    )
    note.save(force_insert=True)
    enter(Act.CASE_NOTED, subjects=[case.id])
    return note.id
