"""The pictures that a group's others are compared with: they grow while they are searched.

The latest are compared one by one; the others stand in an index, which answers for some pictures at once. So a group of
a million pictures, of which very many stay heads, is told apart in far less than all with all.
"""

import numpy as np
from numpy.typing import NDArray

from causeway.matching import HammingIndex, Hits

MOST_UNINDEXED = 1_024
"""So many are compared with one picture in some ten microseconds: measured, fewer gain little more."""


class Heads:
    """Rows and hashes, uint8[N, 32], in the order in which they were added; at most `most` of them."""

    def __init__(self, most: int, radius_bits: int) -> None:
        self._radius = radius_bits
        self._rows = np.empty(most, np.int64)
        self._words = np.empty((most, 4), np.uint64)
        self._count = 0
        self._index: HammingIndex | None = None
        self._indexed = 0
        self._numbers, self._distances = np.empty(0, np.int64), np.empty(0, np.int64)
        self._starts = np.empty(0, np.int64)

    def ask_for(self, hashes: NDArray[np.uint8], most: int = 0) -> Hits:
        """Look for these in what is indexed; gives what was found. `near` then answers for each by its place. Raises
        TooManyHits for more than `most` (0: no bound).
        """
        if self._count - self._indexed > MOST_UNINDEXED:
            words = self._words[: self._count]
            self._index, self._indexed = HammingIndex.build(words.view(np.uint8).reshape(-1, 32)), self._count
        if self._index is None:
            return _NOTHING
        hits = self._index.search(hashes, self._radius, most=most)
        order = np.lexsort((hits.id, hits.query))
        self._numbers, self._distances = hits.id[order], hits.distance[order].astype(np.int64)
        self._starts = np.searchsorted(hits.query[order], np.arange(len(hashes) + 1))
        return hits

    def near(self, place: int, words: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The rows within the radius of what was asked for at this place, uint64[4], and their distances in bits; in
        the order in which they were added.
        """
        apart = np.bitwise_count(self._words[self._indexed : self._count] ^ words).sum(axis=1, dtype=np.int64)
        late = np.flatnonzero(apart <= self._radius)
        if self._index is None:
            return self._rows[late], apart[late]
        of_place = slice(*self._starts[place : place + 2])
        numbers = np.concatenate((self._numbers[of_place], late + self._indexed))
        return self._rows[numbers], np.concatenate((self._distances[of_place], apart[late]))

    def add(self, row: int, words: NDArray[np.uint64]) -> None:
        """One more."""
        self._rows[self._count], self._words[self._count] = row, words
        self._count += 1


_NOTHING = Hits(*(np.empty(0, np.int64) for _ in range(3)))
