"""Hashes among themselves on several machines: every pair of parts is compared once.

Each part is an index on its machine; the hashes of another part are its queries. Of all pairs that one comparison
finds, no more come back for groups than join what is not joined yet: fewer than there are hashes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import numpy as np
import ray
from numpy.typing import NDArray

from causeway.matching import Forest, HammingIndex, Pairs, first_of_equal, some_at_a_time
from causeway.scale._fanning import built, threads_each
from causeway.scale._shard import Asked
from causeway.scale.cluster import Cluster

R = TypeVar("R")

_BATCH: Final = 1 << 15
"""Hashes searched for at a time: it bounds what is held where each has thousands of neighbours."""
_UNDERWAY: Final = 2
"""So many questions wait at each part."""


def neighbours(
    cluster: Cluster, hashes: NDArray[np.uint8], radius_bits: int, *, shards: int | None = None
) -> Iterator[Pairs]:
    """As `matching.neighbours`: all pairs within the radius, each once, some at a time. Raises BadHashes,
    ClusterFailed.
    """
    return _Parts(cluster, hashes, shards).compare(_near_pairs, radius_bits, most_rows=_BATCH)


def near_duplicate_groups(
    cluster: Cluster, hashes: NDArray[np.uint8], radius_bits: int, *, shards: int | None = None
) -> NDArray[np.int64]:
    """As `matching.near_duplicate_groups`: for each hash the first row of its group. Raises BadHashes, ClusterFailed.

    Equal hashes are told here and sent once: a thousand blank pictures are no million pairs.
    """
    first = first_of_equal(hashes)
    rows = np.flatnonzero(first == np.arange(len(hashes)))
    forest = Forest(len(rows))
    for left, right in _Parts(cluster, hashes[rows], shards).compare(_joins, radius_bits, most_rows=None):
        forest.join(left, right)
    labels = rows[forest.roots()]
    return labels[np.searchsorted(rows, first)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Comparison:
    """One part's hashes, those from `start` to `end`, are looked for in another part, or in their own. The rows of each
    begin at a number of their own.
    """

    asking_row: int
    index_row: int
    index_length: int
    is_itself: bool
    start: int
    end: int


class _Parts:
    """The hashes as an index in parts whose identifiers are their rows, and each part's hashes as queries."""

    def __init__(self, cluster: Cluster, hashes: NDArray[np.uint8], shards: int | None) -> None:
        HammingIndex.build(hashes[:0])  # It says what is wrong with an array that holds no hashes.
        self._shards = built(cluster, HammingIndex.build, hashes, None, shards)
        self._threads = threads_each(cluster, len(self._shards))
        parts = np.array_split(hashes, len(self._shards))
        self._parts = [ray.put(part) for part in parts]
        self._lengths = [len(part) for part in parts]
        self._rows = np.cumsum([0, *self._lengths]).tolist()

    def compare(self, do: Callable[..., R], radius_bits: int, *, most_rows: int | None) -> Iterator[R]:
        """What `do` says of every two parts, and of each with itself; so many rows of the asking part at a time."""
        underway: list[Asked[R]] = []
        for index, comparison, part in self._comparisons(most_rows):
            underway.append(self._shards[index].ask(do, part, comparison, radius_bits, self._threads))
            if len(underway) >= _UNDERWAY * len(self._shards):
                yield _first(underway).answer()
        while underway:
            yield _first(underway).answer()

    def _comparisons(self, most_rows: int | None) -> Iterator[tuple[int, _Comparison, Any]]:
        for index, asking in each_pair_once(len(self._shards)):
            length = self._lengths[asking]
            step = most_rows or max(1, length)
            for start in range(0, length, step):
                comparison = _Comparison(
                    asking_row=self._rows[asking],
                    index_row=self._rows[index],
                    index_length=self._lengths[index],
                    is_itself=index == asking,
                    start=start,
                    end=min(length, start + step),
                )
                yield index, comparison, self._parts[asking]


def each_pair_once(count: int) -> list[tuple[int, int]]:
    """Every two of so many, and each with itself: first which is the index, then which asks. All are the index about
    equally often, and those that come one after another are different ones.
    """
    return [
        (index, (index + apart) % count)
        for apart in range(count // 2 + 1)
        for index in range(count)
        if 2 * apart != count or index < apart
    ]


def _first(underway: "list[Asked[R]]") -> "Asked[R]":
    """Wait for one that is answered, and take it out."""
    ready, _ = ray.wait([asked.reference for asked in underway], num_returns=1)
    place = next(place for place, asked in enumerate(underway) if asked.reference == ready[0])
    return underway.pop(place)


def _near_pairs(
    index: HammingIndex, part: NDArray[np.uint8], comparison: _Comparison, radius_bits: int, threads: int
) -> Pairs:
    """The pairs of some of the part's hashes with those of the index."""
    hits = index.search(part[comparison.start : comparison.end], radius_bits, threads=threads)
    asking = hits.query + (comparison.asking_row + comparison.start)
    left, right = np.minimum(asking, hits.id), np.maximum(asking, hits.id)
    is_once = asking < hits.id if comparison.is_itself else np.ones(len(left), bool)
    return Pairs(left[is_once], right[is_once], hits.distance[is_once])


def _joins(
    index: HammingIndex, part: NDArray[np.uint8], comparison: _Comparison, radius_bits: int, threads: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of rows that make the same groups as all pairs do: each row with the first of its group here."""
    before = 0 if comparison.is_itself else comparison.index_length
    forest = Forest(before + len(part))
    found = some_at_a_time(
        lambda which, most: index.search(part[which], radius_bits, threads=threads, most=most), len(part)
    )
    for which, hits in found:
        forest.join(hits.query + (before + which.start), hits.id - comparison.index_row)
    roots = forest.roots()
    joined = np.flatnonzero(roots != np.arange(len(roots)))
    rows = np.arange(before + len(part)) + comparison.index_row
    rows[before:] = np.arange(len(part)) + comparison.asking_row
    return rows[roots[joined]], rows[joined]
