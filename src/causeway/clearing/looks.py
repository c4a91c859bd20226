"""The looks (PDQ) of pictures as they come, searched exactly, in which one sender's flood neither hides nor slows
anything.

Somebody may send a million pictures that all look alike, each another file. All of them are kept, and found by their
bytes; but of one sender no more than `MOST_ALIKE` of its latest `LATELY` that look alike are found by their looks. Two
pictures within the radius of a third lie within twice the radius of each other: so a search meets at most so many of a
sender's flood.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from causeway.matching import RECOMMENDED_RADIUS_BITS, HammingIndex

MOST_ALIKE = 200
"""As many referrals of one sender as count for anything else that is shared (`holders.MOST_OF_ONE_SENDER`)."""
LATELY = 2_048
"""Of so many pictures that a sender sent last; who sends other pictures between can hide no more than a tenth."""
ALIKE_BITS = 2 * RECOMMENDED_RADIUS_BITS

HASH_BYTES, _WORDS = 32, 4
_FIRST_ROWS = 64
_LONGEST_TAIL = 512
"""So many are compared one by one before the index takes them in, all at once."""


class Looks:
    """Digests that grow, numbered as they are taken in, each with its sender."""

    def __init__(self) -> None:
        self._index = HammingIndex.build(np.empty((0, HASH_BYTES), dtype=np.uint8))
        self._tail = np.empty((_LONGEST_TAIL, HASH_BYTES), dtype=np.uint8)
        self._indexed = 0
        self._senders = np.empty(_FIRST_ROWS, dtype=np.int32)
        self._number_of: dict[str, int] = {}
        self._lately: dict[str, _Lately] = {}
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, pdq: str, sender: str) -> bool:
        """Take in a digest (hex), unless the sender's flood holds enough like it. Whether it was taken in: then its
        number is the next.
        """
        row = as_row(pdq)
        if not self._lately.setdefault(sender, _Lately()).is_wanted(row):
            return False
        if self._count - self._indexed == _LONGEST_TAIL:
            self._index.add(self._tail, np.arange(self._indexed, self._count))
            self._indexed = self._count
        if self._count == len(self._senders):
            self._senders = np.concatenate([self._senders, np.empty_like(self._senders)])
        self._tail[self._count - self._indexed] = row
        self._senders[self._count] = self._number_of.setdefault(sender, len(self._number_of))
        self._count += 1
        return True

    def take_back(self, count: int) -> None:
        """Forget all but the first `count`; a sender's flood still counts them."""
        if count < self._indexed:
            self._index.remove(np.arange(count, self._indexed))
            self._indexed = count
        self._count = count

    def within(self, pdq: str, radius_bits: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The numbers of all within the radius, in the order taken in, and their distances."""
        query, parts, distances = as_row(pdq), [], []
        if self._indexed:
            hits = self._index.search(query[np.newaxis], radius_bits)
            order = np.argsort(hits.id)
            parts, distances = [hits.id[order]], [hits.distance[order].astype(np.int64)]
        bits = _distances(self._tail[: self._count - self._indexed].view(np.uint64), query)
        near = np.flatnonzero(bits <= radius_bits)
        return np.concatenate([*parts, near + self._indexed]), np.concatenate([*distances, bits[near].astype(np.int64)])

    def latest(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """These numbers (ascending) with each sender's latest in turn, the sender heard last first."""
        newest = numbers[::-1]
        if len(newest) < 2:
            return newest
        senders = self._senders[newest]
        together = np.argsort(senders, kind="stable")
        starts = np.flatnonzero(np.diff(senders[together], prepend=-1))
        turns = np.empty(len(newest), dtype=np.int64)
        turns[together] = np.arange(len(newest)) - np.repeat(starts, np.diff(starts, append=len(newest)))
        return newest[np.argsort(turns, kind="stable")]


class _Lately:
    """What one sender sent last, in a ring: a column a digest, which is added up fastest."""

    def __init__(self) -> None:
        self._words = np.empty((_WORDS, _FIRST_ROWS), dtype=np.uint64)
        self._count = 0

    def is_wanted(self, row: NDArray[np.uint8]) -> bool:
        """Whether fewer than enough look like this one, which is remembered."""
        room = self._words.shape[1]
        held = min(self._count, room)
        alike = 0
        if held >= MOST_ALIKE:
            alike = int(np.count_nonzero(_distances(self._words[:, :held].T, row) <= ALIKE_BITS))
        if held == room < LATELY:
            self._words = np.concatenate([self._words, np.empty_like(self._words)], axis=1)
            room = self._words.shape[1]
        self._words[:, self._count % room] = row.view(np.uint64)
        self._count += 1
        return alike < MOST_ALIKE


def as_row(pdq: str) -> NDArray[np.uint8]:
    """A PDQ digest (hex) as bytes."""
    return np.frombuffer(bytes.fromhex(pdq), dtype=np.uint8)


def _distances(words: NDArray[np.uint64], row: NDArray[np.uint8]) -> NDArray[np.uint16]:
    """The bits in which each of uint64[N, 4] differs from a digest."""
    bits = np.bitwise_count(words ^ row.view(np.uint64))
    counted: NDArray[np.uint16] = bits.sum(axis=1, dtype=np.uint16)
    return counted


def chosen(looks: Looks, pdq: str, *, radius_bits: int, most: int) -> Sequence[int]:
    """The numbers of up to `most` within the radius, each sender's latest in turn."""
    numbers, _ = looks.within(pdq, radius_bits)
    return [int(number) for number in looks.latest(numbers)[:most]]
