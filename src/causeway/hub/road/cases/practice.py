"""How far practice follows its playbooks, worked out from cases. Pure: facts in, figures out.

Two things are kept apart. Time: was each step done within it? Departure: was a step that must be done not done, or put
aside by a person? What a step's own conditions set aside is neither. Cases that departed and cases that did not are
shown side by side; that is no proof that the one made the other, for hard cases depart more often.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from uuid import UUID

from causeway.hub.road.cases.words import OVER, TaskState
from causeway.monitoring import wilson_interval


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFact:
    """What became of one step of a case. `is_by_person` says that a person, not a condition, decided it."""

    code: str
    title: str
    ordinal: int
    state: TaskState
    due_at: datetime | None
    done_at: datetime | None
    reason: str
    is_mandatory: bool
    is_by_person: bool

    @property
    def applied(self) -> bool:
        """Whether the step was for this case at all."""
        return self.state is not TaskState.NOT_APPLICABLE or self.is_by_person

    @property
    def is_departure(self) -> bool:
        """Whether a step that must be done was left out by a person."""
        left_out = self.state in (TaskState.NOT_DONE, TaskState.NOT_APPLICABLE)
        return self.is_mandatory and self.is_by_person and left_out

    def is_late(self, now: datetime) -> bool:
        """Whether it was done after its time, or waits though its time is over."""
        if self.due_at is None or self.state in (TaskState.NOT_DONE, TaskState.NOT_APPLICABLE):
            return False
        return (self.done_at if self.state is TaskState.DONE and self.done_at else now) > self.due_at


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFact:
    """A case as practice counts it. `told_after` is the time from opening it to telling the first body that protects a
    child, None where none was told; `children_safeguarded` what its outcomes say.
    """

    id: UUID
    playbook: str
    title: str
    version: str
    is_closed: bool
    children_safeguarded: int
    told_after: timedelta | None
    tasks: tuple[TaskFact, ...]

    @property
    def departed(self) -> bool:
        """Whether any step that must be done was left out."""
        return any(task.is_departure for task in self.tasks)

    @property
    def is_in_order(self) -> bool | None:
        """Whether the steps done were done in the playbook's order; None where fewer than two were."""
        done = [task for task in self.tasks if task.state is TaskState.DONE and task.done_at]
        if len(done) < 2:
            return None
        times = [task.done_at for task in sorted(done, key=lambda task: task.ordinal) if task.done_at]
        return all(before <= after for before, after in pairwise(times))


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPractice:
    """What became of one step over all cases for which it was. `reasons` are those given for leaving it out."""

    code: str
    title: str
    cases: int
    in_time: int
    late: int
    waiting: int
    left_out: int
    reasons: tuple[tuple[str, int], ...]

    @property
    def timed(self) -> int:
        """Of how many one can say whether they were in time."""
        return self.in_time + self.late

    @property
    def share_in_time(self) -> float | None:
        """The share done in time, of those of which one can say."""
        return self.in_time / self.timed if self.timed else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """How sure that share is."""
        return wilson_interval(self.in_time, self.timed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of some closed cases. `hours_to_telling` is the median over those of which a body was told."""

    cases: int
    children_safeguarded: int
    told: int
    hours_to_telling: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybookPractice:
    """How far cases followed one version of a playbook, and with what result."""

    code: str
    title: str
    version: str
    cases: int
    departed: int
    in_order: int
    ordered: int
    steps: tuple[StepPractice, ...]
    followed_result: Result
    departed_result: Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One playbook's practice in counts, as a force lets others see it: nothing of a case, no reason, no name."""

    code: str
    title: str
    version: str
    cases: int
    departed: int
    in_time: int
    timed: int


def figures_of(practice: PlaybookPractice) -> Figures:
    """The counts of one playbook's practice."""
    return Figures(
        code=practice.code,
        title=practice.title,
        version=practice.version,
        cases=practice.cases,
        departed=practice.departed,
        in_time=sum(step.in_time for step in practice.steps),
        timed=sum(step.timed for step in practice.steps),
    )


def practice_of(cases: Iterable[CaseFact], *, now: datetime) -> tuple[PlaybookPractice, ...]:
    """The practice of each playbook and version, most cases first."""
    groups: dict[tuple[str, str], list[CaseFact]] = {}
    for case in cases:
        groups.setdefault((case.playbook, case.version), []).append(case)
    found = [_practice(code, version, group, now) for (code, version), group in groups.items()]
    return tuple(sorted(found, key=lambda each: (-each.cases, each.title, each.version)))


def _practice(code: str, version: str, cases: list[CaseFact], now: datetime) -> PlaybookPractice:
    orders = [case.is_in_order for case in cases]
    closed = [case for case in cases if case.is_closed]
    return PlaybookPractice(
        code=code,
        title=cases[0].title,
        version=version,
        cases=len(cases),
        departed=sum(case.departed for case in cases),
        in_order=sum(order is True for order in orders),
        ordered=sum(order is not None for order in orders),
        steps=_steps(cases, now),
        followed_result=_result([case for case in closed if not case.departed]),
        departed_result=_result([case for case in closed if case.departed]),
    )


def _steps(cases: list[CaseFact], now: datetime) -> tuple[StepPractice, ...]:
    by_code: dict[str, list[TaskFact]] = {}
    for task in sorted((task for case in cases for task in case.tasks), key=lambda task: task.ordinal):
        by_code.setdefault(task.code, []).append(task)
    return tuple(
        _step(code, [task for task in tasks if task.applied], tasks[0], now) for code, tasks in by_code.items()
    )


def _step(code: str, tasks: list[TaskFact], example: TaskFact, now: datetime) -> StepPractice:
    left_out = [task for task in tasks if task.state in (TaskState.NOT_DONE, TaskState.NOT_APPLICABLE)]
    late = [task for task in tasks if task.is_late(now)]
    done = [task for task in tasks if task.state is TaskState.DONE and task not in late]
    reasons = Counter(task.reason for task in left_out if task.reason)
    return StepPractice(
        code=code,
        title=example.title,
        cases=len(tasks),
        in_time=len(done),
        late=len(late),
        waiting=sum(task.state not in OVER and task not in late for task in tasks),
        left_out=len(left_out),
        reasons=tuple(reasons.most_common()),
    )


def _result(cases: list[CaseFact]) -> Result:
    told = [case.told_after.total_seconds() / 3600 for case in cases if case.told_after is not None]
    return Result(
        cases=len(cases),
        children_safeguarded=sum(case.children_safeguarded for case in cases),
        told=len(told),
        hours_to_telling=median(told) if told else None,
    )
