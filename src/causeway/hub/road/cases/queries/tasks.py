"""Tasks of a case as their list and their own pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.people import member_names
from causeway.hub.knowledge.languages import DEFAULT_LANGUAGE, reading_language
from causeway.hub.knowledge.playbooks import SAFEGUARDING_TASK
from causeway.hub.knowledge.playbooks.conditions import Condition
from causeway.hub.road.cases.models import CaseTask
from causeway.hub.road.cases.queries.finding import case_row, referrals_of
from causeway.hub.road.cases.queries.unprotected import Unprotected, unprotected_in
from causeway.hub.road.cases.words import OVER, TaskState
from causeway.hub.road.referrals.queries.facts import facts_of
from causeway.vocabulary.organisations import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """A task as its list shows it. `is_safeguarding` marks the one that protects the child; `unmet` are the conditions
    that did not hold; `waits_for` is the title of the task whose end starts this one's time. Title, guidance and
    evidence are in the reader's language where its step has words in it; `lang` says in which they are.
    """

    id: UUID
    code: str
    title: str
    guidance: str
    state: TaskState
    reason: str
    due_at: datetime | None
    done_at: datetime | None
    done_by: str
    is_safeguarding: bool
    roles: tuple[Role, ...] = ()
    conditions: tuple[Condition, ...] = ()
    unmet: tuple[Condition, ...] = ()
    evidence: tuple[str, ...] = ()
    evidence_note: str = ""
    is_mandatory: bool = True
    waits_for: str = ""
    due_in_hours: int | None = None
    skill: str = ""
    lang: str = ""

    @property
    def is_over(self) -> bool:
        """Whether nothing of it waits any more."""
        return self.state in OVER

    @property
    def is_set_aside(self) -> bool:
        """Whether its own conditions set it aside, and no person did."""
        return self.state is TaskState.NOT_APPLICABLE and not self.done_by


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskOfCase:
    """One task with the heading of its case, and the referrals that it may be about, with their references.
    `needs_safeguarding` lists the children of whom no body was told, for the task that protects them.
    """

    case_id: UUID
    reference: str
    title: str
    closed_at: datetime | None
    task: TaskView
    referrals: tuple[tuple[UUID, str], ...]
    needs_safeguarding: tuple[Unprotected, ...]


@query(Permission.READ_CASE)
def task_of(actor: Actor, case_id: UUID, task_id: UUID) -> TaskOfCase | None:
    """One task of a case, for its own page; None where there is none.

    Raises:
        NotFound: the actor's organisation has no such case.
    """
    del actor
    case = case_row(case_id)
    tasks = list(CaseTask.objects.filter(case=case))
    task = next((each for each in tasks if each.id == task_id), None)
    if task is None:
        return None
    referral_ids = referrals_of(case_id)
    names = member_names({task.done_by_id} if task.done_by_id else set())
    return TaskOfCase(
        case_id=case.id,
        reference=case.reference,
        title=case.title,
        closed_at=case.closed_at,
        task=next(each for each in task_views(tasks, names) if each.id == task_id),
        referrals=tuple((item.id, item.reference) for item in facts_of(referral_ids).values()),
        needs_safeguarding=tuple(unprotected_in(referral_ids)) if task.code == SAFEGUARDING_TASK else (),
    )


def task_views(tasks: Iterable[CaseTask], names: dict[UUID, str]) -> tuple[TaskView, ...]:
    """The tasks of one case in their order. Runs inside the caller's transaction."""
    listed = sorted(tasks, key=lambda task: (task.ordinal, task.code))
    titles = {task.code: said_of(task).title for task in listed}
    return tuple(_view(task, names, titles) for task in listed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a task says, and in which language; "" where that was not noted."""

    title: str
    guidance: str
    evidence: tuple[str, ...]
    lang: str


def said_of(task: CaseTask) -> Said:
    """What a task says in the reader's language; where it has no words in that, in English, else as it is written."""
    wanted = reading_language()
    lang = next((each for each in (wanted, DEFAULT_LANGUAGE) if each == task.language or each in task.words), "")
    if lang not in task.words:
        return Said(title=task.title, guidance=task.guidance, evidence=tuple(task.evidence), lang=task.language)
    words = task.words[lang]
    return Said(title=words["title"], guidance=words["guidance"], evidence=tuple(words["evidence"]), lang=lang)


def _view(task: CaseTask, names: dict[UUID, str], titles: dict[str, str]) -> TaskView:
    said = said_of(task)
    return TaskView(
        id=task.id,
        code=task.code,
        title=said.title,
        guidance=said.guidance,
        state=TaskState(task.state),
        reason=task.reason,
        due_at=task.due_at,
        done_at=task.done_at,
        done_by=names.get(task.done_by_id, "") if task.done_by_id else "",
        is_safeguarding=task.code == SAFEGUARDING_TASK,
        roles=tuple(Role(role) for role in task.roles),
        conditions=tuple(Condition(each) for each in task.conditions),
        unmet=tuple(Condition(each) for each in task.unmet),
        evidence=said.evidence,
        evidence_note=task.evidence_note,
        is_mandatory=task.is_mandatory,
        waits_for=titles.get(task.after, "") if task.due_at is None else "",
        due_in_hours=task.due_in_hours,
        skill=task.skill,
        lang=said.lang,
    )
