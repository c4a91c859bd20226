"""The pictures of all cleared referrals of a desk, in memory for exact search by their looks.

One copy a process and desk, which threads share; a transaction that clears several referrals reads its own into it.
Clearings are numbered in the order of their commits, so that reading those after the last known number misses none.
`causeway.clearing.looks` says what a flood of pictures that look alike can do: nothing.
"""

from collections.abc import Callable, Collection
from threading import Lock
from uuid import UUID

import numpy as np

from causeway.clearing.looks import Looks
from causeway.hub.road.clusters.models import Membership
from causeway.linking import telling_pdq
from causeway.matching import RECOMMENDED_QUALITY

_CHUNK = 2_000


class DeskLooks:
    """The looks of one desk's referrals, brought up to date before each search."""

    def __init__(self) -> None:
        self.last_number = -1
        self._lock = Lock()
        self._looks = Looks()
        self._owners: list[UUID] = []
        self._held: set[tuple[UUID, str]] = set()
        self._sure = (-1, 0)
        self._unsure: list[tuple[UUID, str]] | None = None

    def __len__(self) -> int:
        return len(self._owners)

    def prepare(self) -> None:
        """Read what is committed by now, where nothing was read yet: of a desk with very many pictures that takes long,
        and nobody else's clearing need wait for it. Runs inside the transaction that clears, before it has the desk's
        lock.
        """
        if self.last_number < 0:
            self.refresh()

    def begin(self) -> None:
        """Read all that is committed; what is read later may be taken back. Runs inside the transaction that clears,
        which holds the desk's lock.
        """
        self.refresh()
        with self._lock:
            self._sure, self._unsure = (self.last_number, len(self._owners)), []

    def take_back(self) -> None:
        """Forget what was read since the last `begin`: that transaction was undone, and its numbers are given anew. A
        sender's flood may count a few of its pictures twice.
        """
        with self._lock:
            if self._unsure is None:
                return
            self.last_number, count = self._sure
            self._looks.take_back(count)
            del self._owners[count:]
            self._held.difference_update(self._unsure)
            self._unsure = []

    def refresh(self) -> None:
        """Read what was cleared since. Runs inside the transaction that clears."""
        fields = ("number", "referral_id", "sender_id", "looks")
        with self._lock:
            found = Membership.objects.filter(number__gt=self.last_number).order_by("number")
            for number, referral_id, sender_id, looks in found.values_list(*fields).iterator(_CHUNK):
                for pdq, quality in looks:
                    self._add(referral_id, sender_id, pdq, quality)
                self.last_number = number

    def within(
        self,
        pdqs: list[str],
        *,
        radius_bits: int,
        besides: UUID,
        most_each: int,
        known: Callable[[Collection[UUID]], Collection[UUID]],
    ) -> list[UUID]:
        """The referrals with a picture within the radius of any of these: of each the latest `most_each` of those that
        `known` lets through, each sender's in turn.
        """
        with self._lock:
            near = [self._looks.within(pdq, radius_bits)[0] for pdq in pdqs]
        found = {self._owners[number] for numbers in near for number in numbers}
        kept = known(found - {besides}) if found else found
        latest: dict[UUID, None] = {}
        for numbers in near:
            held = np.array([number for number in numbers if self._owners[number] in kept], dtype=np.int64)
            latest |= dict.fromkeys(self._owners[number] for number in self._looks.latest(held)[:most_each])
        return list(latest)

    def _add(self, referral_id: UUID, sender_id: UUID, pdq: str, quality: int) -> None:
        if (referral_id, pdq) in self._held or telling_pdq(pdq, quality, RECOMMENDED_QUALITY) is None:
            return  # A referral that is cleared again after a supplement stands here with its first pictures.
        self._held.add((referral_id, pdq))
        if self._unsure is not None:
            self._unsure.append((referral_id, pdq))
        if self._looks.add(pdq, sender_id.hex):
            self._owners.append(referral_id)


_looks: dict[UUID, DeskLooks] = {}


def desk_looks(desk_id: UUID) -> DeskLooks:
    """This process's copy for a desk."""
    looks = _looks.get(desk_id)
    return looks if looks is not None else _looks.setdefault(desk_id, DeskLooks())
