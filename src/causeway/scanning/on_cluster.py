"""A scan on several machines: a crew on each, which sees the folder under the same path, and indexes in parts.

What a crew sees of a file is the same wherever it works, and so are journal, judgement and reports.
"""

import hashlib
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from causeway.matching import (
    EXAMINER_CRASHED,
    DigestIndex,
    DigestSearch,
    Engines,
    Examiner,
    HammingIndex,
    HashSearch,
    near_duplicate_groups,
)
from causeway.scale import CannotWork, Cluster, ShardedDigestIndex, ShardedHammingIndex, Teams
from causeway.scale import near_duplicate_groups as groups_on_cluster
from causeway.scanning.containers import Limits
from causeway.scanning.crew import Crew, Entered, Finished
from causeway.scanning.faults import MENDABLE, NotAFolder
from causeway.scanning.seen import Place, Seen
from causeway.scanning.walking import Found, check_folder

WORTH_SPREADING: Final = 1_000_000
"""Below it, one machine answers sooner than processes start on others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileJob:
    """A file to look at, but for what is known of it."""

    found: Found
    known: frozenset[str] = field(default_factory=frozenset)


class ClusterCrew:
    """As `Crew`, with all processors of the cluster. Raises CannotWork where a machine does not see the folder."""

    def __init__(
        self,
        cluster: Cluster,
        folder: Path,
        *,
        fast: bool = False,
        apart: bool = False,
        limits: Limits | None = None,
    ) -> None:
        looking = LookingTrade(
            folder=folder, mark_of_folder=_mark(folder), fast=fast, apart=apart, limits=limits or Limits()
        )
        self._teams: Teams[FileJob, Entered | Finished] = Teams(cluster, looking)

    def __enter__(self) -> Self:
        self._teams.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._teams.__exit__(kind, error, at)

    def offer(self, found: Found, known: frozenset[str]) -> None:
        """Have a file looked at, but for what is known of it."""
        self._teams.offer(FileJob(found=found, known=known))

    def answer(self) -> Entered | Finished | None:
        """The next answer, None where there was none for a second. What is in an archive may be answered twice when a
        machine is lost.
        """
        return self._teams.answer()


def cluster_engines(cluster: Cluster, *, fewest: int = WORTH_SPREADING) -> Engines:
    """Indexes in parts, one part a machine, and groups across them; what has fewer rows stays here."""

    def hashes(rows: NDArray[np.uint8], ids: NDArray[np.int64]) -> HashSearch:
        here = len(rows) < fewest
        return HammingIndex.build(rows, ids) if here else ShardedHammingIndex.build(cluster, rows, ids)

    def digests(rows: NDArray[np.uint8], ids: NDArray[np.int64]) -> DigestSearch:
        here = len(rows) < fewest
        return DigestIndex.build(rows, ids) if here else ShardedDigestIndex.build(cluster, rows, ids)

    def groups(rows: NDArray[np.uint8], radius_bits: int) -> NDArray[np.int64]:
        here = len(rows) < fewest
        return near_duplicate_groups(rows, radius_bits) if here else groups_on_cluster(cluster, rows, radius_bits)

    return Engines(hashes=hashes, digests=digests, groups=groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class LookingTrade:
    """The trade of looking at files, as a machine gets it."""

    folder: Path
    mark_of_folder: str
    fast: bool
    apart: bool
    limits: Limits

    def team(self, processors: int) -> "_CrewOfMachine":
        try:
            is_same = check_folder(self.folder) == self.folder and _mark(self.folder) == self.mark_of_folder
        except (NotAFolder, OSError):
            is_same = False
        if not is_same:
            raise CannotWork("another_folder", "the folder that is scanned is not there, or is another one")
        spool = Path(tempfile.gettempdir())
        examiner = partial(Examiner, fast=self.fast, shared=not self.apart)
        return _CrewOfMachine(Crew(self.folder, spool, workers=processors, limits=self.limits, examiner=examiner))

    def key(self, job: FileJob) -> str:
        return job.found.path

    def key_of(self, answer: Entered | Finished) -> str:
        return answer.source if isinstance(answer, Entered) else answer.found.path

    def is_last(self, answer: Entered | Finished) -> bool:
        return isinstance(answer, Finished)

    def mark(self, answer: Entered | Finished) -> str | None:
        """What was seen in a file, unless it may be seen better."""
        return answer.inside if isinstance(answer, Entered) and answer.seen.fault not in MENDABLE else None

    def rest(self, job: FileJob, marks: frozenset[str]) -> FileJob:
        return replace(job, known=job.known | marks)

    def give_up(self, job: FileJob) -> Sequence[Entered | Finished]:
        """The file as one that ended who decoded it; the next run looks at it again."""
        found = job.found
        place = Place(path=found.path, size_bytes=found.size_bytes, modified_at=found.modified_at)
        seen = Seen(place=place, digests=None, fault=EXAMINER_CRASHED)
        return (
            Entered(source=found.path, inside="", seen=seen),
            Finished(found=found, is_whole=False, skipped=0, is_noted=False),
        )


class _CrewOfMachine:
    """A crew as a team."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew

    def __enter__(self) -> Self:
        self._crew.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._crew.__exit__(kind, error, at)

    def offer(self, job: FileJob) -> None:
        self._crew.offer(job.found, job.known)

    def answers(self) -> Sequence[Entered | Finished]:
        return self._crew.answers()


def _mark(folder: Path) -> str:
    """What tells the folder from another of its path: the names in it."""
    names = sorted(map(os.fsencode, os.listdir(folder)))  # noqa: PTH208  # names that are no UTF-8 too
    return hashlib.sha256(b"\0".join(names)).hexdigest()
