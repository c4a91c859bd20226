"""The unchanging part of an index: distinct hashes, the tables that find them, and the identifiers that share each.

Multi-index hashing (Norouzi, Punjani, Fleet, 2012): a hash is cut into 16 chunks of 16 bits, and one table a chunk
keeps all entries in order of that chunk. By pigeonhole, two hashes within 31 bits have one 32-bit pair of chunks
within 3 bits, and in it one chunk within 1 bit. So it is enough to look into 17 buckets of each table; there the
pair's other chunk, kept beside the entry, throws out nearly all before any hash is fetched. Small indexes, large
radii and queries that meet crowded buckets are scanned instead, which bounds the worst case.
"""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from causeway.matching import _kernels
from causeway.matching._kernels import BUCKETS, CHUNKS, LANES, Found, KernelTables, Variant
from causeway.matching._runs import places_of_runs
from causeway.matching.errors import BadIndexFile
from causeway.matching.stored import Types, open_arrays, save_arrays

T = TypeVar("T")
R = TypeVar("R")

PROCESSORS: Final = os.cpu_count() or 1
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
CROWDED_SHARE: Final = 8
"""A query for which more than an eighth of the entries would be fetched one by one is scanned."""
QUERIES_A_THREAD: Final = 256
"""Fewer are not worth a thread of their own."""


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
        object.__setattr__(self, "kernel", KernelTables(self.words, self.starts, self.siblings, self.rows))

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
    def open(cls, path: Path, *, verify: bool) -> "Tables":
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

    def save(self, path: Path) -> None:
        """Write the tables to a file; one that is there is replaced when the new one is whole."""
        save_arrays(path, _MAGIC, {name: getattr(self, name) for name in _TYPES})

    def search(self, queries: NDArray[np.uint64], radius_bits: int, threads: int = PROCESSORS) -> Found:
        """All entries within the radius of each of the uint64[Q, 4] queries; `row` is the entry's."""
        threads = min(threads, len(queries) // QUERIES_A_THREAD)
        if threads <= 1:
            return self._search_some(queries, radius_bits)
        parts = np.array_split(queries, threads)
        found = _on_threads(lambda part: self._search_some(part, radius_bits), parts, threads)
        before = np.cumsum([0, *(len(part) for part in parts[:-1])]).astype(np.uint32)
        return _together(
            [Found(each.query + first, each.row, each.distance) for each, first in zip(found, before, strict=True)]
        )

    def members_of_each(self) -> NDArray[np.int64]:
        """How many identifiers share each entry: int64[N]."""
        firsts = self.firsts.astype(np.int64)
        return firsts[1:] - firsts[:-1]

    def members(self, found: Found) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """For the matches, each as often as identifiers share its hash: its place in `found`, and the identifier."""
        if len(self.ids) == len(self.words):
            return np.arange(len(found.row)), self.ids[found.row]
        first = self.firsts[found.row].astype(np.int64)
        counts = self.firsts[found.row.astype(np.int64) + 1].astype(np.int64) - first
        if counts.min(initial=0) < 0 or (first + counts).max(initial=0) > len(self.ids):
            raise BadIndexFile("damaged_index", "the saved index is damaged: identifiers that it does not hold")
        match, place = places_of_runs(first, counts)
        return match, self.ids[place]

    def _search_some(self, queries: NDArray[np.uint64], radius_bits: int) -> Found:
        if len(self.words) < SCAN_BELOW or radius_bits > LARGEST_INDEXED_RADIUS_BITS:
            return _kernels.scan(self.variant, self.words, queries, radius_bits)
        most = max(SCAN_BELOW, len(self.words) // CROWDED_SHARE)
        found, is_crowded = _kernels.search(self.variant, self.kernel, queries, radius_bits, most)
        if not is_crowded.any():
            return found
        crowded = np.flatnonzero(is_crowded).astype(np.uint32)
        scanned = _kernels.scan(self.variant, self.words, np.ascontiguousarray(queries[crowded]), radius_bits)
        return _together([found, Found(crowded[scanned.query], scanned.row, scanned.distance)])


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


def _together(parts: list[Found]) -> Found:
    return Found(*(np.concatenate(each) for each in zip(*parts, strict=True)))


def _on_threads(do: Callable[[T], R], each: Iterable[T], threads: int) -> list[R]:
    if threads == 1:
        return [do(one) for one in each]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(do, each))
