"""An index in parts on several machines, asked as if it were one: each batch of queries goes to every part at once,
and what they find is put in one order. It is exact because each part is.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from causeway.matching import DigestIndex, ExactHits, HammingIndex, Hits
from causeway.matching.given import as_digests, as_identifiers, as_rows, identifiers_of
from causeway.matching.tables import LARGEST_INDEXED_RADIUS_BITS
from causeway.scale._fanning import answers_by_batch, built, opened, threads_each
from causeway.scale._shard import Shard
from causeway.scale.cluster import Cluster


class ShardedHammingIndex:
    """`HammingIndex` in parts. Make one with `build`, or `open` parts that `save_hash_shards` wrote.

    What is added or removed is kept here too, so that a part that is lost has it again: 40 bytes a hash.
    """

    def __init__(self, shards: Sequence[Shard[HammingIndex]], *, threads: int) -> None:
        self._shards, self._threads = list(shards), threads
        self._empty = HammingIndex.build(np.empty((0, 32), np.uint8))
        self._turn = 0

    @classmethod
    def build(
        cls,
        cluster: Cluster,
        hashes: ArrayLike,
        ids: ArrayLike | None = None,
        *,
        shards: int | None = None,
    ) -> "ShardedHammingIndex":
        """As `HammingIndex.build`, in `shards` parts of one size, one a machine where None. Raises BadHashes."""
        parts = built(cluster, HammingIndex.build, as_rows(hashes), ids, shards)
        return cls(parts, threads=threads_each(cluster, len(parts)))

    @classmethod
    def open(cls, cluster: Cluster, paths: Sequence[Path]) -> "ShardedHammingIndex":
        """Saved parts, each mapped by the machine that holds it; that and this one see the file under the same path.

        Raises BadIndexFile.
        """
        for path in paths:
            HammingIndex.open(path)
        parts = opened(cluster, HammingIndex.open, paths)
        return cls(parts, threads=threads_each(cluster, len(parts)))

    def __len__(self) -> int:
        return sum(asked.answer() for asked in [shard.ask(HammingIndex.__len__) for shard in self._shards])

    def search(
        self,
        queries: ArrayLike,
        radius_bits: int = LARGEST_INDEXED_RADIUS_BITS,
        *,
        threads: int | None = None,
    ) -> Hits:
        """As `HammingIndex.search`, with `threads` in each part. Raises BadHashes, BadRadius, ClusterFailed."""
        rows = as_rows(queries)
        nothing = self._empty.search(rows, radius_bits, threads=threads)  # It says what is wrong with a question.
        found = [nothing]
        for start, parts in answers_by_batch(self._shards, rows, _search, radius_bits, threads or self._threads):
            query, ids, distance = (np.concatenate(columns) for columns in zip(*parts, strict=True))
            order = np.lexsort((ids, distance, query))
            found.append(Hits(query[order] + start, ids[order], distance[order]))
        return Hits(*(np.concatenate(columns) for columns in zip(*found, strict=True)))

    def add(self, hashes: ArrayLike, ids: ArrayLike) -> None:
        """Put more hashes in, all into one part, the parts in turn; they are found at once. Raises BadHashes."""
        rows = as_rows(hashes)
        names = identifiers_of(rows, ids)
        shard = self._shards[self._turn % len(self._shards)]
        self._turn += 1
        shard.change(HammingIndex.add, rows.copy(), names)

    def remove(self, ids: ArrayLike) -> None:
        """Take every hash of these identifiers out of every part. Raises BadHashes."""
        gone = as_identifiers(ids)
        for shard in self._shards:
            shard.change(HammingIndex.remove, gone)


class ShardedDigestIndex:
    """`DigestIndex` in parts. Make one with `build`, or `open` parts that `save_digest_shards` wrote."""

    def __init__(self, shards: Sequence[Shard[DigestIndex]], one_of_them: DigestIndex) -> None:
        self._shards, self._one = list(shards), one_of_them

    @classmethod
    def build(
        cls,
        cluster: Cluster,
        digests: ArrayLike,
        ids: ArrayLike | None = None,
        *,
        shards: int | None = None,
    ) -> "ShardedDigestIndex":
        """As `DigestIndex.build`, in `shards` parts of one size, one a machine where None. Raises BadHashes."""
        rows = as_digests(digests)
        return cls(built(cluster, DigestIndex.build, rows, ids, shards), DigestIndex.build(rows[:0]))

    @classmethod
    def open(cls, cluster: Cluster, paths: Sequence[Path]) -> "ShardedDigestIndex":
        """Saved parts of one kind of digest, at least one; otherwise as `ShardedHammingIndex.open`."""
        every = [DigestIndex.open(path) for path in paths]
        return cls(opened(cluster, DigestIndex.open, paths), every[0])

    def __len__(self) -> int:
        return sum(asked.answer() for asked in [shard.ask(DigestIndex.__len__) for shard in self._shards])

    def lookup(self, queries: ArrayLike) -> ExactHits:
        """As `DigestIndex.lookup`. Raises BadHashes, ClusterFailed."""
        rows = as_digests(queries)
        found = [self._one.lookup(rows[:0])]  # It says what is wrong with a question.
        for start, parts in answers_by_batch(self._shards, rows, DigestIndex.lookup):
            query, ids = (np.concatenate(columns) for columns in zip(*parts, strict=True))
            order = np.lexsort((ids, query))
            found.append(ExactHits(query[order] + start, ids[order]))
        return ExactHits(*(np.concatenate(columns) for columns in zip(*found, strict=True)))


def _search(index: HammingIndex, queries: NDArray[np.uint8], radius_bits: int, threads: int) -> Hits:
    """By position, as a question to a part has it."""
    return index.search(queries, radius_bits, threads=threads)
