"""What a collection of files is: for each file whether it is known, where it comes from, and what it belongs with.

`docs/explanation/collections.md` says the rules in words.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from causeway.matching import RECOMMENDED_RADIUS_BITS, THIS_MACHINE, Engines
from causeway.matching.frames import VIDEO_SHARE
from causeway.scanning.alike import find_copied_pictures
from causeway.scanning.collection import Collection
from causeway.scanning.columns import NO_TIME, NONE, Columns, camera_time, gather
from causeway.scanning.copies import Copies
from causeway.scanning.findings import KIND_NUMBERS, Kind, Series
from causeway.scanning.known import KnownFiles, Means
from causeway.scanning.seen import Seen
from causeway.scanning.shared_frames import find_copied_videos

PAUSE_HOURS: Final = 6
"""A longer pause begins another series: a night, or another occasion."""
_PAUSE: Final = PAUSE_HOURS * 3_600_000_000
_NEW: Final = [KIND_NUMBERS[kind] for kind in Kind if kind.is_new]


def judge(
    seen: Callable[[], Iterator[Seen]],
    known: KnownFiles,
    *,
    radius_bits: int = RECOMMENDED_RADIUS_BITS,
    engines: Engines = THIS_MACHINE,
    upright: bool = False,
    at: Callable[[str], Sequence[Seen]] | None = None,
) -> Collection:
    """Judge all files that `seen` gives; it is called several times and must give the same files in the same order.
    `at` gives those at a path, mostly one, in the same order: without it reports of what is not in the order of the
    scan read all files again and again. `engines` search and group them. With lists pictures are compared as they are
    stored and `upright` too; with one another, and in reports, they count as they are stored, or upright where that is
    asked.
    """
    if upright:
        seen, at = _upright(seen), at and _upright_at(at)
    columns = gather(seen(), known, radius_bits)
    listed = _listed(columns, known)
    copies = Copies.of_equal_files(columns)
    find_copied_pictures(columns, copies, seen, listed.is_exact, radius_bits, engines)
    find_copied_videos(columns, copies, listed.is_exact, radius_bits)
    kinds = _kinds(columns, copies, listed)
    series, series_of = _series(columns, copies, kinds)
    kinds[(series_of != NONE) & np.isin(kinds, _NEW) & (kinds != KIND_NUMBERS[Kind.ORIGINAL])] = KIND_NUMBERS[
        Kind.SERIES
    ]
    order = _order(columns, copies, kinds, series_of)
    return Collection(
        seen=seen,
        known=known,
        columns=columns,
        copies=copies,
        kinds=kinds,
        series=series,
        series_of=series_of,
        order=order,
        radius_bits=radius_bits,
        is_upright=upright,
        at=at,
    )


def _upright(seen: Callable[[], Iterator[Seen]]) -> Callable[[], Iterator[Seen]]:
    """The same files, pictures turned as they note."""
    return lambda: map(Seen.upright, seen())


def _upright_at(at: Callable[[str], Sequence[Seen]]) -> Callable[[str], Sequence[Seen]]:
    return lambda path: [each.upright() for each in at(path)]


class _Listed:
    """For each row what the lists say: exactly listed, alike to a listed one, or exactly listed as not pertinent."""

    def __init__(self, count: int) -> None:
        self.is_exact, self.is_alike, self.is_not_pertinent = np.zeros((3, count), bool)


def _listed(columns: Columns, known: KnownFiles) -> _Listed:
    """That a file looks like one which is not pertinent says nothing: it must not hide what is new."""
    listed, hits = _Listed(len(columns)), columns.known
    is_pertinent = np.array([standing.is_pertinent for standing in known.standings], bool)[hits.standing]
    is_exact = hits.means <= Means.MD5
    listed.is_exact[hits.row[is_pertinent & is_exact]] = True
    listed.is_alike[hits.row[is_pertinent & ~is_exact & (hits.share_of_all >= VIDEO_SHARE)]] = True
    listed.is_not_pertinent[hits.row[~is_pertinent & is_exact]] = True
    return listed


def _kinds(columns: Columns, copies: Copies, listed: _Listed) -> NDArray[np.uint8]:
    """What each row is, by its content's first row; series come later. The surest claim is made last."""
    kinds = np.full(len(columns), KIND_NUMBERS[Kind.OTHER], np.uint8)
    is_copy = copies.of != NONE
    for kind, holds in (
        (Kind.NEW, columns.is_media),
        (Kind.ORIGINAL, columns.has_marks),
        (Kind.COPY, is_copy),
        (Kind.NOT_PERTINENT, listed.is_not_pertinent),
        (Kind.EDITED_KNOWN, listed.is_alike | (is_copy & listed.is_exact[copies.of])),
        (Kind.KNOWN, listed.is_exact),
        (Kind.UNREAD, ~columns.is_read),
    ):
        kinds[holds] = KIND_NUMBERS[kind]
    return kinds[copies.first]


def _series(columns: Columns, copies: Copies, kinds: NDArray[np.uint8]) -> tuple[tuple[Series, ...], NDArray[np.int64]]:
    """The new pictures of each device by time, cut at long pauses; those count that hold a camera original."""
    original = KIND_NUMBERS[Kind.ORIGINAL]
    rows = np.flatnonzero(
        copies.is_first & np.isin(kinds, _NEW) & (columns.device != NONE) & (columns.taken != NO_TIME)
    )
    rows = rows[np.lexsort((rows, columns.taken[rows], columns.device[rows]))]
    device, taken = columns.device[rows], columns.taken[rows]
    cuts = np.flatnonzero((np.diff(device) != 0) | (np.diff(taken) > _PAUSE)) + 1
    runs = [run for run in np.split(rows, cuts) if (kinds[run] == original).any()]
    runs.sort(key=lambda run: -int(columns.taken[run[-1]]))
    series_of = np.full(len(columns), NONE, np.int64)
    for number, run in enumerate(runs):
        series_of[run] = number
    for _ in range(2):  # a copy of a turned copy
        goes_along = (series_of == NONE) & np.isin(kinds, _NEW) & (copies.of != NONE)
        series_of[goes_along] = series_of[copies.of[goes_along]]
    series_of = series_of[copies.first]
    files = np.bincount(series_of[copies.is_first & (series_of != NONE)], minlength=len(runs))
    return tuple(
        Series(
            number=number + 1,
            device=columns.devices[columns.device[run[0]]],
            begins=camera_time(columns.taken[run[0]]),
            ends=camera_time(columns.taken[run[-1]]),
            originals=int((kinds[run] == original).sum()),
            files=int(files[number]),
        )
        for number, run in enumerate(runs)
    ), series_of


def _order(
    columns: Columns, copies: Copies, kinds: NDArray[np.uint8], series_of: NDArray[np.int64]
) -> NDArray[np.int64]:
    """By kind; then the latest series first, those with a camera's marks first, and by time; further files of a content
    after all first ones.
    """
    first, rows = copies.first, np.arange(len(columns))
    latest_first = np.where(series_of == NONE, len(columns), series_of)
    taken = np.where(series_of == NONE, 0, columns.taken[first])
    return np.lexsort((rows, first != rows, taken, ~columns.has_marks[first], latest_first, kinds))
