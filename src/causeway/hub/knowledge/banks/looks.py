"""The perceptual digests of an organisation's banks, in memory for exact search.

One copy a process and organisation: 140 bytes a digest for the index and 16 for the identifier of the signal. When a
bank has changed, its change log says which signals to put in or take out, and searches go on meanwhile. A copy can be
old by the time it answers; whoever asks it looks each hit up again before telling of it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from uuid import UUID

import numpy as np
from django.db.models import Q
from django.utils import timezone
from numpy.typing import NDArray

from causeway.hub.base.rows.batching import in_batches
from causeway.hub.knowledge.banks.models import Bank, Change
from causeway.hub.knowledge.banks.reporting import reported, reported_values
from causeway.matching import HammingIndex
from causeway.vocabulary.signals import PERCEPTUAL_KINDS

MOST_FOLLOWED = 100_000
"""With more changes than these, to read the banks anew is quicker than to follow."""
_HASH_BYTES = 32
_WORDS = 2
"""An identifier of 128 bits as two words."""
_CHUNK = 20_000
_KINDS = [kind.value for kind in PERCEPTUAL_KINDS]

Versions = dict[UUID, int]
"""The number of the newest change that is known, by bank."""


class BankLooks:
    """An index and, by its identifiers, the signal that each digest is. Searches need no lock; one thread follows."""

    def __init__(self, versions: Versions) -> None:
        self._versions = versions
        self._signals: NDArray[np.uint64] = _as_words([])
        self._count = 0
        self._index = HammingIndex.build(as_rows([]))

    @classmethod
    def read(cls, versions: Versions) -> "BankLooks":
        """All that may be reported now. Runs inside the caller's transaction."""
        found, rows, words = cls(versions), [as_rows([])], [_as_words([])]
        listed = reported_values(timezone.now()).filter(kind__in=_KINDS)
        pairs = listed.values_list("id", "value").iterator(chunk_size=_CHUNK)
        for chunk in in_batches(pairs, _CHUNK):
            words.append(_as_words(signal_id for signal_id, _value in chunk))
            rows.append(as_rows([value for _id, value in chunk]))
        found._signals = np.concatenate(words)
        found._count = len(found._signals)
        found._index = HammingIndex.build(np.concatenate(rows))
        return found

    def __len__(self) -> int:
        return len(self._index)

    def within(self, pdqs: list[str], radius_bits: int) -> list[tuple[int, UUID, int]]:
        """For each hit: which of the digests (hex) asked, the signal, and the bits that differ."""
        if not pdqs:
            return []
        hits = self._index.search(as_rows(pdqs), radius_bits)
        # After the search: a row is written before its digest can be found.
        signals = self._signals
        found = zip(hits.query.tolist(), hits.id.tolist(), hits.distance.tolist(), strict=True)
        return [(query, UUID(bytes=signals[row].tobytes()), distance) for query, row, distance in found]

    def follow(self, versions: Versions) -> bool:
        """Make what has changed up to these numbers; False where it must be read anew: a bank is gone, or too much has
        changed. Runs inside the caller's transaction.
        """
        behind = {bank_id: number - self._versions.get(bank_id, 0) for bank_id, number in versions.items()}
        if not self._versions.keys() <= versions.keys() or min(behind.values(), default=0) < 0:
            return False
        if sum(behind.values()) > MOST_FOLLOWED:
            return False
        if any(behind.values()):
            self._renew(_touched({bank_id: self._versions.get(bank_id, 0) for bank_id in behind if behind[bank_id]}))
        self._versions = versions
        return True

    def _renew(self, touched: Collection[UUID]) -> None:
        listed = dict(reported(timezone.now()).filter(id__in=touched).values_list("id", "value"))
        known = self._rows_of(touched)
        gone = [row for signal_id, row in known.items() if signal_id not in listed]
        if gone:
            self._index.remove(np.array(gone, dtype=np.int64))
            self._signals[gone] = 0
        self._add([(signal_id, value) for signal_id, value in listed.items() if signal_id not in known])

    def _add(self, new: Sequence[tuple[UUID, str]]) -> None:
        first, end = self._count, self._count + len(new)
        if end > len(self._signals):
            room = np.zeros((max(end, 2 * first), _WORDS), dtype=np.uint64)
            room[:first] = self._signals[:first]
            self._signals = room
        self._signals[first:end] = _as_words(signal_id for signal_id, _value in new)
        self._count = end
        if new:
            self._index.add(as_rows([value for _id, value in new]), np.arange(first, end))

    def _rows_of(self, touched: Collection[UUID]) -> dict[UUID, int]:
        """Where these signals stand, those that do."""
        first_words = self._signals[: self._count, 0]
        places = np.flatnonzero(np.isin(first_words, _as_words(touched)[:, 0]))
        standing = {UUID(bytes=self._signals[place].tobytes()): int(place) for place in places}
        return {signal_id: standing[signal_id] for signal_id in touched if signal_id in standing}


@dataclass(slots=True)
class _Held:
    """The copy of one organisation."""

    changing: Lock = field(default_factory=Lock)
    looks: BankLooks | None = None


_held: dict[UUID, _Held] = {}


def bank_looks(organisation_id: UUID) -> BankLooks:
    """The index of this organisation's banks as they stand now: one small query when nothing has changed, three when
    something has.

    Runs inside the caller's transaction, in which that organisation acts.
    """
    held = _held.setdefault(organisation_id, _Held())
    with held.changing:
        versions = dict(Bank.objects.values_list("id", "last_change"))
        if held.looks is None or not held.looks.follow(versions):
            held.looks = BankLooks.read(versions)
        return held.looks


def as_rows(pdqs: list[str]) -> NDArray[np.uint8]:
    """Digests in hex as an array of one row each."""
    return np.frombuffer(bytes.fromhex("".join(pdqs)), dtype=np.uint8).reshape(-1, _HASH_BYTES)


def _as_words(signal_ids: Iterable[UUID]) -> NDArray[np.uint64]:
    return np.frombuffer(b"".join(each.bytes for each in signal_ids), dtype=np.uint64).reshape(-1, _WORDS)


def _touched(after: Versions) -> set[UUID]:
    """The signals with looks that changed in these banks after these numbers."""
    newer = Q()
    for bank_id, number in after.items():
        newer |= Q(bank_id=bank_id, number__gt=number)
    found = Change.objects.filter(newer, signal__kind__in=_KINDS)
    return set(found.values_list("signal_id", flat=True))
