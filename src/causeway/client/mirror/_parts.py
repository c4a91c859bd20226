"""A group of signals ready to be asked: its columns and an index for each kind, in memory or mapped from a folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from causeway.client.mirror._columns import KINDS, Columns
from causeway.client.mirror.errors import MirrorDamaged
from causeway.matching import DIGEST_BYTES, BadIndexFile, DigestIndex, HammingIndex
from causeway.vocabulary.signals import PERCEPTUAL_KINDS, SignalKind

INDEXED_ROWS: Final = 20_000
"""With fewer, the indexes are built when they are opened, which takes milliseconds; a change writes one small file."""
_COLUMNS: Final = "columns"
_TOUCHED: Final = "touched"


class Found(NamedTuple):
    """Matches: the row of the query, the row in the columns, the bits that differ (all int64)."""

    query: NDArray[np.int64]
    row: NDArray[np.int64]
    distance: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Columns with their indexes; a kind that has no rows has none. `touched` finds the references that it touches."""

    columns: Columns
    exact: Mapping[SignalKind, DigestIndex]
    perceptual: Mapping[SignalKind, HammingIndex]
    touched: DigestIndex

    @classmethod
    def build(cls, columns: Columns) -> "Part":
        """The indexes in memory."""
        exact: dict[SignalKind, DigestIndex] = {}
        perceptual: dict[SignalKind, HammingIndex] = {}
        for number, kind in enumerate(KINDS):
            rows = np.flatnonzero(columns.kinds == number)
            if len(rows) and kind in PERCEPTUAL_KINDS:
                perceptual[kind] = _hamming(columns.values[rows], rows)
            elif len(rows):
                exact[kind] = DigestIndex.build(columns.values[rows, : width_of(kind)], rows)
        return cls(columns, exact, perceptual, DigestIndex.build(columns.touched))

    @classmethod
    def open(cls, folder: Path) -> "Part":
        """A saved part; large ones are mapped, so that processes share one copy. Raises MirrorDamaged."""
        columns = Columns.open(folder / _COLUMNS)
        if not is_indexed(folder):
            return cls.build(columns)
        present = {kind: folder / kind for number, kind in enumerate(KINDS) if (columns.kinds == number).any()}
        try:
            return cls(
                columns,
                {kind: DigestIndex.open(path) for kind, path in present.items() if kind not in PERCEPTUAL_KINDS},
                {kind: HammingIndex.open(path) for kind, path in present.items() if kind in PERCEPTUAL_KINDS},
                DigestIndex.open(folder / _TOUCHED),
            )
        except BadIndexFile as error:
            raise MirrorDamaged(error.code, error.message) from None

    def search(self, kind: SignalKind, queries: NDArray[np.uint8], radius_bits: int) -> Found:
        """The rows that match each query: within the radius for perceptual kinds, equal for the others."""
        if kind in self.perceptual:
            near = self.perceptual[kind].search(queries, radius_bits)
            return Found(near.query, near.id, near.distance)
        if kind not in self.exact:
            return Found(*np.empty((3, 0), np.int64))
        equal = self.exact[kind].lookup(queries)
        return Found(equal.query, equal.id, np.zeros(len(equal.id), np.int64))


def save_part(columns: Columns, folder: Path, *, indexed_rows: int) -> None:
    """Write the columns into a new folder, with their indexes where they are that many."""
    folder.mkdir()
    columns.save(folder / _COLUMNS)
    if len(columns) < indexed_rows:
        return
    for number, kind in enumerate(KINDS):
        rows = np.flatnonzero(columns.kinds == number)
        if len(rows) and kind in PERCEPTUAL_KINDS:
            HammingIndex.build(columns.values[rows], rows).save(folder / kind)
        elif len(rows):
            DigestIndex.build(columns.values[rows, : width_of(kind)], rows).save(folder / kind)
    DigestIndex.build(columns.touched).save(folder / _TOUCHED)


def is_indexed(folder: Path) -> bool:
    """Whether a saved part has its indexes on disk."""
    return (folder / _TOUCHED).exists()


def open_columns(folder: Path) -> Columns:
    """The columns of a saved part alone. Raises MirrorDamaged."""
    return Columns.open(folder / _COLUMNS)


def width_of(kind: SignalKind) -> int:
    """How many bytes of a value count: those of the digest, or of the SHA-256 of a text."""
    return DIGEST_BYTES.get(kind.value, DIGEST_BYTES["sha256"])


def _hamming(hashes: NDArray[np.uint8], rows: NDArray[np.int64]) -> HammingIndex:
    """Few hashes are compared one by one: tables would take longer to build than they ever save."""
    if len(hashes) >= INDEXED_ROWS:
        return HammingIndex.build(hashes, rows)
    index = HammingIndex.build(np.empty((0, hashes.shape[1]), np.uint8))
    index.add(np.ascontiguousarray(hashes), rows)
    return index
