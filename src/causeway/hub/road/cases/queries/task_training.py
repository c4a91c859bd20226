"""How the reader of a task's page stands towards it: skill, rule, mentor, and where to learn."""

from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.knowledge.training.queries.standing import TaskStanding
from causeway.hub.road.cases.models import CaseTask
from causeway.hub.road.cases.queries.finding import case_row
from causeway.hub.road.cases.skilled import standing_at


@query(Permission.READ_CASE)
def training_at(actor: Actor, case_id: UUID, task_id: UUID) -> TaskStanding | None:
    """What training says of one task; None where it asks for no skill, or where there is none.

    Raises:
        NotFound: the actor's organisation has no such case.
    """
    case = case_row(case_id)
    task = CaseTask.objects.filter(case=case, id=task_id).first()
    return standing_at(actor, case, task) if task else None
