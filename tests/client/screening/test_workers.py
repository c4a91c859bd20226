"""Uploads take turns at the processes that decode, hold up nothing else, and share none with a forked process."""

import asyncio
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NoReturn

import pytest

from causeway.client import Screening
from causeway.client.screening import FaultCode, ScreeningClosed
from causeway.client.screening._workers import MOST_WAITING, Workers
from causeway.vocabulary.signals import SignalKind
from client.mirror.feeds import DAY, NOW
from client.screening.uploads import digests_of, encoded, listed, mirrored, picture

KNOB = b"a text about a door knob"
BRIDGE = encoded(picture(1))
ENDLESS_SECONDS = 60


@pytest.fixture(scope="module")
def mirror(tmp_path_factory: pytest.TempPathFactory) -> Path:
    bridge, knob = digests_of(BRIDGE), digests_of(KNOB)
    assert bridge.pdq is not None
    changes = [listed("knob", SignalKind.MD5, knob.md5), listed("bridge", SignalKind.PDQ, bridge.pdq)]
    return mirrored(tmp_path_factory.mktemp("workers") / "mirror", changes)


def wait_until_asked(workers: Workers, count: int) -> None:
    while len(workers._turns) < count:
        time.sleep(0.001)


def test_who_waited_longest_comes_first_and_who_gives_back_waits_behind() -> None:
    workers, order = Workers(1, timeout_seconds=ENDLESS_SECONDS), list[str]()

    def take(name: str) -> None:
        with workers.examiner():
            order.append(name)

    with workers.examiner():
        others = [threading.Thread(target=take, args=(name,)) for name in ("first", "second")]
        for number, other in enumerate(others, start=1):
            other.start()
            wait_until_asked(workers, number)
    take("who gave back")
    for other in others:
        other.join()
    workers.close()
    assert order == ["first", "second", "who gave back"]


def test_who_gives_up_waiting_is_passed_over_and_loses_no_process() -> None:
    workers = Workers(1, timeout_seconds=0.01)
    with workers.examiner() as examiner, pytest.raises(TimeoutError), workers.examiner():
        raise AssertionError("there is only one")
    with workers.examiner() as again:
        assert again is examiner
    workers.close()


def test_who_waits_hears_of_the_end() -> None:
    workers = Workers(1, timeout_seconds=ENDLESS_SECONDS)
    with ThreadPoolExecutor(1) as pool, workers.examiner():
        waiting = pool.submit(workers.examiner().__enter__)
        wait_until_asked(workers, 1)
        workers.close()
        with pytest.raises(ScreeningClosed):
            waiting.result()


def test_an_upload_for_which_no_process_is_free_in_time_passes_with_a_fault(mirror: Path) -> None:
    impatient = Screening(mirror, stale_after=DAY, examiners=1, longest_seconds=0.01, now=lambda: NOW)
    with impatient, impatient._workers.examiner():
        found = impatient.screen(BRIDGE)
    assert [(fault.code, fault.detail) for fault in found.faults] == [(FaultCode.UNDECODABLE, "not_decoded")]
    assert not found.asks_review


def test_beside_an_event_loop_a_text_does_not_wait_behind_pictures(mirror: Path) -> None:
    async def many(screening: Screening) -> tuple[int, int]:
        with screening._workers.examiner():
            pictures = [asyncio.create_task(screening.screen_async(BRIDGE)) for _ in range(MOST_WAITING)]
            await asyncio.to_thread(wait_until_asked, screening._workers, MOST_WAITING)
            text = await asyncio.wait_for(screening.screen_async(KNOB), ENDLESS_SECONDS)
        return len(text.hits), sum(len(found.hits) for found in await asyncio.gather(*pictures))

    with Screening(mirror, stale_after=DAY, examiners=1, now=lambda: NOW) as screening:
        assert asyncio.run(many(screening)) == (1, MOST_WAITING)


def test_a_forked_process_screens_by_its_own_threads_and_processes(mirror: Path) -> None:
    with Screening(mirror, stale_after=DAY, examiners=1, now=lambda: NOW) as screening:
        asyncio.run(screening.screen_async(BRIDGE))
        (before,) = screening._workers._idle
        serving = before.process_id
        with screening._workers.examiner():  # As one does that another thread has in use at that moment.
            child = os.fork()
            if child == 0:
                _screen_and_end(screening, unlike=serving)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert len(screening.screen(BRIDGE).hits) == 1
        assert before.process_id == serving


def _screen_and_end(screening: Screening, *, unlike: int | None) -> NoReturn:
    """In the forked process, which may never come back to the tests."""
    signal.alarm(ENDLESS_SECONDS)
    try:
        found = asyncio.run(screening.screen_async(BRIDGE))
        (own,) = screening._workers._idle
        is_own = own.process_id not in (None, unlike)
        screening.close()
        os._exit(0 if len(found.hits) == 1 and is_own else 2)
    finally:
        os._exit(1)
