"""The doors to the kernels that search: the arrays of an index and queries in, matches out.

Each call releases the interpreter's lock, so threads search side by side.
"""

import ctypes
import weakref
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from causeway.matching._kernels import Variant, check, library

_FEW_ANSWERS: Final = 32
"""So many come in the kernel's answer itself."""


class Found(NamedTuple):
    """Matches in no order: row of the query (uint32), row of the entry (uint32), bits that differ (uint16)."""

    query: NDArray[np.uint32]
    row: NDArray[np.uint32]
    distance: NDArray[np.uint16]


class Work(NamedTuple):
    """What a search cost: siblings compared in the tables, hashes fetched one by one for it, hashes scanned."""

    compared: int
    fetched: int
    scanned: int


class _Tables(ctypes.Structure):
    _fields_ = [
        ("entries", ctypes.c_uint64),
        *((name, ctypes.c_void_p) for name in ("words", "starts", "siblings", "rows")),
        ("members", ctypes.c_uint64),
        ("ids", ctypes.c_void_p),
        ("firsts", ctypes.c_void_p),
    ]


class _Changes(ctypes.Structure):
    _fields_ = [
        ("added", ctypes.c_uint64),
        ("words", ctypes.c_void_p),
        ("ids", ctypes.c_void_p),
        ("removed", ctypes.c_uint64),
        ("removed_ids", ctypes.c_void_p),
    ]


class _Hits(ctypes.Structure):
    _fields_ = [
        ("query", ctypes.POINTER(ctypes.c_uint32)),
        ("row", ctypes.POINTER(ctypes.c_uint32)),
        ("distance", ctypes.POINTER(ctypes.c_uint16)),
        ("count", ctypes.c_uint64),
        ("capacity", ctypes.c_uint64),
        ("most", ctypes.c_uint64),
    ]


class _Queries(ctypes.Structure):
    _fields_ = [
        ("words", ctypes.c_void_p),
        ("count", ctypes.c_uint64),
        ("radius_bits", ctypes.c_int),
        ("by_scan", ctypes.c_int),
        ("most", ctypes.c_uint64),
    ]


class _Work(ctypes.Structure):
    _fields_ = [("compared", ctypes.c_uint64), ("fetched", ctypes.c_uint64), ("scanned", ctypes.c_uint64)]


class _Answers(ctypes.Structure):
    _fields_ = [
        ("count", ctypes.c_uint64),
        ("few", ctypes.c_int64 * (3 * _FEW_ANSWERS)),
        ("is_told", ctypes.c_uint64),
        ("hits", _Hits),
        ("counts", ctypes.c_void_p),
        ("queries", ctypes.c_uint64),
        ("first_query", ctypes.c_uint64),
        ("radius_bits", ctypes.c_int),
    ]


class KernelTables:
    """The arrays of an index as the kernels want them; keeps them alive.

    Shapes: words uint64[N, 4], starts uint32[16, 65537], siblings uint16[16, N + 32], rows uint32[16, N], ids
    int64[M], firsts uint32[N + 1].
    """

    def __init__(
        self,
        words: NDArray[np.uint64],
        starts: NDArray[np.uint32],
        siblings: NDArray[np.uint16],
        rows: NDArray[np.uint32],
        ids: NDArray[np.int64],
        firsts: NDArray[np.uint32],
    ) -> None:
        self.arrays = (words, starts, siblings, rows, ids, firsts)
        at = [each.ctypes.data for each in self.arrays]
        self.struct = _Tables(len(words), *at[:4], len(ids), *at[4:])
        self.address = ctypes.addressof(self.struct)


class KernelChanges:
    """What came and went since the tables were built: added hashes uint64[A, 4] with ids int64[A], and removed
    identifiers int64[R], ascending. Keeps them alive.
    """

    def __init__(self, words: NDArray[np.uint64], ids: NDArray[np.int64], removed: NDArray[np.int64]) -> None:
        self.arrays = (words, ids, removed)
        self.struct = _Changes(len(ids), words.ctypes.data, ids.ctypes.data, len(removed), removed.ctypes.data)
        self.address = ctypes.addressof(self.struct)


def search(
    variant: Variant,
    tables: KernelTables,
    queries: NDArray[np.uint64],
    radius_bits: int,
    *,
    by_scan: bool,
    most: int = 0,
) -> tuple[Found, Work]:
    """All entries within the radius of each of the uint64[Q, 4] queries, and what that cost.

    By the tables, which serve radii from 0 to 31, a query that a scan answers sooner is scanned for; `by_scan` has it
    so for all, with any radius. Raises TooManyHits where they have more than `most` (0: no bound).
    """
    asked, work, hits = _asked(queries, radius_bits, by_scan, most), _Work(), _Hits()
    fault = library().causeway_search(
        variant, tables.address, ctypes.byref(asked), ctypes.byref(work), ctypes.byref(hits)
    )
    return _taken(hits, fault), Work(work.compared, work.fetched, work.scanned)


class Matches:
    """What was found for some queries, changes heeded; not yet in order. `count` is how many there are at most."""

    def __init__(self, tables: KernelTables, changes: KernelChanges, answers: _Answers) -> None:
        self.count = int(answers.count)
        self._tables, self._changes, self._answers = tables, changes, answers
        if not answers.is_told:
            forget = weakref.finalize(self, library().causeway_forget, ctypes.byref(answers))
            forget.atexit = False

    def few(self) -> NDArray[np.int64] | None:
        """All of them as int64[3, K]: the number of the query, the identifier and the bits that differ, in this order.
        None where they are too many to be told so.
        """
        if not self._answers.is_told:
            return None
        held = np.frombuffer(memoryview(self._answers), np.int64, 3 * _FEW_ANSWERS, _Answers.few.offset)
        return held.reshape(3, _FEW_ANSWERS)[:, : self.count]

    def tell(self, into: NDArray[np.int64]) -> int:
        """Write them, once, to the first columns of int64[3, `count` or more], whose rows lie in one piece each. How
        many they are without those that were removed.
        """
        few = self.few()
        if few is not None:
            into[:, : self.count] = few
            return self.count
        address, stride = into.ctypes.data, into.strides[0] // into.itemsize
        answers = ctypes.byref(self._answers)
        check(library().causeway_tell(self._tables.address, self._changes.address, answers, address, stride))
        return int(self._answers.count)


def find(
    variant: Variant,
    tables: KernelTables,
    changes: KernelChanges,
    radius_bits: int,
    queries: NDArray[np.uint64],
    first_query: int,
    *,
    by_scan: bool,
    most: int = 0,
) -> Matches:
    """As `search`, to be told by identifier, with what came and went. Queries are numbered from `first_query` on."""
    answers, asked = _Answers(), _asked(queries, radius_bits, by_scan, most)
    fault = library().causeway_find(
        variant, tables.address, changes.address, ctypes.byref(asked), first_query, ctypes.byref(answers)
    )
    check(fault)
    return Matches(tables, changes, answers)


def estimate(tables: KernelTables, queries: NDArray[np.uint64], radius_bits: int, *, by_scan: bool) -> int:
    """What the queries will cost, in hashes that a scan compares in the same time."""
    cost: int = library().causeway_estimate(tables.address, ctypes.byref(_asked(queries, radius_bits, by_scan)))
    return cost


def _asked(queries: NDArray[np.uint64], radius_bits: int, by_scan: bool, most: int = 0) -> _Queries:
    return _Queries(queries.ctypes.data, len(queries), radius_bits, by_scan, most)


def _taken(hits: _Hits, fault: int) -> Found:
    """The matches as arrays of our own; what the kernel held is given back."""
    try:
        check(fault)
        count = int(hits.count)
        if not count:
            return _NOTHING
        return Found(*(np.ctypeslib.as_array(part, (count,)).copy() for part in (hits.query, hits.row, hits.distance)))
    finally:
        library().causeway_release(ctypes.byref(hits))


_NOTHING: Final = Found(np.empty(0, np.uint32), np.empty(0, np.uint32), np.empty(0, np.uint16))
