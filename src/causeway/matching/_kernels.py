"""The doors to the compiled kernels in `native/`: arrays in, arrays out. Set-up compiles them (`tools/kernels.py`).

Each call releases the interpreter's lock, so threads search side by side.
"""

import ctypes
import secrets
import sys
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from causeway.matching.errors import MatchingError

CHUNKS: Final = 16
BUCKETS: Final = 1 << 16
LANES: Final = 32
"""Siblings are read so many at a time: each table of them is followed by as many that mean nothing."""
SUFFIX: Final = {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")
LIBRARY: Final = Path(__file__).with_name(f"_native{SUFFIX}")
PICTURE_SIDE: Final = 64
"""PDQ reduces every picture to 64 x 64."""
_NO_MEMORY: Final = 1


class Variant(IntEnum):
    """Which of the processor's instructions a kernel uses. All give the same answers."""

    PORTABLE = 0
    AVX2 = 1
    AVX512 = 2


class Found(NamedTuple):
    """Matches in no order: row of the query (uint32), row of the entry (uint32), bits that differ (uint16)."""

    query: NDArray[np.uint32]
    row: NDArray[np.uint32]
    distance: NDArray[np.uint16]


class _Tables(ctypes.Structure):
    _fields_ = [("entries", ctypes.c_uint64)] + [
        (name, ctypes.c_void_p) for name in ("words", "starts", "siblings", "rows")
    ]


class Band(ctypes.Structure):
    """One axis of a picture's reduction: `starts` int64[64] and `weights` float32[64, W], kept alive in `arrays`."""

    _fields_ = [
        ("length", ctypes.c_uint64),
        ("width", ctypes.c_uint64),
        ("starts", ctypes.c_void_p),
        ("weights", ctypes.c_void_p),
    ]

    def __init__(self, length: int, starts: NDArray[np.int64], weights: NDArray[np.float32]) -> None:
        self.arrays = (starts, weights)
        super().__init__(length, weights.shape[1], starts.ctypes.data, weights.ctypes.data)


class _Hits(ctypes.Structure):
    _fields_ = [
        ("query", ctypes.POINTER(ctypes.c_uint32)),
        ("row", ctypes.POINTER(ctypes.c_uint32)),
        ("distance", ctypes.POINTER(ctypes.c_uint16)),
        ("count", ctypes.c_uint64),
        ("capacity", ctypes.c_uint64),
    ]


class _Effort(ctypes.Structure):
    _fields_ = [
        ("most_fetched", ctypes.c_uint64),
        ("is_crowded", ctypes.c_void_p),
    ]


class KernelTables:
    """The arrays of an index as the kernels want them; keeps them alive.

    Shapes: words uint64[N, 4], starts uint32[16, 65537], siblings uint16[16, N + 32], rows uint32[16, N].
    """

    def __init__(
        self,
        words: NDArray[np.uint64],
        starts: NDArray[np.uint32],
        siblings: NDArray[np.uint16],
        rows: NDArray[np.uint32],
    ) -> None:
        self.arrays = (words, starts, siblings, rows)
        self.struct = _Tables(len(words), *(each.ctypes.data for each in self.arrays))


def best_variant() -> Variant:
    """The fastest that this processor can run."""
    return Variant(_library().causeway_best_variant())


def build_table(
    words: NDArray[np.uint64],
    chunk: int,
    starts: NDArray[np.uint32],
    siblings: NDArray[np.uint16],
    rows: NDArray[np.uint32],
) -> None:
    """Fill one table: `starts` uint32[65537], `siblings` uint16[N + 32], `rows` uint32[N]."""
    _check(
        _library().causeway_build_table(
            words.ctypes.data, len(words), chunk, starts.ctypes.data, siblings.ctypes.data, rows.ctypes.data
        )
    )


def first_equal(words: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """For each of the uint64[N, 4] hashes the first row that holds the same."""
    first: NDArray[np.uint32] = np.empty(len(words), dtype=np.uint32)
    _check(_library().causeway_first_equal(words.ctypes.data, len(words), secrets.randbits(64) | 1, first.ctypes.data))
    return first


def search(
    variant: Variant, tables: KernelTables, queries: NDArray[np.uint64], radius_bits: int, most_fetched: int
) -> tuple[Found, NDArray[np.uint8]]:
    """All entries within `radius_bits` (0 to 31) of each of the uint64[Q, 4] queries, by the tables.

    A query for which more than `most_fetched` entries had to be looked at is given up: nothing of it is found, and its
    place in the second answer is 1.
    """
    is_crowded: NDArray[np.uint8] = np.zeros(len(queries), dtype=np.uint8)
    effort, hits = _Effort(most_fetched, is_crowded.ctypes.data), _Hits()
    fault = _library().causeway_search(
        variant,
        ctypes.byref(tables.struct),
        queries.ctypes.data,
        len(queries),
        radius_bits,
        ctypes.byref(effort),
        ctypes.byref(hits),
    )
    return _taken(hits, fault), is_crowded


def scan(variant: Variant, words: NDArray[np.uint64], queries: NDArray[np.uint64], radius_bits: int) -> Found:
    """All of the uint64[N, 4] hashes within `radius_bits` (0 to 256) of each query, by comparing each with each."""
    hits = _Hits()
    fault = _library().causeway_scan(
        variant, words.ctypes.data, len(words), queries.ctypes.data, len(queries), radius_bits, ctypes.byref(hits)
    )
    return _taken(hits, fault)


def join(parents: NDArray[np.uint32], left: NDArray[np.uint32], right: NDArray[np.uint32]) -> None:
    """Make one tree of the trees of each pair, in the forest `parents` (uint32[N]); the smallest is the root."""
    _check(_library().causeway_join(parents.ctypes.data, left.ctypes.data, right.ctypes.data, len(left)))


def flatten(parents: NDArray[np.uint32]) -> None:
    """Let each point at its root."""
    _check(_library().causeway_flatten(parents.ctypes.data, len(parents)))


def reduce_picture(variant: Variant, pixels: NDArray[np.uint8], down: Band, across: Band) -> NDArray[np.float32]:
    """A picture, uint8[H, W, 3 or 4] or uint8[H, W] and contiguous, as 64 x 64 weighted sums of its luma."""
    if (
        not pixels.flags.c_contiguous
        or pixels.shape[:2] != (down.length, across.length)
        or pixels.shape[2:] not in ((), (3,), (4,))
    ):
        raise MatchingError("bad_picture_array", "the picture is not of the size that its reduction is made for")
    reduced: NDArray[np.float32] = np.empty((PICTURE_SIDE, PICTURE_SIDE), dtype=np.float32)
    colours = pixels.shape[2] if pixels.ndim == 3 else 1
    doors = _library()
    _check(
        doors.causeway_reduce(
            variant, pixels.ctypes.data, colours, ctypes.byref(down), ctypes.byref(across), reduced.ctypes.data
        )
    )
    return reduced


def _taken(hits: _Hits, fault: int) -> Found:
    """The matches as arrays of our own; what the kernel held is given back."""
    try:
        _check(fault)
        count = int(hits.count)
        if not count:
            return _NOTHING
        return Found(*(np.ctypeslib.as_array(part, (count,)).copy() for part in (hits.query, hits.row, hits.distance)))
    finally:
        _library().causeway_release(ctypes.byref(hits))


def _check(fault: int) -> None:
    if fault == _NO_MEMORY:
        raise MemoryError
    if fault:
        raise MatchingError("no_such_variant", "this processor cannot run that variant of the kernels")


@cache
def _library() -> Any:
    """The compiled kernels with the types of their doors."""
    try:
        library = ctypes.CDLL(str(LIBRARY))
    except OSError as fault:
        raise MatchingError("no_kernels", f"the kernels are not compiled ({LIBRARY.name}); run `make setup`") from fault
    pointer, count, number = ctypes.c_void_p, ctypes.c_uint64, ctypes.c_int
    doors: dict[str, list[Any]] = {
        "causeway_best_variant": [],
        "causeway_build_table": [pointer, count, number, pointer, pointer, pointer],
        "causeway_first_equal": [pointer, count, ctypes.c_uint64, pointer],
        "causeway_join": [pointer, pointer, pointer, count],
        "causeway_flatten": [pointer, count],
        "causeway_search": [number, pointer, pointer, count, number, pointer, pointer],
        "causeway_reduce": [number, pointer, number, pointer, pointer, pointer],
        "causeway_scan": [number, pointer, count, pointer, count, number, pointer],
    }
    for name, arguments in doors.items():
        door = getattr(library, name)
        door.argtypes, door.restype = arguments, ctypes.c_int
    library.causeway_release.argtypes, library.causeway_release.restype = [pointer], None
    return library


_NOTHING: Final = Found(np.empty(0, np.uint32), np.empty(0, np.uint32), np.empty(0, np.uint16))
