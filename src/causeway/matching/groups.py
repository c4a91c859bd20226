"""Hashes among themselves: all pairs that are near, and the groups that such pairs join."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from causeway.matching import _kernels
from causeway.matching.asking import some_at_a_time
from causeway.matching.errors import BadHashes
from causeway.matching.given import as_radius, as_words
from causeway.matching.index import HammingIndex
from causeway.matching.processors import PROCESSORS
from causeway.matching.tables import Tables


class Pairs(NamedTuple):
    """Pairs of entries, each once: `left` and `right` (int64, left the smaller), `distance` the bits that differ."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    distance: NDArray[np.int64]


def neighbours(hashes: ArrayLike, radius_bits: int) -> Iterator[Pairs]:
    """All pairs of rows of the uint8[N, 32] hashes within `radius_bits` of one another, some at a time; each once.
    Raises BadHashes or BadRadius, before the first pair is asked for.
    """
    return _pairs(as_words(hashes).view(np.uint8), as_radius(radius_bits))


def _pairs(rows: NDArray[np.uint8], radius_bits: int) -> Iterator[Pairs]:
    index = HammingIndex.build(rows)
    found = some_at_a_time(lambda which, most: index.search(rows[which], radius_bits, most=most), len(rows))
    for which, (query, right, distance) in found:
        left = query + which.start
        is_once = left < right
        yield Pairs(left[is_once], right[is_once], distance[is_once])


def near_duplicate_groups(hashes: ArrayLike, radius_bits: int) -> NDArray[np.int64]:
    """A label for each of the uint8[N, 32] hashes: the first row of its group. Raises BadHashes or BadRadius.

    Two hashes are in one group if a chain of hashes joins them, each within `radius_bits` of the next.
    """
    words, radius_bits = as_words(hashes), as_radius(radius_bits)
    tables = Tables.build(words, np.arange(len(words)))
    forest = Forest(len(tables.words))
    entries = tables.words
    found = some_at_a_time(
        lambda which, most: tables.search(entries[which], radius_bits, PROCESSORS, most), len(entries)
    )
    for which, (query, row, _distance) in found:
        forest.join(query + np.uint32(which.start), row)
    # Entries stand in order of first appearance, so the smallest entry of a group holds its first row.
    labels: NDArray[np.int64] = np.empty(len(words), dtype=np.int64)
    labels[tables.ids] = np.repeat(tables.ids[tables.firsts[forest.roots()]], tables.members_of_each())
    return labels


class Forest:
    """Rows that pairs join to groups, however the pairs come: disjoint sets, of up to 2**32 rows."""

    def __init__(self, rows: int) -> None:
        self._parents = np.arange(rows, dtype=np.uint32)

    def join(self, left: NDArray[np.integer[Any]], right: NDArray[np.integer[Any]]) -> None:
        """Join the groups of each pair. Raises BadHashes for a row that there is not."""
        last = len(self._parents) - 1
        if len(left) != len(right) or any(rows.min() < 0 or rows.max() > last for rows in (left, right) if len(rows)):
            raise BadHashes("bad_pairs", "the pairs name rows that there are not")
        _kernels.join(self._parents, *(np.ascontiguousarray(rows, dtype=np.uint32) for rows in (left, right)))

    def roots(self) -> NDArray[np.int64]:
        """For each row the first of its group."""
        _kernels.flatten(self._parents)
        return self._parents.astype(np.int64)


def first_of_equal(hashes: ArrayLike) -> NDArray[np.int64]:
    """For each of the uint8[N, 32] hashes the first row that holds the same. Raises BadHashes."""
    return _kernels.first_equal(as_words(hashes)).astype(np.int64)
