"""A trade for the tests of teams: each job is counted to its number, with an answer a step."""

import os
import signal
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from causeway.scale import CannotWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Count to `steps`, but for those in `done`. `kills` ends the process at its last step, as often as it says."""

    name: str
    steps: int
    kills: int = 0
    done: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step, by which process; `number` is None for the end, and `is_lost` where it was given up."""

    name: str
    number: int | None
    process: int = 0
    is_lost: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """The trade. `marks` is a folder where processes leave word of how often they were ended, and that they are there:
    none begins before so many `teams` are.
    """

    marks: Path
    teams: int = 1
    is_refused: bool = False

    def team(self, processors: int) -> "Counters":
        assert processors == 1
        if self.is_refused:
            raise CannotWork("no_counting", "nobody counts here")
        return Counters(self.marks, self.teams)

    def key(self, job: Count) -> str:
        return job.name

    def key_of(self, answer: Step) -> str:
        return answer.name

    def is_last(self, answer: Step) -> bool:
        return answer.number is None

    def mark(self, answer: Step) -> str | None:
        return str(answer.number)

    def rest(self, job: Count, marks: frozenset[str]) -> Count:
        return replace(job, done=job.done | marks)

    def give_up(self, job: Count) -> Sequence[Step]:
        return [Step(name=job.name, number=None, is_lost=True)]


class Counters:
    """A team that counts one job after another."""

    def __init__(self, marks: Path, teams: int) -> None:
        self._marks, self._teams = marks, teams
        self._jobs: deque[Count] = deque()

    def __enter__(self) -> Self:
        (self._marks / f"{os.getpid()}.team").touch()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._jobs.clear()

    def offer(self, job: Count) -> None:
        self._jobs.append(job)

    def answers(self) -> Sequence[Step]:
        while not self._jobs or len(list(self._marks.glob("*.team"))) < self._teams:
            time.sleep(0.001)
        job = self._jobs[0]
        left = [number for number in range(job.steps) if str(number) not in job.done]
        if not left:
            if self._kills_now(job):
                os.kill(os.getpid(), signal.SIGKILL)
            self._jobs.popleft()
            return [Step(name=job.name, number=None, process=os.getpid())]
        self._jobs[0] = replace(job, done=job.done | {str(left[0])})
        return [Step(name=job.name, number=left[0], process=os.getpid())]

    def _kills_now(self, job: Count) -> bool:
        mark = self._marks / job.name
        before = int(mark.read_text()) if mark.exists() else 0
        mark.write_text(str(before + 1))
        return before < job.kills
