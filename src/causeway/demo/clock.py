"""The demonstration's own clock, on which months pass in a minute.

Whatever the hub does says when by `django.utils.timezone.now`, and no command lets a caller say so: nobody can enter in
the ledger that something happened before it did. The demonstration therefore moves no act. It is this process alone
that lives in the past for a while: every act is done, entered, numbered and signed in its order, each after the one
before, and its clock only ever goes forward, until it is today. Production has no such clock, for `causeway.demo`
refuses to run there.
"""

import heapq
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count

from django.utils import timezone

_today = timezone.now


class Clock:
    """A clock that begins in the past, runs as fast as any other, and can be put forward, never beyond today."""

    def __init__(self, begins_at: datetime) -> None:
        self._behind = _today() - begins_at

    def now(self) -> datetime:
        """What it shows."""
        return _today() - self._behind

    def go_to(self, moment: datetime) -> None:
        """Put it forward to a moment; one that it has passed changes nothing."""
        self._behind = min(self._behind, max(_today() - moment, timedelta()))

    @contextmanager
    def standing_in(self) -> Iterator[None]:
        """Let everything in this process, and nothing beside it, go by this clock."""
        timezone.now = self.now
        try:
            yield
        finally:
            timezone.now = _today


class Agenda:
    """What happens next, and next after that, each at its moment of a clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: list[tuple[datetime, int, Callable[[], None]]] = []
        self._numbers = count()

    def put(self, at: datetime, act: Callable[[], None]) -> None:
        """Let an act happen at a moment, or as soon after as it can."""
        heapq.heappush(self._waiting, (at, next(self._numbers), act))

    def run(self, until: datetime) -> Iterator[datetime]:
        """Let all happen that does before a moment, also what that brings with it; gives the moment of each."""
        while self._waiting and self._waiting[0][0] < until:
            at, _, act = heapq.heappop(self._waiting)
            self._clock.go_to(at)
            act()
            yield at
