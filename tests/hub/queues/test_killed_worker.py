"""A worker that is killed, for real and at any moment: what is owed is done all the same, and once."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.notices.models import Notice
from causeway.hub.road.clusters.models import Membership
from causeway.hub.road.evidence.models import Examination
from causeway.hub.road.queues.models import Alert, QueueItem, Work
from causeway.hub.road.queues.working.worker import HANDS
from hub.conftest import SmallWorld
from hub.desk_at_work import DeskAtWork, about, desk_at_work, picture
from road.live_hub import is_hands

PROGRAM = Path(__file__).parent / "worker_process.py"
PATIENCE_SECONDS = 180.0
KILLS = 3
REFERRALS = 8

pytestmark = pytest.mark.slow


@pytest.fixture
def committed(committed_world: SmallWorld) -> DeskAtWork:
    return desk_at_work(committed_world)


@contextmanager
def running(settings: Any) -> Iterator["subprocess.Popen[bytes]"]:
    """A worker process, killed at the end."""
    name = connection.settings_dict["NAME"]
    process = subprocess.Popen(
        [sys.executable, str(PROGRAM), name, str(settings.CAUSEWAY_VAULT)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def hands_of(process: "subprocess.Popen[bytes]") -> list[int]:
    """The processes that it started and that do its owed work."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [int(child) for child in children if is_hands(int(child), process.pid)]


def until(is_so: Callable[[], bool], process: "subprocess.Popen[bytes]") -> None:
    """Wait for it; fail when the worker ends of itself or it takes too long."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert process.poll() is None, "the worker ended"
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def test_an_alert_climbs_although_the_worker_was_killed_in_between(committed: DeskAtWork, settings: Any) -> None:
    def level() -> int:
        with acting_as(committed.desk):
            alert = Alert.objects.filter(referral_id=referral_id).first()
            return -1 if alert is None else alert.level

    def mails_that_left() -> int:
        with acting_as(committed.desk):
            return Notice.objects.filter(channel="mail", is_urgent=True, delivered_at__isnull=False).count()

    referral_id = committed.send(about("one", emergency="He is with the child now."))
    with running(settings) as first:
        until(lambda: level() == 0 and mails_that_left() == 1, first)
    assert level() == 0
    with acting_as(committed.desk):
        Alert.objects.update(next_at=timezone.now() - timedelta(seconds=1))
    with running(settings) as second:
        until(lambda: level() == 1 and mails_that_left() == 2, second)
    with acting_as(committed.desk):
        assert len(timeline_of(referral_id, acts=[Act.ALERT_RAISED])) == 1
        assert len(timeline_of(referral_id, acts=[Act.ALERT_REPEATED])) == 1


def test_a_worker_of_whose_hands_any_are_gone_ends_and_the_next_one_does_what_is_owed(
    committed: DeskAtWork, settings: Any
) -> None:
    def is_cleared() -> bool:
        with acting_as(committed.desk):
            return Membership.objects.filter(referral_id__in=sent).count() == len(sent)

    sent = [committed.send(about("one"))]
    with running(settings) as first:
        until(is_cleared, first)
        hands = hands_of(first)
        assert len(hands) == HANDS
        os.kill(hands[0], signal.SIGKILL)
        sent.append(committed.send(about("two")))
        assert first.wait(PATIENCE_SECONDS) != 0
    with running(settings) as second:
        until(is_cleared, second)


def test_a_worker_killed_again_and_again_loses_nothing_and_doubles_nothing(
    committed: DeskAtWork, settings: Any
) -> None:
    rng = random.Random(7)
    sent = [
        committed.send(about(f"account-{number // 2}", sender_reference=f"HC-{number // 2}"), picture(number))
        for number in range(REFERRALS)
    ]

    def done() -> int:
        with acting_as(committed.desk):
            return QueueItem.objects.count()

    for kill in range(KILLS):
        with running(settings) as process:
            enough = min(REFERRALS, 1 + kill * 2)
            until(lambda enough=enough: done() >= enough, process)  # type: ignore[misc]
            time.sleep(rng.random() * 0.1)
    with running(settings) as process:
        until(lambda: done() == REFERRALS and _nothing_owed(committed), process)
        until(lambda: _at_the_force(committed) == REFERRALS, process)
    with acting_as(committed.desk):
        assert set(Membership.objects.values_list("referral_id", flat=True)) == set(sent)
        assert Examination.objects.count() == REFERRALS
        assert Membership.objects.filter(duplicate_of_id=None).count() == REFERRALS // 2
        for referral_id in sent:
            for act in (Act.REFERRAL_CLEARED, Act.REFERRAL_ROUTED, Act.ATTACHMENT_EXAMINED):
                assert len(timeline_of(referral_id, acts=[act])) == 1


def _nothing_owed(committed: DeskAtWork) -> bool:
    with acting_as(committed.desk):
        return not Work.objects.filter(done_at=None).exists()


def _at_the_force(committed: DeskAtWork) -> int:
    with acting_as(committed.program(committed.kent)):
        return QueueItem.objects.count()
