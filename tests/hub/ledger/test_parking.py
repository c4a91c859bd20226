"""An entry that its follower cannot take holds up nothing behind it, is told of, and is not lost."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from typer.testing import CliRunner

from causeway.cli import doctor_at_work
from causeway.cli.app import app
from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger import following
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.advancing import advance
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.ledger.following import EntryFact, followers, follows
from causeway.hub.base.ledger.models import Entry, FollowerFault
from causeway.hub.base.ledger.parking import PAUSES
from causeway.hub.base.ledger.sequencing import sequence
from causeway.hub.base.ledger.taking_up import Lag, lag_of, take_up_parked
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.notices.models import Notice
from hub.conftest import SmallWorld

NOW = datetime(2026, 5, 1, tzinfo=UTC)


class Clerk:
    """A follower that cannot take some entries."""

    def __init__(self) -> None:
        self.refused: set[UUID] = set()
        self.__name__ = "clerk"

    def __call__(self, actor: Actor, entry: EntryFact) -> None:
        """Take an entry, which it enters, or fail with what must be said to nobody."""
        del actor
        if entry.subjects[0] in self.refused:
            raise ValueError("what a case says")
        enter(Act.CASE_CLOSED, subjects=[entry.subjects[0]])

    def taken(self, actor: Actor) -> list[UUID]:
        """What it took, in order."""
        with acting_as(actor):
            return [entry.subjects[0] for entry in Entry.objects.filter(act=Act.CASE_CLOSED).order_by("at")]


@pytest.fixture
def clerk() -> Iterator[Clerk]:
    """Registered as a follower for one test."""
    found = Clerk()
    follows(Act.CASE_READ)(found)
    yield found
    del following._followers[f"{__name__}.clerk"]


def _three_entries(actor: Actor) -> list[UUID]:
    subjects = [uuid4() for _ in range(3)]
    for subject in subjects:
        with acting_as(actor):
            enter(Act.CASE_READ, subjects=[subject])
    with acting_as(actor):
        sequence(NOW)
    return subjects


def _go_on(actor: Actor, now: datetime) -> None:
    for follower in followers():
        if "clerk" in follower.name or "notices" in follower.name:
            advance(actor, follower, acting_as, now=now)


def _park(actor: Actor) -> datetime:
    """Let the clerk fail until the entry is parked; gives when that was."""
    now = NOW
    for pause in PAUSES:
        with pytest.raises(ValueError, match="what a case says"):
            _go_on(actor, now)
        now += pause
    _go_on(actor, now)
    return now


def test_it_is_parked_after_a_few_tries_and_those_behind_it_are_taken(world: SmallWorld, clerk: Clerk) -> None:
    actor = world.program(world.desk)
    first, second, third = _three_entries(actor)
    clerk.refused = {second}
    parked_at = _park(actor)
    assert clerk.taken(actor) == [first, third]
    with acting_as(actor):
        (row,) = FollowerFault.objects.all()
    assert (row.fault, row.tries, row.first_failed_at, row.parked_at) == ("ValueError", 3, NOW, parked_at)


def test_the_administrators_are_told_once_and_nothing_of_the_case(world: SmallWorld, clerk: Clerk) -> None:
    actor, keeper = world.program(world.desk), world.administrator(world.desk)
    subjects = _three_entries(actor)
    clerk.refused = {subjects[0], subjects[1]}
    now = _park(actor)
    with acting_as(actor):
        assert FollowerFault.objects.filter(parked_at=now).count() == 2, "the second is not waited for again"
        sequence(NOW)
    _go_on(actor, now)
    with acting_as(actor):
        (told,) = Notice.objects.filter(channel="mail")
    assert told.to == world.email_of(keeper)
    assert "causeway doctor" in str(told.body)
    assert "what a case says" not in str(told.body)


def test_what_was_parked_is_taken_up_when_its_pause_is_over(world: SmallWorld, clerk: Clerk) -> None:
    actor = world.program(world.desk)
    first, second, third = _three_entries(actor)
    clerk.refused = {second}
    now = _park(actor)
    assert take_up_parked(actor, now, acting_as).done == 0
    assert take_up_parked(actor, now + timedelta(minutes=5), acting_as).failed == 1
    clerk.refused = set()
    assert take_up_parked(actor, now + timedelta(minutes=6), acting_as).done == 0, "the pause has doubled"
    assert take_up_parked(actor, now + timedelta(minutes=15), acting_as).done == 1
    assert take_up_parked(actor, now + timedelta(days=1), acting_as).done == 0
    assert clerk.taken(actor) == [first, third, second]
    with acting_as(actor):
        assert not FollowerFault.objects.exists()
        assert len(timeline_of(_entry_about(second), acts=[Act.ENTRY_TAKEN_UP])) == 1


def _entry_about(subject: UUID) -> UUID:
    (fact,) = timeline_of(subject, acts=[Act.CASE_READ])
    return fact.id


def test_doctor_names_what_is_parked_and_retry_mends_it(
    world: SmallWorld, clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("causeway.cli.ledger.load_hub", lambda: None)  # the test's own database is ready
    actor = world.program(world.desk)
    clerk.refused = set(_three_entries(actor)[:1])
    _park(actor)
    found = doctor_at_work.followers()
    assert not found.is_well
    assert "clerk: ValueError" in found.text
    assert "causeway ledger retry" in found.mend
    failed = CliRunner().invoke(app, ["ledger", "retry", "--json"])
    assert (failed.exit_code, json.loads(failed.stdout)) == (1, {"done": 0, "failed": 1})
    clerk.refused = set()
    done = CliRunner().invoke(app, ["ledger", "retry", "--json"])
    assert (done.exit_code, json.loads(done.stdout)) == (0, {"done": 1, "failed": 0})
    assert "parked" not in doctor_at_work.followers().text


def test_doctor_sees_followers_that_have_fallen_behind(world: SmallWorld) -> None:
    actor = world.program(world.desk)
    with acting_as(actor):
        enter(Act.CASE_OPENED, subjects=[uuid4()])
        sequence(NOW)
    for follower in followers():
        advance(actor, follower, acting_as)
    with acting_as(actor):
        assert lag_of(actor.organisation_id) == Lag(parked=0, faults=(), oldest_at=None)
        entry_id = enter(Act.CASE_OPENED, subjects=[uuid4()])
        sequence(NOW)
        assert lag_of(actor.organisation_id).oldest_at == Entry.objects.get(id=entry_id).at
