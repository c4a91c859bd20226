"""The tasks of a case from its playbook: at the start, when a referral joins, and when another playbook fits better."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import SHORT_REASON_CHARACTERS, given_reason
from causeway.hub.base.clocks.keeping import ClockKind, stop_clock
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.knowledge.playbooks import SAFEGUARDING_TASK, Playbook, Step
from causeway.hub.knowledge.playbooks.conditions import Condition, Facts, unmet
from causeway.hub.knowledge.playbooks.markup import as_plain
from causeway.hub.knowledge.playbooks.queries.in_force import in_force
from causeway.hub.knowledge.playbooks.translating import step_words
from causeway.hub.road.cases.commands.work_case import run_clock, set_task, start_waiting
from causeway.hub.road.cases.models import Case, CaseTask
from causeway.hub.road.cases.queries.case_facts import facts_of_case
from causeway.hub.road.cases.queries.finding import case_row
from causeway.hub.road.cases.words import OVER, TaskState


@command(Permission.WORK_CASE)
def change_playbook(actor: Actor, case_id: UUID, playbook_code: str, reason: str) -> None:
    """Go on by another playbook, or by the version of the same that is followed now. What is finished is kept; what is
    not is replaced by the steps of the new one, and a step that both have goes on where it stands.

    Raises:
        NotFound: no such case.
        Conflict: it is closed, or works by this version already.
        Invalid: no such playbook, or the reason is missing or too long.
    """
    case = case_row(case_id, must_be_open=True)
    chosen = in_force(playbook_code)
    if chosen is None:
        raise Invalid(_("There is no such playbook."), field="playbook_code")
    missing = _("Say why another playbook fits better.")
    reason = given_reason(reason, most=SHORT_REASON_CHARACTERS, missing=missing)
    before = {"playbook": case.playbook, "version": case.playbook_version}
    after = {"playbook": chosen.code, "version": chosen.playbook.version}
    if before == after and case.playbook_version_id == chosen.version_id:
        raise Conflict(_("The case works by this playbook already."))
    case.playbook, case.playbook_version = chosen.code, chosen.playbook.version
    case.playbook_version_id = chosen.version_id
    case.save(update_fields=["playbook", "playbook_version", "playbook_version_id"])
    replaced = _replace_tasks(case, chosen.playbook, facts_of_case(case.id), now=timezone.now())
    details = {"title": chosen.playbook.title, "from": before, "chosen": after, "replaced": replaced, "reason": reason}
    enter(Act.CASE_PLAYBOOK_CHANGED, subjects=[case.id], details=details)
    _start_after_finished(case)


def begin_tasks(case: Case, playbook: Playbook, facts: Facts) -> None:
    """Give a new case the tasks of its playbook. Runs inside the caller's transaction."""
    for ordinal, step in enumerate(_in_order(playbook, facts), start=1):
        _add(case, step, playbook, ordinal, facts, now=case.opened_at)
    _start_after_finished(case)


def look_again(actor: Actor, case: Case, facts: Facts) -> None:
    """After a referral joined: take up what applies now, and put safeguarding first where a child may have harmed. Runs
    inside the caller's transaction.
    """
    if facts.has_child_subject:
        # Ordinals begin at 1, so that 0 stands before them all.
        CaseTask.objects.filter(case=case, code=SAFEGUARDING_TASK).update(ordinal=0)
    now = timezone.now()
    for task in CaseTask.objects.filter(case=case, state=TaskState.NOT_APPLICABLE, done_by_id=None):
        still = unmet([Condition(each) for each in task.conditions], facts)
        if still or not task.unmet:
            continue
        task.unmet = []
        task.due_at = _due(case, task, now)
        task.save(update_fields=["unmet", "due_at"])
        set_task(actor, case, task, TaskState.TO_DO)


def _replace_tasks(case: Case, playbook: Playbook, facts: Facts, *, now: datetime) -> list[str]:
    """Put the new steps in place of what is not finished; gives the titles of what went."""
    tasks = {task.code: task for task in CaseTask.objects.filter(case=case)}
    # What a rule set aside, nobody decided; the new playbook looks at it anew.
    finished = {code for code, task in tasks.items() if task.state in OVER and task.done_by_id is not None}
    replaced = []
    for code, task in tasks.items():
        if code not in finished and (code not in playbook.codes or task.state in OVER):
            stop_clock(task.id, ClockKind.CASE_TASK, at=now)
            replaced.append(task.title)
            task.delete()
    kept = len(finished)
    for ordinal, step in enumerate(_in_order(playbook, facts), start=kept + 1):
        if step.code in finished:
            continue
        known = tasks.get(step.code)
        if known is None or known.title in replaced:
            _add(case, step, playbook, ordinal, facts, now=now)
        else:
            _go_on(case, known, step, playbook, ordinal, facts, now=now)
    for ordinal, code in enumerate(sorted(finished, key=lambda code: tasks[code].done_at or now), start=1):
        CaseTask.objects.filter(id=tasks[code].id).update(ordinal=ordinal)
    if facts.has_child_subject:
        CaseTask.objects.filter(case=case, code=SAFEGUARDING_TASK).update(ordinal=0)
    return replaced


def _add(case: Case, step: Step, playbook: Playbook, ordinal: int, facts: Facts, *, now: datetime) -> None:
    task = CaseTask(organisation_id=case.organisation_id, case=case, code=step.code, state=TaskState.TO_DO.value)
    _write(task, step, playbook, ordinal, facts)
    if task.unmet:
        task.state, task.done_at = TaskState.NOT_APPLICABLE.value, now
    elif not task.after:
        task.due_at = now + step.due_in
    task.save(force_insert=True)
    if not task.unmet:
        run_clock(task, now)


def _go_on(
    case: Case, task: CaseTask, step: Step, playbook: Playbook, ordinal: int, facts: Facts, *, now: datetime
) -> None:
    """A step that both playbooks have goes on where it stands; its time does not become longer by the change."""
    before = task.due_at
    _write(task, step, playbook, ordinal, facts)
    due = _due(case, task, now)
    task.due_at = min((each for each in (before, due) if each), default=None)
    if task.unmet and task.state == TaskState.TO_DO:
        task.state, task.done_at = TaskState.NOT_APPLICABLE.value, now
    task.save()
    stop_clock(task.id, ClockKind.CASE_TASK, at=now)
    if task.state not in OVER:
        run_clock(task, now)


def _write(task: CaseTask, step: Step, playbook: Playbook, ordinal: int, facts: Facts) -> None:
    titles = {each.code: each.title for each in playbook.steps}
    task.ordinal, task.title, task.skill = ordinal, step.title, step.skill
    task.guidance = as_plain(step.guidance, titles)
    task.language, task.words = playbook.language, dict(step_words(playbook)[step.code])
    task.roles = [role.value for role in step.roles]
    task.conditions = [condition.value for condition in step.conditions]
    task.unmet = [condition.value for condition in unmet(step.conditions, facts)]
    task.evidence, task.is_mandatory = list(step.evidence), step.is_mandatory
    task.after, task.due_in_hours = step.after, step.due_in_hours


def _due(case: Case, task: CaseTask, now: datetime) -> datetime | None:
    """When it is due if its time starts now, or with the end of the task for which it waits."""
    if task.due_in_hours is None:
        return task.due_at
    start: datetime | None = now
    if task.after:
        other = CaseTask.objects.filter(case=case, code=task.after).first()
        start = other.done_at if other is not None and other.state in OVER else None
    return start + timedelta(hours=task.due_in_hours) if start else None


def _start_after_finished(case: Case) -> None:
    for task in CaseTask.objects.filter(case=case, state__in=[state.value for state in OVER]):
        start_waiting(case, task.code, at=task.done_at or timezone.now())


def _in_order(playbook: Playbook, facts: Facts) -> list[Step]:
    """The steps in their order; where a child may have harmed, telling who protects them comes first."""
    if not facts.has_child_subject:
        return list(playbook.steps)
    return sorted(playbook.steps, key=lambda step: step.code != SAFEGUARDING_TASK)
