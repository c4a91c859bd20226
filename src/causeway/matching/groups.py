"""Groups of near-duplicates: everything that hangs together by steps of at most a radius."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from causeway.matching.index import HammingIndex

_BATCH: Final = 1 << 14
"""Hashes searched at a time."""


def near_duplicate_groups(hashes: NDArray[np.uint8], radius_bits: int) -> NDArray[np.int64]:
    """A label for each of the uint8[N, 32] hashes: the first row of its group.

    Two hashes are in one group if a chain of hashes joins them, each within `radius_bits` of the next.
    """
    index = HammingIndex.build(hashes)  # refuses a wrong type or shape before anything else looks at it
    if not len(index):
        return np.empty(0, dtype=np.int64)
    distinct, first, member = np.unique(hashes, axis=0, return_index=True, return_inverse=True)
    parents = np.arange(len(distinct))
    index = HammingIndex.build(distinct)
    for start in range(0, len(distinct), _BATCH):
        hits = index.search(distinct[start : start + _BATCH], radius_bits)
        _join(parents, hits.query + start, hits.id)
    roots = _roots(parents)
    smallest = np.full(len(distinct), len(hashes))
    np.minimum.at(smallest, roots, first)
    labels: NDArray[np.int64] = smallest[roots][member.ravel()]
    return labels


def _join(parents: NDArray[np.int64], left: NDArray[np.int64], right: NDArray[np.int64]) -> None:
    """Hook the trees of each pair together, the greater root under the smaller, until every pair shares one."""
    while len(left):
        roots = _roots(parents)
        parents[:] = roots
        a, b = roots[left], roots[right]
        apart = a != b
        left, right, a, b = left[apart], right[apart], a[apart], b[apart]
        np.minimum.at(parents, np.maximum(a, b), np.minimum(a, b))


def _roots(parents: NDArray[np.int64]) -> NDArray[np.int64]:
    """The root of each, by jumping twice as far until all have arrived."""
    while True:
        further = parents[parents]
        if np.array_equal(further, parents):
            return further
        parents = further
