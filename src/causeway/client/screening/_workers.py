"""The threads and the decoding processes of one screening, each handed out in the order in which it was asked for.

Most threads only wait for a process that decodes. There are many more of them than processes, so that a text, or the
next piece of an upload, never waits behind pictures. A process that is forked from this one begins with its own.
"""

import asyncio
import os
import threading
import weakref
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final, TypeVar

from causeway.client.screening.errors import ScreeningClosed
from causeway.matching import Examiner

MOST_WAITING: Final = 64
"""Uploads that may wait for their decoding and hold up nothing else (our choice: with half a second each, none of them
is answered later than a person who uploads would wait).
"""
T = TypeVar("T")


class Workers:
    """At most `count` processes, started when they are needed, and threads that ask them. Threads may share it.

    Who waits longer than `timeout_seconds` for a process is told that there is none.
    """

    _idle: list[Examiner]
    _turns: deque[Future[Examiner]]
    _threads: ThreadPoolExecutor

    def __init__(self, count: int, *, timeout_seconds: float) -> None:
        self._count, self._timeout_seconds = count, timeout_seconds
        self._begin()
        _ALL.add(self)

    @contextmanager
    def examiner(self) -> Iterator[Examiner]:
        """A process for this caller alone; those that run already are handed out first. Raises ScreeningClosed, and
        TimeoutError.
        """
        examiner = self._taken()
        try:
            yield examiner
        finally:
            self._give_back(examiner)

    async def in_thread(self, work: Callable[[], T]) -> T:
        """Work done by a thread of these, beside the event loop. Raises ScreeningClosed."""
        if self._is_closed:
            raise ScreeningClosed
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def close(self) -> None:
        """End the idle processes now, and the others once they have answered; who waits for one raises
        ScreeningClosed.
        """
        with self._lock:
            self._is_closed = True
            idle, self._idle = self._idle, []
            while self._turns:
                self._turns.popleft().cancel()
        for examiner in idle:
            examiner.close()
        self._threads.shutdown(wait=False)

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is taken."""
        return self._is_closed

    def begin_anew(self) -> None:
        """In a process that was forked: leave the other's processes and threads to it, and have one's own."""
        if not self._is_closed:
            self._begin()

    def _begin(self) -> None:
        self._lock = threading.Lock()
        self._is_closed = False
        self._turns = deque[Future[Examiner]]()
        self._idle = [Examiner(timeout_seconds=self._timeout_seconds) for _ in range(self._count)]
        self._threads = ThreadPoolExecutor(self._count + MOST_WAITING, thread_name_prefix="causeway-screening")

    def _taken(self) -> Examiner:
        with self._lock:
            if self._is_closed:
                raise ScreeningClosed
            if self._idle:
                return self._idle.pop()
            turn = Future[Examiner]()
            self._turns.append(turn)
        try:
            return turn.result(self._timeout_seconds)
        except CancelledError:
            raise ScreeningClosed from None
        except BaseException:
            if not turn.cancel():  # It was handed over at that moment.
                self._give_back(turn.result())
            raise

    def _give_back(self, examiner: Examiner) -> None:
        with self._lock:
            while self._turns:
                turn = self._turns.popleft()
                if turn.set_running_or_notify_cancel():
                    turn.set_result(examiner)
                    return
            if not self._is_closed:
                self._idle.append(examiner)
                return
        examiner.close()


_ALL: Final = weakref.WeakSet[Workers]()


def _begin_all_anew() -> None:
    for workers in list(_ALL):
        workers.begin_anew()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_all_anew)
