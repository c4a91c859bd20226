"""Looks through a folder: counts, walks, looks at every file on all cores, and keeps what was seen in the journal."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final, Protocol

from causeway.matching import Examiner
from causeway.matching.processors import PROCESSORS
from causeway.scanning.containers import Limits
from causeway.scanning.crew import Crew, Entered, Finished
from causeway.scanning.faults import UNREADABLE_FOLDER
from causeway.scanning.journal import Journal
from causeway.scanning.progress import LastMinute, Progress
from causeway.scanning.seen import Place, Seen
from causeway.scanning.walking import Found, Walked, walk

_WAITING: Final = 4
"""So many files for each thread wait for it at most."""
_TELL_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """What a scan met. `kept_files` were seen by an earlier run; `is_noted` says that the system may have noted when
    files were read, by this run or one before, because it did not let them be opened without.
    """

    walked: Walked
    members: int
    kept_files: int
    faults: dict[str, int] = field(default_factory=dict)
    skipped_members: int = 0
    """Links and devices in archives."""
    is_noted: bool = False
    seconds: float = 0.0

    @property
    def is_all_read(self) -> bool:
        """Whether there was no fault of a file, and no folder that could not be opened."""
        return not self.faults


class Looking(Protocol):
    """Who looks at files: `Crew`, or crews elsewhere."""

    def offer(self, found: Found, known: frozenset[str]) -> None:
        """Have a file looked at, but for what is known of it."""

    def answer(self) -> Entered | Finished | None:
        """The next answer, None where there was none for a second. What lies in a file may be told twice, a file's end
        once.
        """


def scan(
    folder: Path,
    journal: Journal,
    *,
    workers: int | None = None,
    crew: AbstractContextManager[Looking] | None = None,
    fast: bool = False,
    apart: bool = False,
    limits: Limits | None = None,
    on_count: Callable[[Walked], None] = lambda _walked: None,
    on_progress: Callable[[Progress], None] = lambda _progress: None,
    clock: Callable[[], float] = time.monotonic,
) -> Scanned:
    """Look at every file of `folder` that the journal has not seen as it is.

    `folder` is as `check_folder` gave it; `fast` is that of `Examiner`, `apart` the opposite of its `shared`. `crew`
    looks, with so many `workers`; where it is None, threads of this process do, one for each core that it may use
    unless `workers` says otherwise. `on_count` is called while files are counted, `on_progress` after each file and
    each second without one, while members of an archive are looked at too. Raises BadState where the journal holds
    hashes made the other way.
    """
    journal.agree_on(fast=fast)
    total = Walked()
    for _found in walk(folder, total):
        on_count(total)
    workers = workers or PROCESSORS
    if crew is None:
        spool = journal.path.resolve().parent
        examiner = partial(Examiner, fast=fast, shared=not apart)
        crew = Crew(folder, spool, workers=workers, limits=limits or Limits(), examiner=examiner)
    with crew as looking:
        return _Run(journal, looking, total, on_progress, clock).go(folder, most_waiting=_WAITING * workers)


class _Run:
    def __init__(
        self,
        journal: Journal,
        crew: Looking,
        total: Walked,
        on_progress: Callable[[Progress], None],
        clock: Callable[[], float],
    ) -> None:
        self._journal, self._crew, self._total = journal, crew, total
        self._on_progress, self._clock = on_progress, clock
        self._began = clock()
        self._files = self._bytes = self._kept_files = self._kept_bytes = self._members = 0
        self._bytes_left: dict[str, int] = {}
        """Of files that are being looked at."""
        self._minute = LastMinute()
        self._told_at = self._began

    def go(self, folder: Path, *, most_waiting: int) -> Scanned:
        walked = Walked()
        for found in walk(folder, walked):
            if found.is_folder:
                self._enter_folder(found)
                continue
            if self._journal.is_whole(found):
                self._kept_files += 1
                self._kept_bytes += found.size_bytes
                self._pass(found.size_bytes)
                continue
            self._bytes_left[found.path] = found.size_bytes
            self._crew.offer(found, self._journal.begin(found))
            while len(self._bytes_left) >= most_waiting:
                self._take()
        while self._bytes_left:
            self._take()
        self._journal.commit()
        counts = self._journal.faults()
        return Scanned(
            walked=walked,
            members=counts.total() - walked.files - walked.unreadable_folders,
            kept_files=self._kept_files,
            faults={code: count for code, count in sorted(counts.items(), key=str) if code is not None},
            skipped_members=self._journal.skipped(),
            is_noted=self._journal.is_noted() or walked.is_noted,
            seconds=self._clock() - self._began,
        )

    def _enter_folder(self, found: Found) -> None:
        """A folder that could not be opened; the next run tries again."""
        place = Place(path=found.path, size_bytes=0, modified_at=found.modified_at)
        self._journal.begin(found)
        self._journal.enter(found.path, "", Seen(place=place, digests=None, fault=UNREADABLE_FOLDER))

    def _take(self) -> None:
        """Enter the next answer of the crew; while none comes, make sure of those before."""
        answer = self._crew.answer()
        if answer is None:
            self._journal.commit()
            self._tell()  # The time left grows while a long video is looked at.
            return
        if isinstance(answer, Entered):
            self._journal.enter(answer.source, answer.inside, answer.seen)
            if answer.inside:
                self._pass_member(answer)
            return
        self._journal.finish(answer.found.path, is_whole=answer.is_whole, skipped=answer.skipped)
        if answer.is_noted:
            self._journal.tell_noted()
        self._pass(self._bytes_left.pop(answer.found.path))

    def _pass_member(self, member: Entered) -> None:
        """A part of a file; it may be told twice, and after the file's end."""
        self._members += 1
        part = min(self._bytes_left.get(member.source, 0), member.source_bytes)
        if part:
            self._bytes_left[member.source] -= part
            self._bytes += part
        if self._clock() - self._told_at >= _TELL_SECONDS:
            self._tell()

    def _pass(self, size_bytes: int) -> None:
        self._files += 1
        self._bytes += size_bytes
        self._tell()

    def _tell(self) -> None:
        self._told_at = self._clock()
        now = Progress(
            files=self._files,
            size_bytes=self._bytes,
            files_total=max(self._total.files, self._files),
            size_bytes_total=max(self._total.size_bytes, self._bytes),
            kept_files=self._kept_files,
            kept_bytes=self._kept_bytes,
            members=self._members,
            seconds=self._told_at - self._began,
        )
        self._on_progress(replace(now, since=self._minute.before(now)))
