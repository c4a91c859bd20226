"""How far practice follows playbooks: counted from facts, and without what so few cases could give away."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from causeway.hub.road.cases.across_forces import across_forces
from causeway.hub.road.cases.practice import CaseFact, Figures, TaskFact, practice_of
from causeway.hub.road.cases.words import TaskState

NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)


def task(code: str, ordinal: int, state: TaskState = TaskState.DONE, **changed: object) -> TaskFact:
    """A step, done in time by a person unless it is said otherwise."""
    plain = TaskFact(
        code=code,
        title=code.capitalize(),
        ordinal=ordinal,
        state=state,
        due_at=NOW,
        done_at=NOW - timedelta(hours=10 - ordinal),
        reason="",
        is_mandatory=True,
        is_by_person=True,
    )
    return replace(plain, **changed)  # type: ignore[arg-type]


def case(*tasks: TaskFact, **changed: object) -> CaseFact:
    """A case of the playbook of bridges."""
    plain = CaseFact(
        id=uuid4(),
        playbook="bridges",
        title="Bridges",
        version="1",
        is_closed=True,
        children_safeguarded=0,
        told_after=None,
        tasks=tasks,
    )
    return replace(plain, **changed)  # type: ignore[arg-type]


def test_each_step_is_in_time_late_waiting_or_left_out() -> None:
    cases = [
        case(task("arch", 1)),
        case(task("arch", 1, done_at=NOW + timedelta(hours=1))),
        case(task("arch", 1, TaskState.TO_DO, done_at=None)),
        case(task("arch", 1, TaskState.TO_DO, done_at=None, due_at=NOW + timedelta(hours=5))),
        case(task("arch", 1, TaskState.NOT_DONE, reason="No arch.")),
        case(task("arch", 1, TaskState.NOT_APPLICABLE, reason="", is_by_person=False)),
    ]
    (practice,) = practice_of(cases, now=NOW + timedelta(hours=2))
    (step,) = practice.steps
    assert (step.cases, step.in_time, step.late, step.waiting, step.left_out) == (5, 1, 2, 1, 1)
    assert step.reasons == (("No arch.", 1),)
    assert step.share_in_time == pytest.approx(1 / 3)


def test_what_a_condition_set_aside_is_no_departure_and_what_a_person_did_is() -> None:
    assert not case(task("arch", 1, TaskState.NOT_APPLICABLE, is_by_person=False)).departed
    assert case(task("arch", 1, TaskState.NOT_APPLICABLE, reason="No river.")).departed
    assert not case(task("arch", 1, TaskState.NOT_DONE, is_mandatory=False)).departed


def test_the_order_is_that_of_the_playbook() -> None:
    first, second = task("arch", 1), task("pier", 2)
    assert case(first, second).is_in_order is True
    assert case(replace(first, done_at=NOW), second).is_in_order is False
    assert case(first).is_in_order is None


def test_versions_are_counted_apart_and_results_by_whether_the_playbook_was_followed() -> None:
    departed = task("arch", 1, TaskState.NOT_DONE, reason="x")
    cases = [
        case(task("arch", 1), children_safeguarded=2, told_after=timedelta(hours=4)),
        case(task("arch", 1), told_after=timedelta(hours=8)),
        case(departed, children_safeguarded=1),
        case(departed, is_closed=False),
        case(task("arch", 1), version="2"),
    ]
    first, second = practice_of(cases, now=NOW)
    assert (first.version, first.cases, first.departed, second.version) == ("1", 4, 2, "2")
    followed, left = first.followed_result, first.departed_result
    assert (followed.cases, followed.children_safeguarded, followed.hours_to_telling) == (2, 2, 6.0)
    assert (left.cases, left.children_safeguarded, left.told, left.hours_to_telling) == (1, 1, 0, None)


def figures(cases: int, departed: int = 0, in_time: int = 50, timed: int = 100) -> Figures:
    """A force's counts."""
    return Figures(
        code="bridges", title="Bridges", version="1", cases=cases, departed=departed, in_time=in_time, timed=timed
    )


def test_what_few_cases_could_give_away_is_not_shown_and_the_rest_is_rounded() -> None:
    shared = {
        "Kent": [figures(30, 12), figures(12, 1)],
        "Essex": [figures(4, 2, 3, 8)],
        "Avon": [figures(52, 20)],
        "Devon": [figures(61, 31)],
    }
    (playbook,) = across_forces(shared, everybody="All")
    lines = {line.force: line for line in playbook.lines}
    assert (lines["Essex"].cases, lines["Essex"].departed, lines["Essex"].percent) == (None, None, "")
    hidden = [force for force, line in lines.items() if line.cases is None]
    assert len(hidden) >= 2
    assert all(line.cases is None or line.cases % 5 == 0 for line in lines.values())
    assert playbook.total.cases == 160
    assert playbook.total.percent == "50%"


def test_a_playbook_that_no_force_used_is_left_out() -> None:
    assert across_forces({"Kent": []}, everybody="All") == ()
