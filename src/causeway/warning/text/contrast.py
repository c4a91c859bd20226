"""How much more a message is like what is looked for than like ordinary talk: a contrast of nearest neighbours.

The idea is Sentinel's (Roblox, 2025): the messages nearest in a positive and in a negative index, and the log of the
ratio between them. Both indexes are the operator's own, made under its own authority from data it may hold; none comes
along. An index keeps vectors and no text. Vectors can betray what they were made from: keep an index as what it was
made from must be kept.
"""

import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

from causeway.warning.text.embedding import Embedder, Floats, Vectors, unit_vectors
from causeway.warning.text.errors import TextError

NEIGHBOURS = 5
"""How many nearest messages speak, as in Sentinel's published default."""
MAX_INDEX_BYTES = 2 * 1024**3
_ROWS_AT_ONCE = 256
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    TypeError,
    KeyError,
    EOFError,
    OSError,
    RuntimeError,
    MemoryError,
)
# What zipfile and NumPy raise for files that are none of theirs, or that claim sizes nobody has.


@dataclass(frozen=True, slots=True, eq=False)
class ContrastiveIndex:
    """Two tables of unit vectors, of the class looked for and of ordinary messages, made by one embedder."""

    positive: Vectors
    negative: Vectors
    embedder: str

    def __post_init__(self) -> None:
        for field in ("positive", "negative"):
            vectors = unit_vectors(getattr(self, field), field)
            if len(vectors) < NEIGHBOURS:
                raise TextError(field, f"holds {len(vectors)} messages; {NEIGHBOURS} are needed")
            object.__setattr__(self, field, vectors)
        if self.positive.shape[1] != self.negative.shape[1]:
            raise TextError("negative", "has vectors of another length than positive")

    def contrast(self, vectors: Vectors) -> Floats:
        """For each row, ln(mean exp(cosine) of the nearest positive / the same of the nearest negative): about -1 to 1.

        Raises:
            TextError: the rows are of another length than the index's.
        """
        unit = unit_vectors(vectors, "vectors")
        if unit.shape[1] != self.positive.shape[1]:
            raise TextError("vectors", f"have {unit.shape[1]} numbers each, the index {self.positive.shape[1]}")
        return _closeness(unit, self.positive) - _closeness(unit, self.negative)

    def write(self, file: BinaryIO) -> None:
        """Write both tables as NumPy's .npz: vectors and the embedder's name, and no text."""
        np.savez(file, positive=self.positive, negative=self.negative, embedder=np.array(self.embedder))

    @classmethod
    def read(cls, file: BinaryIO) -> "ContrastiveIndex":
        """Read what `write` wrote. Nothing in the file is run.

        Raises:
            TextError: it is no such file, is damaged, or is too large.
        """
        try:
            with zipfile.ZipFile(file) as members:
                if sum(one.file_size for one in members.infolist()) > MAX_INDEX_BYTES:
                    raise TextError("index", f"takes more than {MAX_INDEX_BYTES:,} bytes")
            file.seek(0)
            with np.load(file, allow_pickle=False) as tables:
                positive, negative, name = (tables[key] for key in ("positive", "negative", "embedder"))
                kinds = [getattr(one, "dtype", np.dtype(object)).kind for one in (positive, negative, name)]
                if kinds != ["f", "f", "U"] or name.ndim:
                    raise TextError("index", "holds something else than vectors and a name")
                return cls(positive, negative, str(name))
        except TextError:
            raise
        except _DAMAGE as fault:
            raise TextError("index", "is not an index that this program wrote, or is damaged") from fault


def build_index(embedder: Embedder, positive: Sequence[str], negative: Sequence[str]) -> ContrastiveIndex:
    """An index of an operator's own messages; the texts are let go.

    Raises:
        TextError: fewer than five of a kind.
    """
    return ContrastiveIndex(embedder.embed(positive), embedder.embed(negative), embedder.name)


def _closeness(unit: Vectors, index: Vectors) -> Floats:
    """ln mean exp of the nearest neighbours' cosines, some rows at a time so that memory stays small."""
    found = np.empty(len(unit))
    for start in range(0, len(unit), _ROWS_AT_ONCE):
        cosines = unit[start : start + _ROWS_AT_ONCE] @ index.T
        cosines.partition(cosines.shape[1] - NEIGHBOURS, axis=1)
        nearest = cosines[:, -NEIGHBOURS:].astype(np.float64)
        found[start : start + _ROWS_AT_ONCE] = np.log(np.exp(nearest).mean(axis=1))
    return found
