"""The threads that look at files, each with a limited process of its own for pictures.

A thread that opens an archive shares its members with whoever is idle, so that one large archive uses all cores too;
it unpacks alone and in order, so that bounds are met at the same member each time.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import Empty, Queue
from types import TracebackType
from typing import Final, Self

from causeway.matching import Examiner
from causeway.scanning.containers import Leaf, Limits, Opening
from causeway.scanning.content import open_source
from causeway.scanning.faults import MENDABLE, UNREADABLE
from causeway.scanning.journal import place_path
from causeway.scanning.looking import look
from causeway.scanning.seen import Seen
from causeway.scanning.walking import Found

_ANSWERS: Final = 1_000
"""So many wait to be entered at most; then threads wait."""
_WATCH_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """One file was looked at: of the folder, or `inside` it. `source_bytes` are as in `Leaf`."""

    source: str
    inside: str
    seen: Seen
    source_bytes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A file of the folder and all that lies in it was looked at."""

    found: Found
    is_whole: bool
    skipped: int
    is_noted: bool


class _Task:
    """One file of the folder, until its last member has been looked at."""

    def __init__(self, found: Found, known: frozenset[str]) -> None:
        self.found, self.known = found, known
        self.skipped = 0
        self.is_whole = True
        self.is_noted = False
        self._lock = threading.Lock()
        self._open = 1

    def share(self) -> None:
        """One more piece of work."""
        with self._lock:
            self._open += 1

    def is_done(self) -> bool:
        """Whether the piece of work that ends now was the last."""
        with self._lock:
            self._open -= 1
            return self._open == 0


_Work = Callable[[Examiner], None]


class Crew:
    """Looks at files of `folder`; large members are unpacked to `spool`."""

    def __init__(
        self, folder: Path, spool: Path, *, workers: int, limits: Limits, examiner: Callable[[], Examiner] = Examiner
    ) -> None:
        self._folder, self._spool, self._limits = folder, spool, limits
        self._workers, self._examiner = workers, examiner
        self._work: Queue[_Work | None] = Queue()
        self._answers: Queue[Entered | Finished] = Queue(_ANSWERS)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="scan")
        self._running: list[Future[None]] = []
        self._is_stopped = False

    def __enter__(self) -> Self:
        self._running = [self._threads.submit(self._serve) for _ in range(self._workers)]
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._is_stopped = True
        for _ in range(self._workers):
            self._work.put(None)
        while not all(running.done() for running in self._running):
            self._drop_answers()
        self._threads.shutdown()

    def offer(self, found: Found, known: frozenset[str]) -> None:
        """Have a file looked at, but for what is known of it."""
        task = _Task(found, known)
        self._work.put(partial(self._open, task))

    def answer(self) -> Entered | Finished | None:
        """The next answer; waits for it, and says None after a second without. An error of a thread, which is one of
        ours, is raised here.
        """
        try:
            return self._answers.get(timeout=_WATCH_SECONDS)
        except Empty:
            for running in self._running:
                if running.done():
                    running.result()
        return None

    def answers(self) -> list[Entered | Finished]:
        """The next answer, however long it takes, with all others that are there already."""
        while (first := self.answer()) is None:
            pass
        found = [first]
        with suppress(Empty):
            while len(found) < _ANSWERS:
                found.append(self._answers.get_nowait())
        return found

    def _drop_answers(self) -> None:
        try:
            self._answers.get(timeout=0.05)
        except Empty:
            return

    def _serve(self) -> None:
        with self._examiner() as examiner:
            while (work := self._work.get()) is not None and not self._is_stopped:
                work(examiner)

    def _open(self, task: _Task, examiner: Examiner) -> None:
        found = task.found
        try:
            content, task.is_noted = open_source(self._folder / found.path)
        except OSError:
            leaf = Leaf(path="", size_bytes=found.size_bytes, modified_at=found.modified_at, fault=UNREADABLE)
            self._look(task, leaf, examiner)
            return
        opening = Opening(content, found, limits=self._limits, spool=self._spool)
        for leaf in opening.leaves():
            if self._is_stopped:
                return
            if leaf.path in task.known:
                continue
            task.share()
            if self._work.qsize() < self._workers:
                self._work.put(partial(self._look, task, leaf))
            else:
                self._look(task, leaf, examiner)
        task.skipped = opening.skipped
        self._end(task)

    def _look(self, task: _Task, leaf: Leaf, examiner: Examiner) -> None:
        source = task.found.path
        seen = look(examiner, leaf, place_path(source, leaf.path))
        if seen.fault in MENDABLE:
            task.is_whole = False
        self._answers.put(Entered(source=source, inside=leaf.path, seen=seen, source_bytes=leaf.source_bytes))
        self._end(task)

    def _end(self, task: _Task) -> None:
        if task.is_done():
            self._answers.put(
                Finished(found=task.found, is_whole=task.is_whole, skipped=task.skipped, is_noted=task.is_noted)
            )
