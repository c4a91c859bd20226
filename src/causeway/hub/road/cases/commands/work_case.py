"""Work on an open case: tasks and notes."""

from uuid import UUID

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Invalid, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.clocks.keeping import ClockKind, start_clock, stop_clock
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.cases.models import Case, CaseNote, CaseTask
from causeway.hub.road.cases.queries.finding import case_row
from causeway.hub.road.cases.skilled import learning_at, refuse_unless_skilled
from causeway.hub.road.cases.words import TaskState

REASON_CHARACTERS = 500
NOTE_CHARACTERS = 10_000
_OVER = frozenset({TaskState.DONE, TaskState.NOT_DONE})


@command(Permission.WORK_CASE)
def change_task(actor: Actor, case_id: UUID, task_id: UUID, state: TaskState, *, reason: str = "") -> None:
    """Say where a task stands. One that will not be done needs a reason; the same state again changes nothing.

    Raises:
        NotFound: no such case, or no such task in it.
        Conflict: the case is closed, or its task needs a certificate that the actor does not hold.
        Invalid: the reason is missing or too long.
    """
    case = case_row(case_id, must_be_open=True)
    task = CaseTask.objects.filter(case=case, id=task_id).first()
    if task is None:
        raise NotFound("There is no such task.")
    reason = reason.strip()
    if state is TaskState.NOT_DONE and not reason:
        raise Invalid("Say why this will not be done.", field="reason")
    if len(reason) > REASON_CHARACTERS:
        raise Invalid(f"Write no more than {REASON_CHARACTERS} characters.", field="reason")
    refuse_unless_skilled(actor, case, task, state)
    set_task(actor, case, task, state, reason)
    learning_at(actor, case, task, state)


def set_task(actor: Actor, case: Case, task: CaseTask, state: TaskState, reason: str = "") -> None:
    """Put a task into a state, with its clock and its entry. Runs inside the caller's transaction."""
    if task.state == state.value and task.reason == reason:
        return
    now, before = timezone.now(), task.state
    task.state, task.reason = state.value, reason
    task.done_at = now if state in _OVER else None
    task.done_by_id = actor.member_id if state in _OVER else None
    task.save(update_fields=["state", "reason", "done_at", "done_by_id"])
    if state in _OVER:
        stop_clock(task.id, ClockKind.CASE_TASK, at=now)
    elif task.due_at and task.due_at > now:
        start_clock(task.id, ClockKind.CASE_TASK, task.due_at - now, started_at=now)
    enter(
        Act.TASK_CHANGED,
        subjects=[case.id],
        details={"task": task.code, "title": task.title, "from": before, "to": state.value, "reason": reason},
    )


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
        raise Invalid("Write something.", field="text")
    if len(text) > NOTE_CHARACTERS:
        raise Invalid(f"Write no more than {NOTE_CHARACTERS:,} characters.", field="text")
    if actor.member_id is None:
        raise NotPermitted("A note is a person's.")
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
