"""Exact search of 256-bit hashes by Hamming distance: within the radius nothing is missed.

Multi-index hashing (Norouzi, Punjani, Fleet, 2012): a hash is cut into 16 chunks of 16 bits, and one table a chunk
keeps all entries in order of that chunk. By pigeonhole, two hashes within 31 bits have one 32-bit pair of chunks
within 3 bits, and in it one chunk within 1 bit. So it is enough to look into 17 buckets of each table; there the
pair's other chunk, kept beside the entry, throws out nearly all before any hash is fetched. Small indexes, large
radii and queries that meet crowded buckets are scanned instead, which bounds the worst case.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from causeway.matching.errors import BadHashes, BadRadius

HASH_BYTES: Final = 32
HASH_BITS: Final = 256
LARGEST_INDEXED_RADIUS_BITS: Final = 31
"""Beyond it a chunk may differ in two bits and the tables no longer help: the index scans."""
_CHUNKS: Final = 16
_BUCKETS: Final = 1 << 16
_PAIRS: Final = _CHUNKS // 2
_WORDS: Final = 4
_SCAN_BELOW: Final = 4096
"""With fewer entries a scan is faster than the tables (measured)."""
_SCAN_SHARE: Final = 4
"""A query whose buckets hold more than a quarter of the entries is scanned: a scan costs less an entry."""
_BATCH_CANDIDATES: Final = 1 << 21
_BATCH_QUERIES: Final = 1 << 12
"""Bounds on what one step of a search holds in memory: about 100 MB."""


class Hits(NamedTuple):
    """Matches in order of query, distance and id: `query` is the row of the query, `id` the entry's identifier (both
    int64), `distance` the bits that differ (int64).
    """

    query: NDArray[np.int64]
    id: NDArray[np.int64]
    distance: NDArray[np.int64]


class HammingIndex:
    """256-bit hashes to search by distance. Built once by `build`, then never changed."""

    def __init__(self, words: NDArray[np.uint64], ids: NDArray[np.int64]) -> None:
        self._words = words
        self._ids = ids
        self._tables = [_Table(words, chunk) for chunk in range(_CHUNKS)] if len(words) >= _SCAN_BELOW else []

    @classmethod
    def build(cls, hashes: NDArray[np.uint8], ids: NDArray[np.int64] | None = None) -> "HammingIndex":
        """An index of uint8[N, 32] hashes. `ids` are N integers to be told in answers, the row numbers where None.

        Takes 128 bytes a hash. Raises BadHashes for another type or shape.
        """
        words = _as_words(hashes)
        if ids is None:
            ids = np.arange(len(words), dtype=np.int64)
        if ids.shape != (len(words),) or not np.issubdtype(ids.dtype, np.integer):
            raise BadHashes("bad_ids", "there must be one whole number a hash as its identifier")
        return cls(words, ids.astype(np.int64))

    def __len__(self) -> int:
        return len(self._words)

    def search(self, queries: NDArray[np.uint8], radius_bits: int = LARGEST_INDEXED_RADIUS_BITS) -> Hits:
        """All entries within `radius_bits` (0 to 256) of each of the uint8[Q, 32] queries."""
        if not 0 <= radius_bits <= HASH_BITS:
            raise BadRadius("bad_radius", f"a radius lies between 0 and {HASH_BITS} bits")
        words = _as_words(queries)
        steps = [
            self._search_some(words[start : start + _BATCH_QUERIES], start, radius_bits)
            for start in range(0, len(words), _BATCH_QUERIES)
        ]
        query, row, distance = (np.concatenate(part) for part in zip(*steps, strict=True)) if steps else _NOTHING
        found = self._ids[row]
        order = np.lexsort((found, distance, query))
        return Hits(query[order], found[order], distance[order])

    def _search_some(self, queries: NDArray[np.uint64], first: int, radius_bits: int) -> Hits:
        """One batch; `id` is the entry's row here."""
        if not self._tables or radius_bits > LARGEST_INDEXED_RADIUS_BITS:
            return self._scan(queries, np.arange(len(queries)) + first, radius_bits)
        probes = _Probes(radius_bits)
        load = np.zeros(len(queries), dtype=np.int64)
        for table in self._tables:
            load += table.load(queries, probes)
        is_crowded = load > len(self._words) // _SCAN_SHARE
        crowded, light = np.flatnonzero(is_crowded), np.flatnonzero(~is_crowded)
        parts = [self._scan(queries[crowded], crowded + first, radius_bits)]
        parts += [self._probe(queries[batch], batch + first, probes) for batch in _cut(light, load)]
        return Hits(*(np.concatenate(part) for part in zip(*parts, strict=True)))

    def _probe(self, queries: NDArray[np.uint64], numbers: NDArray[np.int64], probes: "_Probes") -> Hits:
        """Search through the tables; a match that several of them give is reported once."""
        found = [table.candidates(queries, probes) for table in self._tables]
        query = np.concatenate([each[0] for each in found])
        row = np.concatenate([each[1] for each in found])
        distance = np.bitwise_count(queries[query] ^ self._words[row]).sum(axis=1, dtype=np.int64)
        is_near = distance <= probes.radius_bits
        key, where = np.unique(query[is_near] * len(self._words) + row[is_near], return_index=True)
        return Hits(numbers[key // len(self._words)], key % len(self._words), distance[is_near][where])

    def _scan(self, queries: NDArray[np.uint64], numbers: NDArray[np.int64], radius_bits: int) -> Hits:
        """Compare each query with every entry."""
        rows, distances = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
        for query in queries:
            distance = np.zeros(len(self._words), dtype=np.uint16)
            for word in range(_WORDS):
                distance += np.bitwise_count(self._words[:, word] ^ query[word])
            near = np.flatnonzero(distance <= radius_bits)
            rows.append(near)
            distances.append(distance[near].astype(np.int64))
        counts = [len(near) for near in rows[1:]]
        return Hits(np.repeat(numbers, counts), np.concatenate(rows), np.concatenate(distances))


class _Probes:
    """How far a chunk, and a pair of chunks, of some match may be off for a radius (pigeonhole, twice)."""

    def __init__(self, radius_bits: int) -> None:
        self.radius_bits = radius_bits
        self.pair_bits = radius_bits // _PAIRS
        flips = [0, *(1 << bit for bit in range(16))] if self.pair_bits >= 2 else [0]
        self.masks = np.array(flips, dtype=np.uint16)
        self.flipped = np.bitwise_count(self.masks)


class _Table:
    """All entries in order of one chunk. `siblings` is the other chunk of the pair, `rows` the entries' rows."""

    def __init__(self, words: NDArray[np.uint64], chunk: int) -> None:
        self.chunk = chunk
        chunks = words.view(np.uint16)
        values = np.ascontiguousarray(chunks[:, chunk])
        self.rows = np.argsort(values, kind="stable").astype(np.uint32 if len(words) < 1 << 32 else np.int64)
        self.siblings = chunks[self.rows, chunk ^ 1]
        self.starts = np.zeros(_BUCKETS + 1, dtype=np.int64)
        np.cumsum(np.bincount(values, minlength=_BUCKETS), out=self.starts[1:])

    def load(self, queries: NDArray[np.uint64], probes: _Probes) -> NDArray[np.int64]:
        """How many entries stand in the buckets that each query would look into."""
        buckets = queries.view(np.uint16)[:, self.chunk, None] ^ probes.masks
        total: NDArray[np.int64] = (self.starts[buckets.astype(np.int64) + 1] - self.starts[buckets]).sum(axis=1)
        return total

    def candidates(self, queries: NDArray[np.uint64], probes: _Probes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The query and the row of every entry in those buckets whose pair of chunks is near enough."""
        chunks = queries.view(np.uint16)
        buckets = (chunks[:, self.chunk, None] ^ probes.masks).astype(np.int64).ravel()
        first, counts = self.starts[buckets], self.starts[buckets + 1] - self.starts[buckets]
        probe = np.repeat(np.arange(len(buckets)), counts)
        place = np.arange(len(probe)) + np.repeat(first - (np.cumsum(counts) - counts), counts)
        sibling = np.repeat(chunks[:, self.chunk ^ 1], len(probes.masks))[probe]
        flipped = np.tile(probes.flipped, len(queries))[probe]
        is_near = np.bitwise_count(self.siblings[place] ^ sibling) + flipped <= probes.pair_bits
        return probe[is_near] // len(probes.masks), self.rows[place[is_near]].astype(np.int64)


_NOTHING: Final = Hits(*(np.empty(0, dtype=np.int64) for _ in range(3)))


def _cut(queries: NDArray[np.int64], load: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """The queries in runs whose buckets hold together no more entries than one step should keep in memory."""
    if not len(queries):
        return []
    steps = np.cumsum(load[queries]) // _BATCH_CANDIDATES
    return np.split(queries, np.flatnonzero(np.diff(steps)) + 1)


def _as_words(hashes: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """The hashes as four 64-bit words each."""
    if hashes.dtype != np.uint8 or hashes.ndim != 2 or hashes.shape[1] != HASH_BYTES:
        raise BadHashes("bad_hashes", "hashes are an array of uint8 with 32 columns")
    return np.ascontiguousarray(hashes).view(np.uint64)
