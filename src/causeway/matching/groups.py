"""Hashes among themselves: all pairs that are near, and the groups that such pairs join."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from causeway.matching import _kernels
from causeway.matching._searching import UNCHANGED
from causeway.matching.index import as_words
from causeway.matching.tables import Tables

_BATCH: Final = 1 << 15
"""Hashes searched at a time: it bounds what is held where each has thousands of neighbours."""


class Pairs(NamedTuple):
    """Pairs of entries, each once: `left` and `right` (int64, left the smaller), `distance` the bits that differ."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    distance: NDArray[np.int64]


def neighbours(hashes: NDArray[np.uint8], radius_bits: int) -> Iterator[Pairs]:
    """All pairs of rows of the uint8[N, 32] hashes within `radius_bits` of one another, some at a time; each once."""
    words = as_words(hashes)
    tables = Tables.build(words, np.arange(len(words)))
    for start in range(0, len(words), _BATCH):
        left, right, distance = tables.answer(UNCHANGED, words[start : start + _BATCH], radius_bits)
        left = left + start
        is_once = left < right
        yield Pairs(left[is_once], right[is_once], distance[is_once])


def near_duplicate_groups(hashes: NDArray[np.uint8], radius_bits: int) -> NDArray[np.int64]:
    """A label for each of the uint8[N, 32] hashes: the first row of its group.

    Two hashes are in one group if a chain of hashes joins them, each within `radius_bits` of the next.
    """
    words = as_words(hashes)
    tables = Tables.build(words, np.arange(len(words)))
    parents = np.arange(len(tables.words), dtype=np.uint32)
    for start in range(0, len(parents), _BATCH):
        found = tables.search(tables.words[start : start + _BATCH], radius_bits)
        _kernels.join(parents, found.query + np.uint32(start), found.row)
    _kernels.flatten(parents)
    # Entries stand in order of first appearance, so the smallest entry of a group holds its first row.
    labels: NDArray[np.int64] = np.empty(len(words), dtype=np.int64)
    labels[tables.ids] = np.repeat(tables.ids[tables.firsts[parents]], tables.members_of_each())
    return labels
