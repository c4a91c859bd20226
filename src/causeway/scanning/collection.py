"""A judged collection: what each file is, in the order in which a person should look."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray

from causeway.scanning.columns import NONE, Columns, camera_time
from causeway.scanning.copies import Copies
from causeway.scanning.findings import (
    KIND_NUMBERS,
    KINDS,
    CopyOf,
    Finding,
    Groups,
    Kind,
    KnownAs,
    Original,
    Series,
    Shared,
)
from causeway.scanning.known import KnownFiles, Means, ReadList, Standing
from causeway.scanning.origins import Device
from causeway.scanning.seen import Seen
from causeway.scanning.sharing import HINTS, NO_HINT
from causeway.scanning.telling import reasons_of

_AT_A_TIME: Final = 50_000
"""Files kept in memory while they are put in order."""
_WORTH_A_PASS: Final = 2
"""A file that is asked for by its path costs somewhat more than one that is passed by."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Collection:
    """What `judge` found, in columns. The files are read again when findings are asked for: all from `seen`, or those
    of one path from `at`, where there is such a way.

    `kinds` holds places in `KINDS`; `order` the rows in the order to look; `series_of` a place in `series` or `NONE`.
    `is_upright` says that pictures were compared with one another as they are to be seen.
    """

    seen: Callable[[], Iterator[Seen]]
    known: KnownFiles
    columns: Columns
    copies: Copies
    kinds: NDArray[np.uint8]
    series: tuple[Series, ...]
    series_of: NDArray[np.int64]
    order: NDArray[np.int64]
    radius_bits: int
    is_upright: bool = False
    at: Callable[[str], Sequence[Seen]] | None = None

    def __len__(self) -> int:
        return len(self.columns)

    @property
    def lists(self) -> tuple[ReadList, ...]:
        """What it was compared with."""
        return self.known.lists

    def counts(self) -> Mapping[Kind, tuple[int, int]]:
        """For each kind how many different contents there are, and how many files."""
        files = np.bincount(self.kinds, minlength=len(KINDS)).tolist()
        contents = np.bincount(self.kinds[self.copies.is_first], minlength=len(KINDS)).tolist()
        return {kind: (contents[number], files[number]) for kind, number in KIND_NUMBERS.items()}

    def originals(self, most: int) -> list[Original]:
        """So many new camera originals, each content once, in the order to look. The files are not read again for it:
        it takes no time in a large collection.
        """
        is_asked = (self.kinds == KIND_NUMBERS[Kind.ORIGINAL]) & self.copies.is_first
        numbers = np.flatnonzero(is_asked[self.order])[:most] + 1
        return [
            Original(
                number=number,
                path=self.columns.path(row),
                device=self.columns.devices[self.columns.device[row]],
                taken_at=camera_time(self.columns.taken[row]),
                series=self.series[self.series_of[row]].number,
            )
            for number, row in zip(numbers.tolist(), self.order[numbers - 1].tolist(), strict=True)
        ]

    def devices(self) -> Mapping[Device, Mapping[Kind, int]]:
        """For each device that files name how many contents of each kind do, the device with most originals first."""
        columns = self.columns
        rows = np.flatnonzero(self.copies.is_first & (columns.device != NONE))
        counts = np.zeros((len(columns.devices), len(KINDS)), np.int64)
        np.add.at(counts, (columns.device[rows], self.kinds[rows]), 1)
        order = np.argsort(-counts[:, KIND_NUMBERS[Kind.ORIGINAL]], kind="stable").tolist()
        return {columns.devices[at]: dict(zip(KINDS, counts[at].tolist(), strict=True)) for at in order}

    def groups(self) -> Groups:
        """The groups of pictures that look alike; files of equal content count once."""
        group = self.copies.group[self.copies.is_first]
        sizes = np.unique(group[group != NONE], return_counts=True)[1]
        return Groups(count=len(sizes), largest=int(sizes.max(initial=0)))

    def fault_count(self) -> int:
        """How many files, and folders, could not be read or are not whole."""
        return int(self.columns.has_fault.sum())

    def at_fault(self, most: int) -> Iterator[tuple[int, Seen]]:
        """So many of them, each with the number of its finding, in the order to look."""
        numbers = np.flatnonzero(self.columns.has_fault[self.order])[:most] + 1
        files = self._files(self.order[numbers - 1])
        return ((number, seen) for number, (_row, seen) in zip(numbers.tolist(), files, strict=True))

    def hints(self) -> Mapping[str, int]:
        """For each program that paths suggest how many files, most first."""
        numbers = np.bincount(self.columns.hint[self.columns.hint != NO_HINT], minlength=len(HINTS)).tolist()
        counted: Counter[str] = Counter()
        for hint, count in zip(HINTS, numbers, strict=True):
            counted[hint.program] += count
        return {program: count for program, count in counted.most_common() if count}

    def standings(self) -> Mapping[Standing, tuple[int, int]]:
        """For each grade on a list: how many contents are a file that has it, and how many look like one."""
        hits = self.columns.known
        is_first, is_exact = self.copies.is_first[hits.row], hits.means <= Means.MD5
        exact = _files_of_each(hits.standing[is_first & is_exact], hits.row[is_first & is_exact])
        alike = _files_of_each(hits.standing[is_first & ~is_exact], hits.row[is_first & ~is_exact])
        standings = self.known.standings
        return {standings[at]: (exact.get(at, 0), alike.get(at, 0)) for at in sorted({*exact, *alike})}

    def findings(self, kind: Kind | None = None, *, with_duplicates: bool = True) -> Iterator[Finding]:
        """Each file, of one kind or all, in the order to look. Further files of one content come after all first
        ones, or are left out.
        """
        is_asked = np.ones(len(self), bool) if kind is None else self.kinds == KIND_NUMBERS[kind]
        if not with_duplicates:
            is_asked = is_asked & self.copies.is_first
        numbers = np.flatnonzero(is_asked[self.order]) + 1
        places, hits = _Runs(self.copies.first), _Runs(self.columns.known.row)
        for number, (row, seen) in zip(numbers.tolist(), self._files(self.order[numbers - 1]), strict=True):
            finding = self._finding(number, row, seen, places, hits)
            yield replace(finding, reasons=reasons_of(finding, self.radius_bits))

    def _finding(self, number: int, row: int, seen: Seen, places: "_Runs", hits: "_Runs") -> Finding:
        columns, first = self.columns, int(self.copies.first[row])
        rows = [first, row] if row != first else [first, *(each for each in places.of(first) if each != first)]
        series, group = int(self.series_of[row]), int(self.copies.group[first])
        device = int(columns.device[row])
        return Finding(
            number=number,
            seen=seen,
            kind=KINDS[self.kinds[row]],
            known_as=tuple(sorted(map(self._known_as, hits.of(row)), key=_surest_first)),
            places=tuple(map(columns.place, rows)),
            duplicate_of=None if row == first else columns.path(first),
            copy_of=self._copy_of(first),
            group=None if group == NONE else group + 1,
            series=None if series == NONE else self.series[series],
            device=None if device == NONE else columns.devices[device],
            has_camera_marks=bool(columns.has_marks[row]),
            shared=tuple(self._shared(rows if row == first else [row])),
        )

    def _shared(self, rows: Sequence[int]) -> Iterator[Shared]:
        for row in rows:
            if (hint := int(self.columns.hint[row])) != NO_HINT:
                yield Shared(self.columns.path(row), HINTS[hint])

    def _known_as(self, hit: int) -> KnownAs:
        hits = self.columns.known
        return KnownAs(
            standing=self.known.standings[hits.standing[hit]],
            means=Means(hits.means[hit]),
            distance_bits=int(hits.distance[hit]),
            share=float(hits.share[hit]),
            share_of_all=float(hits.share_of_all[hit]),
        )

    def _copy_of(self, row: int) -> CopyOf | None:
        copies, of = self.copies, int(self.copies.of[row])
        if of == NONE:
            return None
        path = self.columns.path(of)
        if copies.share[row]:
            return CopyOf(path=path, share=float(copies.share[row]), share_back=float(copies.share_back[row]))
        return CopyOf(path=path, distance_bits=int(copies.distance[row]), is_turned=bool(copies.is_turned[row]))

    def _files(self, rows: NDArray[np.int64]) -> Iterator[tuple[int, Seen]]:
        """The files of these rows in this order: a long run in the order of the scan takes one pass; what is out of
        order is read file by file or, where that is no way, in a pass for as many as are kept at a time.
        """
        descents = np.append(np.flatnonzero(np.diff(rows) < 0) + 1, len(rows))
        start = 0
        while start < len(rows):
            end = int(descents[np.searchsorted(descents, start, side="right")])
            if self.at is not None and _WORTH_A_PASS * (end - start) < len(self):
                yield from ((row, self._file(row, self.at)) for row in rows[start:end].tolist())
            elif self.at is None and end - start < _AT_A_TIME:
                end = start + _AT_A_TIME
                kept = dict(self._pass(np.sort(rows[start:end])))
                yield from ((row, kept[row]) for row in rows[start:end].tolist())
            else:
                yield from self._pass(rows[start:end])
            start = end

    def _pass(self, rows: NDArray[np.int64]) -> Iterator[tuple[int, Seen]]:
        """The files of ascending rows."""
        is_wanted = np.zeros(len(self), bool)
        is_wanted[rows] = True
        some = islice(self.seen(), int(rows[-1]) + 1)
        return ((row, each) for row, each in enumerate(some) if is_wanted[row])

    def _file(self, row: int, at: Callable[[str], Sequence[Seen]]) -> Seen:
        """The file of a row; where two lie at one path, as a folder's name may look like an archive, that of its
        content.
        """
        found = at(self.columns.path(row))
        sha256 = self.columns.sha256[row].tobytes().hex() if self.columns.is_read[row] else None
        return next((each for each in found if sha256 == (each.digests and each.digests.sha256)), found[0])


def _surest_first(known: KnownAs) -> tuple[bool, bool, int, int]:
    return not known.means.is_exact, not known.standing.is_pertinent, known.means, known.distance_bits


class _Runs:
    """Which places of a column hold a value."""

    def __init__(self, column: NDArray[np.int64]) -> None:
        self._order = np.argsort(column, kind="stable")
        self._sorted = column[self._order]

    def of(self, value: int) -> list[int]:
        start, end = np.searchsorted(self._sorted, (value, value + 1))
        places: list[int] = self._order[start:end].tolist()
        return places


def _files_of_each(standing: NDArray[np.int64], row: NDArray[np.int64]) -> dict[int, int]:
    once = np.unique(np.stack([standing, row]), axis=1)
    numbers, counts = np.unique(once[0], return_counts=True)
    return dict(zip(numbers.tolist(), counts.tolist(), strict=True))
