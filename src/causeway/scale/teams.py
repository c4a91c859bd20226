"""Teams that work on jobs, one team a machine, whatever becomes of them.

A team holds a few jobs at once and answers piece by piece. When it is lost, its jobs are handed out again, without what
was answered of them already. One of them may have been its end: so each is then given to a team that has no other, and
a job that ends its team twice when it is alone is given up, with an answer that says so.
"""

import os
import threading
import time
from collections import Counter, deque
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Final, Generic, Protocol, Self, TypeVar

import ray
from ray.exceptions import ActorUnschedulableError, RayActorError, RayError
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from causeway import __version__
from causeway.scale.cluster import Cluster, Machine
from causeway.scale.errors import CannotWork, ClusterFailed

J = TypeVar("J")
A = TypeVar("A")
J_contra = TypeVar("J_contra", contravariant=True)
A_co = TypeVar("A_co", covariant=True)

_JOBS_A_PROCESSOR: Final = 4
"""So many wait at a team, so that it need not wait for the next."""
_LOSSES_ALONE: Final = 2
"""The first may have been chance."""
_STARTS_IN_VAIN: Final = 5
"""When so many teams of a machine were lost one after another without an answer, it gets no more of them."""
_WATCH_SECONDS: Final = 1.0


class Team(Protocol[J_contra, A_co]):
    """Works on several jobs at once, on one machine."""

    def offer(self, job: J_contra) -> None:
        """Have a job done; does not wait for it."""

    def answers(self) -> Sequence[A_co]:
        """The next answers, one at least; waits for it."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None: ...


class Trade(Protocol[J, A]):
    """What there is to know of a kind of work. It is sent to every machine."""

    def team(self, processors: int) -> Team[J, A]:
        """A team on this machine. Raises CannotWork where the machine is not fit for the work."""

    def key(self, job: J) -> str:
        """What tells a job from the others."""

    def key_of(self, answer: A) -> str:
        """The key of the job that an answer is of."""

    def is_last(self, answer: A) -> bool:
        """Whether an answer is its job's last."""

    def mark(self, answer: A) -> str | None:
        """What of the job need not be done again after this answer; None for nothing."""

    def rest(self, job: J, marks: frozenset[str]) -> J:
        """The job without what need not be done again."""

    def give_up(self, job: J) -> Sequence[A]:
        """The answers, to the last, for a job that ends every team."""


class _Desk(Generic[J, A]):
    """What lives on the machine: a team, and who passes jobs and answers on."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._team: Team[J, A] | None = None

    def begin(self, version: str, trade: Trade[J, A], processors: int) -> tuple[str, str] | None:
        """Start the team; code and message of what is in the way are the answer."""
        if version != __version__:
            return "another_version", f"this program is {version} here, and {__version__} there"
        try:
            threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
            self._team = self._stack.enter_context(trade.team(processors))
        except CannotWork as error:
            return error.code, error.message
        return None

    def offer(self, jobs: Sequence[J]) -> None:
        for job in jobs:
            self._begun.offer(job)

    def answers(self) -> Sequence[A]:
        return self._begun.answers()

    @property
    def _begun(self) -> Team[J, A]:
        if self._team is None:
            raise CannotWork("not_begun", "the team has not begun")
        return self._team


def _end_with(parent: int) -> None:
    """End this process when Ray's own on this machine has ended: a team's threads would keep it alive for ever."""
    while os.getppid() == parent:
        time.sleep(_WATCH_SECONDS)
    os._exit(1)


@dataclass(slots=True, eq=False)
class _Held(Generic[J]):
    """A job that is not done. It is a suspect when a team that held it was lost."""

    job: J
    marks: set[str] = field(default_factory=set)
    losses_alone: int = 0
    is_suspect: bool = False


@dataclass(slots=True, eq=False)
class _Seat(Generic[J]):
    """A team as it is seen from here; `awaited` is its beginning or its next answers, None where it has no jobs."""

    machine: Machine
    desk: Any
    awaited: Any
    has_begun: bool = False
    jobs: dict[str, _Held[J]] = field(default_factory=dict)

    @property
    def room(self) -> int:
        """How many more jobs it takes; none beside a suspect."""
        if not self.has_begun or any(held.is_suspect for held in self.jobs.values()):
            return 0
        return _JOBS_A_PROCESSOR * self.machine.processors - len(self.jobs)


class Teams(Generic[J, A]):
    """All teams of a cluster as one. Jobs are offered, answers are taken, in whatever order they come.

    Each job has one last answer, and those before it come once at least. Raises CannotWork where a machine is not fit,
    ClusterFailed where no team is left.
    """

    def __init__(self, cluster: Cluster, trade: Trade[J, A]) -> None:
        self._cluster, self._trade = cluster, trade
        self._seats: list[_Seat[J]] = []
        self._waiting: deque[_Held[J]] = deque()
        self._suspects: deque[_Held[J]] = deque()
        self._answers: deque[A] = deque()
        self._starts: Counter[str] = Counter()

    def __enter__(self) -> Self:
        self._start_where_none_is()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for seat in self._seats:
            ray.kill(seat.desk)
        self._seats.clear()

    def offer(self, job: J) -> None:
        """Have a job done."""
        self._waiting.append(_Held(job))
        self._hand_out()

    def answer(self) -> A | None:
        """The next answer; waits for it, and says None after a second without news."""
        while not self._answers:
            if not self._wait():
                return None
        return self._answers.popleft()

    def _start_where_none_is(self) -> None:
        seated = {seat.machine.node_id for seat in self._seats}
        for machine in self._cluster.machines:
            if machine.node_id not in seated and self._starts[machine.node_id] < _STARTS_IN_VAIN:
                self._starts[machine.node_id] += 1
                self._seats.append(self._start(machine))
        if not self._seats:
            raise ClusterFailed("no_team_left", "no machine of the cluster is left that does the work")

    def _start(self, machine: Machine) -> _Seat[J]:
        options = {
            "num_cpus": machine.processors,
            "max_concurrency": 2,  # Jobs come in while the next answers are waited for.
            "scheduling_strategy": NodeAffinitySchedulingStrategy(machine.node_id, soft=False),
        }
        desk = ray.remote(_Desk).options(**options).remote()
        return _Seat(machine, desk, desk.begin.remote(__version__, self._trade, machine.processors))

    def _wait(self) -> bool:
        """Wait for one team's beginning or answers, a second at most; whether there were any."""
        awaited = {seat.awaited: seat for seat in self._seats if seat.awaited is not None}
        ready, _ = ray.wait(list(awaited), num_returns=1, timeout=_WATCH_SECONDS)
        if not ready:
            return False
        seat = awaited[ready[0]]
        try:
            news = ray.get(ready[0])
        except (RayActorError, ActorUnschedulableError):
            self._lose(seat)
        except RayError as error:
            reason = f"the work failed at {seat.machine.address}; is the same program installed there?"
            raise ClusterFailed("work_failed", reason) from error
        else:
            if seat.has_begun:
                self._take(seat, news)
            else:
                self._seat(seat, news)
        self._hand_out()
        return True

    def _seat(self, seat: _Seat[J], refusal: tuple[str, str] | None) -> None:
        if refusal is not None:
            code, message = refusal
            raise CannotWork(code, f"{seat.machine.address}: {message}")
        seat.has_begun, seat.awaited = True, None

    def _take(self, seat: _Seat[J], answers: Sequence[A]) -> None:
        self._starts.clear()
        for answer in answers:
            key = self._trade.key_of(answer)
            if self._trade.is_last(answer):
                del seat.jobs[key]
            elif (mark := self._trade.mark(answer)) is not None:
                seat.jobs[key].marks.add(mark)
        self._answers.extend(answers)
        seat.awaited = seat.desk.answers.remote() if seat.jobs else None

    def _lose(self, seat: _Seat[J]) -> None:
        """Its jobs become suspects, those that nobody survives are given up, and another team is started."""
        self._seats.remove(seat)
        for held in seat.jobs.values():
            held.job, held.marks = self._trade.rest(held.job, frozenset(held.marks)), set()
            held.losses_alone += held.is_suspect
            held.is_suspect = True
            if held.losses_alone == _LOSSES_ALONE:
                self._starts.clear()
                self._answers.extend(self._trade.give_up(held.job))
            else:
                self._suspects.append(held)
        self._start_where_none_is()

    def _hand_out(self) -> None:
        """Give teams what they have room for. Suspects come first, each to a team without jobs; while there are any,
        the team with the fewest jobs gets no others.
        """
        seats = sorted((seat for seat in self._seats if seat.room > 0), key=lambda seat: len(seat.jobs))
        while self._suspects and seats and not seats[0].jobs:
            self._give(seats.pop(0), [self._suspects.popleft()])
        for seat in seats[bool(self._suspects) :]:
            count = min(seat.room, len(self._waiting))
            self._give(seat, [self._waiting.popleft() for _ in range(count)])

    def _give(self, seat: _Seat[J], jobs: list[_Held[J]]) -> None:
        if not jobs:
            return
        seat.jobs |= {self._trade.key(held.job): held for held in jobs}
        seat.desk.offer.remote([held.job for held in jobs])
        seat.awaited = seat.awaited or seat.desk.answers.remote()
