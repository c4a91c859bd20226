"""Taking a case's tasks to where there is no network."""

from dataclasses import dataclass
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.cases.models import CaseTask
from causeway.hub.road.cases.queries.finding import case_row
from causeway.hub.road.cases.queries.tasks import TaskView, task_views


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskList:
    """What leaves: the case by its reference alone, and its tasks. The names of people, reasons and notes stay here,
    because the file is not encrypted.
    """

    reference: str
    playbook_version: str
    tasks: tuple[TaskView, ...]


@command(Permission.DOWNLOAD_PACKAGE)
def take_task_list(actor: Actor, case_id: UUID) -> TaskList:
    """Gather the tasks of a case, and enter that they leave.

    Raises:
        NotFound: the actor's organisation has no such case.
    """
    del actor
    case = case_row(case_id)
    enter(Act.CASE_TASKS_DOWNLOADED, subjects=[case.id])
    tasks = task_views(CaseTask.objects.filter(case=case), {})
    return TaskList(reference=case.reference, playbook_version=case.playbook_version, tasks=tasks)
