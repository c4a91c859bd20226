"""The perceptual digests of an organisation's banks, in memory for exact search; made anew when a bank has changed.

One copy a process and organisation: 128 bytes a digest for the index and 16 for the identifier of the signal. A copy
can be old by the time it answers; whoever asks it looks each hit up again before telling of it.
"""

from dataclasses import dataclass
from uuid import UUID

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from causeway.hub.knowledge.banks.models import Bank
from causeway.hub.knowledge.banks.reporting import reported
from causeway.matching import HammingIndex
from causeway.vocabulary.findings import DigestKind

_HASH_BYTES = 32
_CHUNK = 20_000

Versions = frozenset[tuple[UUID, int]]


@dataclass(frozen=True, slots=True)
class BankLooks:
    """An index and, by its row, the signal that each digest is."""

    versions: Versions
    index: HammingIndex
    signals: list[UUID]

    def within(self, pdqs: list[str], radius_bits: int) -> list[tuple[int, UUID, int]]:
        """For each hit: which of the digests (hex) asked, the signal, and the bits that differ."""
        if not pdqs or not self.signals:
            return []
        hits = self.index.search(as_rows(pdqs), radius_bits)
        found = zip(hits.query.tolist(), hits.id.tolist(), hits.distance.tolist(), strict=True)
        return [(query, self.signals[row], distance) for query, row, distance in found]


_looks: dict[UUID, BankLooks] = {}


def as_rows(pdqs: list[str]) -> NDArray[np.uint8]:
    """Digests in hex as an array of one row each."""
    return np.frombuffer(bytes.fromhex("".join(pdqs)), dtype=np.uint8).reshape(-1, _HASH_BYTES)


def bank_looks(organisation_id: UUID) -> BankLooks:
    """The index of this organisation's banks as they stand now; one small query when nothing has changed.

    Runs inside the caller's transaction, in which that organisation acts.
    """
    versions: Versions = frozenset(Bank.objects.values_list("id", "version"))
    known = _looks.get(organisation_id)
    if known is None or known.versions != versions:
        known = _looks[organisation_id] = _built(versions)
    return known


def _built(versions: Versions) -> BankLooks:
    rows: list[NDArray[np.uint8]] = []
    signals: list[UUID] = []
    listed = reported(timezone.now()).filter(kind=DigestKind.PDQ.value).values_list("id", "value")
    chunk: list[str] = []
    for signal_id, value in listed.iterator(chunk_size=_CHUNK):
        signals.append(signal_id)
        chunk.append(value)
        if len(chunk) == _CHUNK:
            rows.append(as_rows(chunk))
            chunk = []
    rows.append(as_rows(chunk))
    return BankLooks(versions=versions, index=HammingIndex.build(np.concatenate(rows)), signals=signals)
