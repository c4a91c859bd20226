"""Owed work beside the rounds: an alert waits for none of it."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import OperationalError
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.road.queues.alerting import LEVELS
from causeway.hub.road.queues.clearing.stages import Tools
from causeway.hub.road.queues.models import Alert, Work
from causeway.hub.road.queues.working.hands_apart import HandsApart, HandsLost, answer_each
from causeway.hub.road.queues.working.labour import Hands, Labour, Pieces, _desks_between
from causeway.hub.road.queues.working.worker import Worker
from causeway.matching import Examiner
from causeway.vocabulary.findings import MediaDigests
from causeway.vocabulary.organisations import OrganisationKind, Purpose
from hub.conftest import SmallWorld
from hub.desk_at_work import DeskAtWork, about, desk_at_work, picture

OWED = 24
NOBODY = Actor(
    organisation_id=UUID(int=1),
    organisation_name="Causeway Desk",
    organisation_kind=OrganisationKind.CLEARING_HOUSE,
    purpose=Purpose.PROTECT_A_CHILD,
    label="worker",
)
PATIENCE_SECONDS = 120.0
"""After which something hangs; nothing here takes a known time."""


class HeldUp:
    """An examiner that says when it has begun, and goes on when it may."""

    def __init__(self, examiner: Examiner) -> None:
        self.has_begun, self.may_go_on = threading.Event(), threading.Event()
        self._examiner = examiner

    def examine(self, data: bytes) -> MediaDigests:
        self.has_begun.set()
        assert self.may_go_on.wait(PATIENCE_SECONDS)
        return self._examiner.examine(data)


class Bench:
    """A desk whose work is done beside its rounds, and whose examiner is held up."""

    def __init__(self, road: DeskAtWork, examiner: Examiner) -> None:
        self.road, self.examiner = road, HeldUp(examiner)
        self.woken = threading.Event()
        tools = Tools(examiner=self.examiner, router=road.tools.router)
        self.labour = Labour([Hands(tools)], self.woken.set)
        self.worker = Worker(self.labour)

    def owed(self) -> int:
        with acting_as(self.road.desk):
            return Work.objects.filter(done_at=None).count()

    def done(self) -> int:
        with acting_as(self.road.desk):
            return Work.objects.filter(done_at__isnull=False).count()


@pytest.fixture
def bench(committed_world: SmallWorld) -> Iterator[Bench]:
    with Examiner() as examiner:
        made = Bench(desk_at_work(committed_world), examiner)
        made.labour.start()
        yield made
        made.examiner.may_go_on.set()
        made.labour.stop()


def test_an_emergency_that_comes_while_work_is_in_hand_alerts_before_any_of_it_is_done(bench: Bench) -> None:
    for number in range(OWED):
        bench.road.send(about(f"account-{number}"), picture(number))
    bench.worker.tick(timezone.now())
    assert bench.examiner.has_begun.wait(PATIENCE_SECONDS)
    referral_id = bench.road.send(about("urgent", emergency="He is with the child now."))
    report = bench.worker.tick(timezone.now())
    assert report.done == 0
    with acting_as(bench.road.desk):
        alert = Alert.objects.get(referral_id=referral_id)
    assert (bench.done(), bench.owed()) == (0, OWED + 1)
    bench.worker.tick(timezone.now() + LEVELS[0].answer_within + timedelta(minutes=1))
    with acting_as(bench.road.desk):
        assert Alert.objects.get(id=alert.id).level == 1, "it climbs, too"
    assert bench.done() == 0
    bench.examiner.may_go_on.set()
    while bench.owed():
        assert bench.woken.wait(PATIENCE_SECONDS)
        bench.woken.clear()
    bench.labour.stop()
    # Two stages each; the urgent one brought no file and is cleared at once.
    assert bench.done() == bench.labour.done == 2 * OWED + 1


def test_what_ends_the_thread_ends_the_worker(bench: Bench) -> None:
    """A worker that did nothing any more must not look alive."""
    has_ended = threading.Event()

    def fails() -> None:
        has_ended.set()
        raise ArithmeticError

    labour = Labour([Hands(bench.road.tools)], fails)
    labour.start()
    bench.road.send(about("one"))
    worker = Worker(labour)
    worker.tick(timezone.now())
    assert has_ended.wait(PATIENCE_SECONDS)
    labour.stop()
    with pytest.raises(ArithmeticError):
        worker.tick(timezone.now())


@pytest.mark.parametrize(
    ("fault", "told", "message"),
    [
        (OperationalError("gone"), OperationalError, ""),
        (ArithmeticError("a number of a case"), HandsLost, "ArithmeticError"),
    ],
)
def test_hands_apart_tell_what_kept_them_and_nothing_more(
    fault: Exception, told: type[Exception], message: str
) -> None:
    class Failing:
        def work(self, actor: Actor, now: datetime) -> Pieces:
            del actor, now
            raise fault

    apart = HandsApart()
    theirs = threading.Thread(target=answer_each, args=(apart.theirs, Failing()))
    theirs.start()
    for _ in range(2):  # they go on
        with pytest.raises(told) as raised:
            apart.work(NOBODY, timezone.now())
        assert str(raised.value) == message
    apart.pipe.close()
    theirs.join(PATIENCE_SECONDS)
    assert not theirs.is_alive()


def test_hands_that_have_ended_are_missed(bench: Bench) -> None:
    apart = HandsApart()
    apart.theirs.close()
    bench.road.send(about("one"))
    labour = Labour([apart], bench.woken.set)
    labour.start()
    worker = Worker(labour)
    worker.tick(timezone.now())
    labour.stop()
    with pytest.raises(HandsLost):
        worker.tick(timezone.now())


def test_a_desk_waits_for_one_service_at_most() -> None:
    services = [
        replace(NOBODY, organisation_id=UUID(int=number), organisation_kind=OrganisationKind.SERVICE)
        for number in (2, 3)
    ]
    assert _desks_between([NOBODY]) == [NOBODY]
    assert _desks_between([NOBODY, *services]) == [NOBODY, services[0], NOBODY, services[1]]
