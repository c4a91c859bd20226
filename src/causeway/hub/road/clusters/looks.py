"""The pictures of all cleared referrals of a desk, in memory for exact search by their looks.

One copy a process and desk. Clearings are numbered in the order of their commits, so that reading those after the
last known number misses none. Most digests stand in an index, the latest in a tail that is scanned until it is worth
a new index.
"""

from collections.abc import Callable, Collection
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from causeway.hub.road.clusters.models import Membership
from causeway.matching import HammingIndex

_HASH_BYTES = 32
_FIRST_ROWS = 256
_LONGEST_TAIL = 4_096
"""A scan of so many costs about as much as a look into the index."""
_CHUNK = 2_000


class DeskLooks:
    """The looks of one desk's referrals, brought up to date before each search."""

    def __init__(self) -> None:
        self.last_number = -1
        self._rows: NDArray[np.uint8] = np.empty((_FIRST_ROWS, _HASH_BYTES), dtype=np.uint8)
        self._owners: list[tuple[UUID, int]] = []
        self._held: set[tuple[UUID, str]] = set()
        self._indexed = HammingIndex.build(self._rows[:0])

    def __len__(self) -> int:
        return len(self._owners)

    def refresh(self) -> None:
        """Read what was cleared since. Runs inside the transaction that clears, which holds the desk's lock."""
        found = Membership.objects.filter(number__gt=self.last_number).order_by("number")
        for number, referral_id, looks in found.values_list("number", "referral_id", "looks").iterator(_CHUNK):
            for pdq, quality in looks:
                self._add(referral_id, pdq, quality)
            self.last_number = number

    def within(
        self,
        pdqs: list[str],
        *,
        radius_bits: int,
        minimum_quality: int,
        besides: UUID,
        most_each: int,
        known: Callable[[Collection[UUID]], Collection[UUID]],
    ) -> list[UUID]:
        """The referrals with a picture within the radius of any of these: of each the latest `most_each` of those that
        `known` lets through, the latest first.
        """
        near = []
        for pdq in pdqs:
            owners = [self._owners[row] for row in self._near(_row(pdq), radius_bits)]
            near.append([owner for owner, quality in owners if quality >= minimum_quality and owner != besides])
        kept = known({owner for owners in near for owner in owners})
        latest = ([owner for owner in owners if owner in kept][-most_each:] for owners in near)
        return list(dict.fromkeys(owner for owners in latest for owner in reversed(owners)))

    def _add(self, referral_id: UUID, pdq: str, quality: int) -> None:
        if (referral_id, pdq) in self._held:
            return  # A referral that is cleared again after a supplement stands here with its first pictures.
        self._held.add((referral_id, pdq))
        if len(self._owners) == len(self._rows):
            self._rows = np.concatenate([self._rows, np.empty_like(self._rows)])
        self._rows[len(self._owners)] = _row(pdq)
        self._owners.append((referral_id, quality))

    def _near(self, query: NDArray[np.uint8], radius_bits: int) -> list[int]:
        count = len(self._owners)
        if count - len(self._indexed) > max(_LONGEST_TAIL, len(self._indexed)):
            self._indexed = HammingIndex.build(self._rows[:count].copy())
        start = len(self._indexed)
        settled = sorted(self._indexed.search(query[np.newaxis], radius_bits).id.tolist())
        bits = np.bitwise_count(self._rows[start:count] ^ query).sum(axis=1, dtype=np.int64)
        return [*settled, *(int(row) + start for row in np.flatnonzero(bits <= radius_bits))]


_looks: dict[UUID, DeskLooks] = {}


def desk_looks(desk_id: UUID) -> DeskLooks:
    """This process's copy for a desk."""
    return _looks.setdefault(desk_id, DeskLooks())


def _row(pdq: str) -> NDArray[np.uint8]:
    return np.frombuffer(bytes.fromhex(pdq), dtype=np.uint8)
