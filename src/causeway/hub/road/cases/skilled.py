"""What training says of a case's task: whether whoever acts may do it, and whether a mentor signs it afterwards.

Only what a person does by hand passes here. A task that is done by an act of its own, such as telling the body that
protects the child, is never held up.
"""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.errors import Conflict
from causeway.hub.knowledge.training.commands.at_work import TaskAtWork, note_task_done
from causeway.hub.knowledge.training.queries.standing import TaskStanding, task_standing
from causeway.hub.knowledge.training.skills import NEVER_GATED_PLAYBOOKS, SKILL_NAMES
from causeway.hub.road.cases.models import Case, CaseTask
from causeway.hub.road.cases.queries.finding import case_of
from causeway.hub.road.cases.words import TaskState

_TAKING = frozenset({TaskState.DOING, TaskState.DONE})
"""Anybody may put a task off or say why it will not be done."""


def standing_at(actor: Actor, case: Case, task: CaseTask) -> TaskStanding | None:
    """How whoever acts stands towards a task. Runs inside the caller's transaction."""
    return task_standing(
        actor,
        playbook_code=case.playbook,
        task_code=task.code,
        task_id=task.id,
        now=timezone.now(),
        said=getattr(task, "skill", ""),
    )


def refuse_unless_skilled(actor: Actor, case: Case, task: CaseTask, state: TaskState) -> None:
    """Refuse to let a task be taken or done without the certificate that a rule requires. Runs inside the caller's
    transaction.

    Raises:
        Conflict: it is held up.
    """
    standing = standing_at(actor, case, task) if state in _TAKING else None
    if standing is not None and standing.is_held_up:
        skill = {"skill": SKILL_NAMES[standing.skill]}
        raise Conflict(
            _("This task needs a valid certificate: %(skill)s. Ask a colleague who has it, or a supervisor.") % skill
        )


def learning_at(actor: Actor, case: Case, task: CaseTask, state: TaskState) -> None:
    """Put a first task before the mentors once it is done. Runs inside the caller's transaction."""
    standing = standing_at(actor, case, task) if state is TaskState.DONE else None
    if standing is not None:
        note_task_done(actor, at_work(case, task, standing), standing, now=timezone.now())


def at_work(case: Case, task: CaseTask, standing: TaskStanding) -> TaskAtWork:
    """The task as training knows it."""
    return TaskAtWork(task_id=task.id, case_id=case.id, title=task.title, skill=standing.skill)


def is_urgent_case(referral_id: UUID) -> bool:
    """Whether the case of this referral goes by a playbook that nothing holds up. Runs inside the caller's
    transaction.
    """
    case = case_of(referral_id)
    return case is not None and case.playbook in NEVER_GATED_PLAYBOOKS
