"""The unchanging part of an index: distinct hashes, the tables that find them, and the identifiers that share each.

Multi-index hashing (Norouzi, Punjani, Fleet, 2012): a hash is cut into 16 chunks of 16 bits, and one table a chunk
keeps all entries in order of that chunk. By pigeonhole, two hashes within 31 bits have one 32-bit pair of chunks
within 3 bits, and in it one chunk within 1 bit. So it is enough to look into 17 buckets of each table; there the
pair's other chunk, kept beside the entry, throws out nearly all before any hash is fetched. Small indexes, large
radii and queries that meet crowded buckets are scanned instead, which bounds the worst case.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from causeway.matching import _kernels, _searching
from causeway.matching._kernels import BUCKETS, CHUNKS, LANES, Variant
from causeway.matching._searching import Found, KernelChanges, KernelTables, Matches
from causeway.matching.errors import BadIndexFile
from causeway.matching.processors import PROCESSORS
from causeway.matching.stored import Types, open_arrays, save_arrays

T = TypeVar("T")
R = TypeVar("R")

WORDS: Final = 4
LARGEST_INDEXED_RADIUS_BITS: Final = 31
"""Beyond it a chunk may differ in two bits and the tables no longer help: the index scans."""
_MAGIC: Final = b"CWHAMM01"
_TYPES: Final[Types] = {
    "words": np.dtype("<u8"),
    "starts": np.dtype("<u4"),
    "siblings": np.dtype("<u2"),
    "rows": np.dtype("<u4"),
    "ids": np.dtype("<i8"),
    "firsts": np.dtype("<u4"),
}
SCAN_BELOW: Final = 4096
"""With fewer entries a scan is as fast as the tables."""
WORK_A_THREAD: Final = 1 << 21
"""Hashes that a scan compares in the time of 256 queries that meet no crowd, some milliseconds; less is not worth a
thread of its own.
"""
_MATCHES_A_THREAD: Final = 1 << 16
"""Fewer are put in order sooner than a thread starts."""


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """`words` uint64[N, 4] are the distinct hashes; `ids` int64[M] the identifiers in order of hash, those of hash `e`
    from `firsts[e]` to `firsts[e + 1]` (uint32[N + 1]). The other arrays are those of `KernelTables`.
    """

    words: NDArray[np.uint64]
    starts: NDArray[np.uint32]
    siblings: NDArray[np.uint16]
    rows: NDArray[np.uint32]
    ids: NDArray[np.int64]
    firsts: NDArray[np.uint32]
    variant: Variant = field(default_factory=lambda: _kernels.best_variant())
    kernel: KernelTables = field(init=False)

    def __post_init__(self) -> None:
        kernel = KernelTables(self.words, self.starts, self.siblings, self.rows, self.ids, self.firsts)
        object.__setattr__(self, "kernel", kernel)

    @classmethod
    def build(cls, words: NDArray[np.uint64], ids: NDArray[np.int64]) -> "Tables":
        """From uint64[M, 4] hashes and their int64[M] identifiers, on all cores."""
        distinct, ids, firsts = _distinct(words, ids)
        count = len(distinct)
        starts: NDArray[np.uint32] = np.empty((CHUNKS, BUCKETS + 1), dtype=np.uint32)
        siblings: NDArray[np.uint16] = np.empty((CHUNKS, count + LANES), dtype=np.uint16)
        rows: NDArray[np.uint32] = np.empty((CHUNKS, count), dtype=np.uint32)

        def build(chunk: int) -> None:
            _kernels.build_table(distinct, chunk, starts[chunk], siblings[chunk], rows[chunk])

        _on_threads(build, range(CHUNKS), PROCESSORS)
        return cls(distinct, starts, siblings, rows, ids, firsts)

    @classmethod
    def open(cls, path: Path | str, *, verify: bool) -> "Tables":
        """Saved tables, mapped. Raises BadIndexFile. Whatever the file holds, a search stays inside its arrays."""
        arrays = open_arrays(path, _MAGIC, _TYPES, verify=verify)
        entries, members = len(arrays["words"]), len(arrays["ids"])
        shapes = {
            "words": (entries, WORDS),
            "starts": (CHUNKS, BUCKETS + 1),
            "siblings": (CHUNKS, entries + LANES),
            "rows": (CHUNKS, entries),
            "ids": (members,),
            "firsts": (entries + 1,),
        }
        if any(arrays[name].shape != shape for name, shape in shapes.items()):
            raise BadIndexFile("damaged_index", "the saved index is damaged: its parts do not go together")
        words, starts, siblings, rows, ids, firsts = (arrays[name] for name in _TYPES)
        return cls(words, starts, siblings, rows, ids, firsts)

    def save(self, path: Path | str) -> None:
        """Write the tables to a file; one that is there is replaced when the new one is whole."""
        save_arrays(path, _MAGIC, {name: getattr(self, name) for name in _TYPES})

    def search(self, queries: NDArray[np.uint64], radius_bits: int, threads: int = PROCESSORS, most: int = 0) -> Found:
        """All entries within the radius of each of the uint64[Q, 4] queries; `row` is the entry's. Raises TooManyHits
        where a thread finds more than `most` (0: no bound).
        """
        search = partial(self._search_some, radius_bits=radius_bits, most=most)
        threads = self._threads_for(queries, radius_bits, threads)
        return Found(*(np.concatenate(each) for each in zip(*_in_parts(search, queries, threads), strict=True)))

    def answer(
        self,
        changes: KernelChanges,
        queries: NDArray[np.uint64],
        radius_bits: int,
        threads: int = PROCESSORS,
        most: int = 0,
    ) -> NDArray[np.int64]:
        """Query, identifier and distance, int64[3, K], of all within the radius of each of the uint64[Q, 4] queries, in
        this order; with what came and went since.

        Raises BadIndexFile where the file of these tables proves to be damaged, TooManyHits where a thread finds more
        than `most` (0: no bound).
        """
        by_scan = self._scans(radius_bits)
        find = partial(_searching.find, self.variant, self.kernel, changes, radius_bits, by_scan=by_scan, most=most)
        parts = _in_parts(find, queries, self._threads_for(queries, radius_bits, threads))
        few = parts[0].few() if len(parts) == 1 else None
        return _told(parts) if few is None else few

    def members_of_each(self) -> NDArray[np.int64]:
        """How many identifiers share each entry: int64[N]."""
        firsts = self.firsts.astype(np.int64)
        return firsts[1:] - firsts[:-1]

    def _search_some(self, queries: NDArray[np.uint64], first_query: int, *, radius_bits: int, most: int) -> Found:
        found, _work = _searching.search(
            self.variant, self.kernel, queries, radius_bits, by_scan=self._scans(radius_bits), most=most
        )
        return Found(found.query + np.uint32(first_query), found.row, found.distance)

    def _threads_for(self, queries: NDArray[np.uint64], radius_bits: int, most: int) -> int:
        """As many threads as the queries are worth."""
        most = min(most, len(queries))
        if most <= 1:
            return 1
        work = _searching.estimate(self.kernel, queries, radius_bits, by_scan=self._scans(radius_bits))
        return max(1, min(most, work // WORK_A_THREAD))

    def _scans(self, radius_bits: int) -> bool:
        return len(self.words) < SCAN_BELOW or radius_bits > LARGEST_INDEXED_RADIUS_BITS


def _in_parts(do: Callable[[NDArray[np.uint64], int], R], queries: NDArray[np.uint64], threads: int) -> list[R]:
    """Do a part of the queries on each thread; it is told the number of its first."""
    if threads == 1:
        return [do(queries, 0)]
    parts = np.array_split(queries, threads)
    firsts = accumulate((len(part) for part in parts[:-1]), initial=0)
    return _on_threads(lambda part_and_first: do(*part_and_first), zip(parts, firsts, strict=True), threads)


def _told(parts: list[Matches]) -> NDArray[np.int64]:
    """All in one array, each part written to its place in it."""
    *begins, total = accumulate((part.count for part in parts), initial=0)
    into = np.empty((3, total), dtype=np.int64)
    threads = len(parts) if total >= _MATCHES_A_THREAD else 1
    told = _on_threads(lambda place: place[0].tell(into[:, place[1] :]), zip(parts, begins, strict=True), threads)
    if sum(told) == total:
        return into
    return np.concatenate([into[:, at : at + count] for at, count in zip(begins, told, strict=True)], axis=1)


def _distinct(
    words: NDArray[np.uint64], ids: NDArray[np.int64]
) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.uint32]]:
    """The distinct hashes in order of first appearance, the identifiers in order of hash, and where each begins."""
    first = _kernels.first_equal(words)
    is_first = first == np.arange(len(words), dtype=np.uint32)
    if is_first.all():
        return words, ids, np.arange(len(words) + 1, dtype=np.uint32)
    entry = (np.cumsum(is_first) - 1)[first]
    order = np.argsort(entry, kind="stable")
    firsts = np.zeros(int(is_first.sum()) + 1, dtype=np.uint32)
    np.cumsum(np.bincount(entry), out=firsts[1:])
    return words[is_first], ids[order], firsts


def _on_threads(do: Callable[[T], R], each: Iterable[T], threads: int) -> list[R]:
    if threads == 1:
        return [do(one) for one in each]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(do, each))
