"""Loads lists of known files, told apart by content: CSV or VICS of any version, read as streams, or built of such."""

import codecs
import hashlib
import os
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import BufferedReader
from pathlib import Path
from typing import Final

import numpy as np

from causeway.interchange.hashlists import (
    CategoryScheme,
    HashListError,
    ListedDigest,
    RowFault,
    read_hash_list,
)
from causeway.interchange.vics import Envelope, Media, Record, VicsError, listed_digests, read_vics
from causeway.matching import THIS_MACHINE, DigestSearch, Engines, HashSearch, each_once
from causeway.matching.errors import BadIndexFile
from causeway.scanning.built_lists import MARK, BuiltLists, open_built
from causeway.scanning.known import NO_CATEGORY, KnownFiles, ReadList, Standing
from causeway.scanning.walking import utc
from causeway.vocabulary.findings import DigestKind

MOST_CATEGORIES: Final = 1_000
"""A list with more has something else in that column; their digests are kept without one."""
MOST_FAULTS_TOLD: Final = 3
"""Of one list; they show what is wrong with it."""
LONGEST_CATEGORY: Final = 100
_COMPARED: Final = "MD5, SHA-1, SHA-256 or PDQ"
_BYTES: Final = {DigestKind.MD5: 16, DigestKind.SHA1: 20, DigestKind.SHA256: 32, DigestKind.PDQ: 32}


class UnreadableList(Exception):
    """A list cannot be used. `code` is stable; the message names the list's file and quotes nothing of it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def load_lists(
    paths: Sequence[Path], *, scheme: CategoryScheme = CategoryScheme.UNSTATED, engines: Engines = THIS_MACHINE
) -> KnownFiles:
    """All lists as one. `scheme` is whose categories they are where a list does not say itself; `engines` search them.

    A list built by `build_lists` counts as the lists that it was built of. A bad row is counted and the next
    one read. Raises UnreadableList for a list that cannot be read to its end or holds no digest: half a list, and a
    failed copy, would call known files new.
    """
    digests, standings, lists = _gathered(paths, scheme)
    exact = {kind: digests.build(kind, engines) for kind in (DigestKind.SHA256, DigestKind.SHA1, DigestKind.MD5)}
    return KnownFiles(tuple(standings), tuple(lists), exact, digests.build_perceptual(engines))


def build_lists(
    paths: Sequence[Path], out: Path, *, scheme: CategoryScheme = CategoryScheme.UNSTATED
) -> tuple[ReadList, ...]:
    """Read all lists and write them as one that `load_lists` takes without parsing; what came of each.

    Raises UnreadableList as that does, and OSError where the file cannot be written.
    """
    digests, standings, lists = _gathered(paths, scheme)
    digests.built(standings, lists).save(out)
    return tuple(lists)


def _gathered(paths: Sequence[Path], scheme: CategoryScheme) -> tuple["_Digests", list[Standing], list[ReadList]]:
    digests = _Digests()
    standings: list[Standing] = []
    lists: list[ReadList] = []
    for path in paths:
        try:
            with path.open("rb") as stream:
                if stream.peek(len(MARK)).startswith(MARK):
                    built = open_built(path, scheme)
                    _check_holds_something(built.lists)
                    digests.add_built(built, len(standings))
                    lists += built.lists
                    standings += built.standings
                    continue
                read, categories = _load(path.name, stream, digests, len(standings), scheme)
                _check_holds_something([read])
                read = _identified(read, stream)
        except OSError as error:
            raise UnreadableList("list_unreadable", f"{path.name} cannot be read: {error.strerror}") from error
        except (HashListError, VicsError, BadIndexFile) as error:
            raise UnreadableList(error.code, f"{path.name}: {error.message}") from error
        lists.append(read)
        standings += [Standing(read.name, read.scheme, category) for category in categories]
    return digests, standings, lists


def _check_holds_something(lists: Iterable[ReadList]) -> None:
    for one in lists:
        if not one.digests:
            why = f": {'; '.join(one.first_faults)}" if one.first_faults else ""
            raise UnreadableList("no_digests", f"{one.name}: it holds no {_COMPARED} that can be compared{why}")


def _identified(read: ReadList, stream: BufferedReader) -> ReadList:
    """The same with what tells the file that was read from any other."""
    if not stream.seekable():
        return read
    stream.seek(0)
    sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    return replace(read, sha256=sha256, changed_at=utc(os.fstat(stream.fileno()).st_mtime))


@dataclass(slots=True)
class _Digests:
    """Digests of each kind as they come, and beside each the number of its standing."""

    digests: dict[DigestKind, bytearray] = field(default_factory=lambda: {kind: bytearray() for kind in DigestKind})
    standings: dict[DigestKind, "array[int]"] = field(default_factory=lambda: {kind: array("I") for kind in DigestKind})

    def add(self, digest: ListedDigest, standing: int) -> None:
        self.digests[digest.kind] += bytes.fromhex(digest.value)
        self.standings[digest.kind].append(standing)

    def add_built(self, built: BuiltLists, first: int) -> None:
        """All of lists that were built; their standings are numbered from `first`."""
        for kind in DigestKind:
            self.digests[kind] += built.digests[kind].tobytes()
            self.standings[kind].frombytes((built.numbers[kind] + np.uint32(first)).astype(np.uintc).tobytes())

    def built(self, standings: list[Standing], lists: list[ReadList]) -> BuiltLists:
        """All of them to be kept."""
        return BuiltLists(
            digests={
                kind: np.frombuffer(self.digests[kind], np.uint8).reshape(-1, _BYTES[kind]) for kind in DigestKind
            },
            numbers={kind: np.asarray(self.standings[kind], np.uint32) for kind in DigestKind},
            standings=tuple(standings),
            lists=tuple(lists),
        )

    def build(self, kind: DigestKind, engines: Engines) -> DigestSearch:
        """The index of an exact kind, each digest once a standing, however often a list repeats it; what it was made
        from is let go.
        """
        digests = np.frombuffer(self.digests.pop(kind), np.uint8).reshape(-1, _BYTES[kind])
        return engines.digests(*each_once(digests, np.asarray(self.standings.pop(kind), np.int64)))

    def build_perceptual(self, engines: Engines) -> HashSearch:
        hashes = np.frombuffer(self.digests.pop(DigestKind.PDQ), np.uint8).reshape(-1, _BYTES[DigestKind.PDQ])
        return engines.hashes(hashes, np.asarray(self.standings.pop(DigestKind.PDQ), np.int64))


def _load(
    name: str, stream: BufferedReader, digests: _Digests, first: int, scheme: CategoryScheme
) -> tuple[ReadList, list[str | None]]:
    """Read one list; its standings are numbered from `first`, one a category, in the order that comes back."""
    form, rows = _rows(stream)
    numbers: dict[str | None, int] = {}
    faults: Counter[str] = Counter()
    told: dict[int, str] = {}
    rows_at_fault = row_at_fault = 0
    stated = CategoryScheme.UNSTATED
    count = 0
    for row in rows:
        if isinstance(row, RowFault):
            faults[row.code] += 1
            rows_at_fault += row.row != row_at_fault
            row_at_fault = row.row
            if rows_at_fault <= MOST_FAULTS_TOLD:
                told.setdefault(row.row, f"row {row.row}: {row.message}")
            continue
        category = _category(row.category, numbers, faults)
        digests.add(row, first + numbers.setdefault(category, len(numbers)))
        count += 1
        if stated is CategoryScheme.UNSTATED:
            stated = row.scheme
    whose = scheme if stated is CategoryScheme.UNSTATED else stated
    read = ReadList(
        name=name,
        form=form,
        scheme=whose,
        digests=count,
        faults=dict(faults),
        rows_at_fault=rows_at_fault,
        first_faults=tuple(told.values()),
    )
    return read, list(numbers)


def _category(category: str | None, numbers: dict[str | None, int], faults: Counter[str]) -> str | None:
    if category is None or category in numbers:
        return category
    if len(numbers) >= MOST_CATEGORIES or len(category) > LONGEST_CATEGORY:
        faults[NO_CATEGORY] += 1
        return None
    return category


def _rows(stream: BufferedReader) -> tuple[str, Iterator[ListedDigest | RowFault]]:
    """What the list's format is called, and its digests and faults."""
    start = stream.peek(1)[:64].removeprefix(codecs.BOM_UTF8).lstrip()
    if not start.startswith(b"{"):
        return "CSV", read_hash_list(stream)
    records = read_vics(stream)
    envelope = next(record for record in records if isinstance(record, Envelope))
    return f"VICS {envelope.version}", _of_media(records, envelope.scheme)


def _of_media(records: Iterator[Record], scheme: CategoryScheme) -> Iterator[ListedDigest | RowFault]:
    for record in records:
        if isinstance(record, RowFault):
            yield record
        elif isinstance(record, Media):
            yield from listed_digests([record], scheme)
