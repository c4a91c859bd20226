"""Clocks warn once, climb once, and stand while they are paused."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, NotFound, NotPermitted
from causeway.hub.base.clocks.commands.run_clocks import run_clocks
from causeway.hub.base.clocks.keeping import (
    ClockFact,
    ClockKind,
    clocks_of,
    move_clock,
    pause,
    resume,
    stand_like,
    start_clock,
    stop_clock,
)
from causeway.hub.base.clocks.marking import clocks_to_tell_of
from causeway.timing import Days, Years
from causeway.vocabulary.organisations import OrganisationKind, Role
from hub.conftest import SmallWorld

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(hours=24)
KIND = ClockKind.SAFEGUARDING


def test_a_clock_warns_in_its_last_quarter_and_climbs_after_each_once(world: SmallWorld) -> None:
    program, subject = world.program(world.desk), uuid4()
    with acting_as(program):
        start_clock(subject, KIND, DAY, started_at=START)
    told: list[ClockFact] = []
    assert run_clocks(program, START + DAY / 2, warn=told.append).warned == ()
    assert [clock.subject_id for clock in run_clocks(program, START + DAY * 0.8, warn=told.append).warned] == [subject]
    assert run_clocks(program, START + DAY * 0.9, warn=told.append).warned == ()
    climbed: list[ClockFact] = []
    late = START + DAY + timedelta(minutes=1)
    assert len(run_clocks(program, late, escalate=climbed.append).escalated) == 1
    assert run_clocks(program, late + DAY, escalate=climbed.append).escalated == ()
    assert len(told) == len(climbed) == 1


def test_a_clock_that_ran_out_unseen_climbs_without_a_late_warning(world: SmallWorld) -> None:
    program = world.program(world.desk)
    with acting_as(program):
        start_clock(uuid4(), KIND, DAY, started_at=START)
    run = run_clocks(program, START + 3 * DAY)
    assert (len(run.warned), len(run.escalated)) == (0, 1)


def test_a_stopped_clock_warns_nobody_and_can_start_anew(world: SmallWorld) -> None:
    program, subject = world.program(world.desk), uuid4()
    with acting_as(program):
        first = start_clock(subject, KIND, DAY, started_at=START)
        assert start_clock(subject, KIND, 2 * DAY, started_at=START).due_at == first.due_at
        assert stop_clock(subject, KIND, at=START)
        assert not stop_clock(subject, KIND, at=START)
        assert not clocks_to_tell_of(START + 9 * DAY).exists()
        again = start_clock(subject, KIND, DAY, started_at=START + DAY)
    assert (again.id, again.due_at, again.stopped_at) == (first.id, START + 2 * DAY, None)


def test_a_pause_moves_the_deadline_by_as_long_as_it_lasts(world: SmallWorld) -> None:
    program, subject = world.program(world.desk), uuid4()
    with acting_as(program):
        start_clock(subject, KIND, DAY, started_at=START)
        pause(subject, KIND, reason="Waiting for the court", at=START + DAY / 2)
        with pytest.raises(Conflict):
            pause(subject, KIND, reason="Again", at=START + DAY / 2)
        assert not clocks_to_tell_of(START + 5 * DAY).exists()
        moved = resume(subject, KIND, at=START + DAY * 1.5)
        with pytest.raises(Conflict):
            resume(subject, KIND, at=START + DAY * 1.5)
    assert moved.due_at == START + 2 * DAY
    assert moved.is_late(START + 3 * DAY)


def test_other_terms_since_the_same_moment_keep_what_a_clock_stood(world: SmallWorld) -> None:
    subject, hour = uuid4(), timedelta(hours=1)
    with acting_as(world.program(world.desk)):
        start_clock(subject, KIND, DAY, started_at=START)
        pause(subject, KIND, reason="Waiting for the court", at=START + hour)
        resume(subject, KIND, at=START + 4 * hour)
        assert move_clock(subject, KIND, 2 * DAY, started_at=START).due_at == START + 2 * DAY + 3 * hour
        pause(subject, KIND, reason="A holiday", at=START + 5 * hour)
        standing = move_clock(subject, KIND, DAY, started_at=START)
        assert (standing.is_paused, standing.due_at) == (True, START + DAY + 3 * hour)
        assert resume(subject, KIND, at=START + 6 * hour).due_at == START + DAY + 4 * hour
        pause(subject, KIND, reason="Another holiday", at=START + 7 * hour)
        stop_clock(subject, KIND, at=START + 9 * hour)
        again = move_clock(subject, KIND, DAY, started_at=START)
        assert (again.is_paused, again.due_at) == (False, START + DAY + 6 * hour), "it stood until it was stopped"
        assert move_clock(subject, KIND, DAY, started_at=START + hour).due_at == START + hour + DAY, "a new beginning"


def test_a_clock_that_follows_anothers_deadline_adds_no_pause_of_its_own(world: SmallWorld) -> None:
    subject, hour = uuid4(), timedelta(hours=1)
    with acting_as(world.program(world.desk)):
        start_clock(subject, KIND, DAY, started_at=START)
        stand_like(subject, KIND, started_at=START, due_at=START + DAY, paused_at=START + hour)
        stand_like(subject, KIND, started_at=START, due_at=START + DAY + 2 * hour, paused_at=None)
        (clock,) = clocks_of([subject])[subject]
    assert (clock.is_paused, clock.due_at) == (False, START + DAY + 2 * hour)


def test_days_are_counted_on_the_organisations_own_wall_clock(world: SmallWorld) -> None:
    program, subject = world.program(world.desk), uuid4()
    with acting_as(program):  # the clocks of London go forward on 29 March 2026
        clock = start_clock(subject, KIND, Days(count=30), started_at=START)
        year = start_clock(uuid4(), KIND, Years(count=1), started_at=START)
        assert clocks_of([subject]) == {subject: [clock]}
    assert clock.due_at == datetime(2026, 4, 1, 8, tzinfo=UTC)
    assert year.due_at == datetime(2027, 3, 2, 9, tzinfo=UTC)


def test_another_organisation_sees_no_clock_and_cannot_stop_it(world: SmallWorld) -> None:
    subject = uuid4()
    with acting_as(world.program(world.desk)):
        start_clock(subject, KIND, DAY, started_at=START)
    force = world.organisation(OrganisationKind.POLICE_FORCE)
    with acting_as(world.program(force)):
        assert clocks_of([subject]) == {}
        assert not stop_clock(subject, KIND, at=START)
        with pytest.raises(NotFound):
            pause(subject, KIND, reason="x", at=START)
    assert run_clocks(world.program(force), START + 9 * DAY).escalated == ()


def test_only_the_program_runs_clocks(world: SmallWorld) -> None:
    with pytest.raises(NotPermitted):
        run_clocks(world.member(world.desk, *Role), START)
