"""Examiners for many threads: each serves one upload at a time, and those that run already are taken first."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from causeway.client.screening.errors import ScreeningClosed
from causeway.matching import Examiner


class Examiners:
    """At most `count` child processes, started when they are needed; who comes when all are busy waits."""

    def __init__(self, count: int, *, timeout_seconds: float) -> None:
        self._idle = [Examiner(timeout_seconds=timeout_seconds) for _ in range(count)]
        self._changed = threading.Condition()
        self._is_closed = False

    @contextmanager
    def one(self) -> Iterator[Examiner]:
        """An examiner for this caller alone. Raises ScreeningClosed."""
        with self._changed:
            self._changed.wait_for(lambda: self._idle or self._is_closed)
            if self._is_closed:
                raise ScreeningClosed
            examiner = self._idle.pop()
        try:
            yield examiner
        finally:
            self._give_back(examiner)

    def close(self) -> None:
        """End the idle processes now, and the others once they have answered."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
            idle, self._idle = self._idle, []
        for examiner in idle:
            examiner.close()

    def _give_back(self, examiner: Examiner) -> None:
        with self._changed:
            if not self._is_closed:
                self._idle.append(examiner)
                self._changed.notify()
                return
        examiner.close()
