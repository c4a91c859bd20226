"""From messages to vectors: a small door, behind which an operator may put any model of its own."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from causeway.warning.text.errors import TextError

Vectors = NDArray[np.float32]
Floats = NDArray[np.float64]


class Embedder(Protocol):
    """Anything that turns texts into vectors of one length, near each other where the texts mean the same."""

    @property
    def name(self) -> str:
        """Which model and version, so that an index is never searched with the vectors of another."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row a text, in the order given; rows need not be of unit length."""


def unit_vectors(vectors: NDArray[np.floating], field: str) -> Vectors:
    """Rows scaled to length one, as float32; a row of zeros, such as of an empty text, stays: it is like nothing.

    Raises:
        TextError: not a table of finite numbers.
    """
    found = np.asarray(vectors, dtype=np.float32)
    if found.ndim != 2 or not found.shape[1]:
        raise TextError(field, f"must be rows of numbers, not of shape {found.shape}")
    if not np.isfinite(found).all():
        raise TextError(field, f"row {int((~np.isfinite(found)).any(axis=1).argmax())} holds what is no finite number")
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    return (found / np.where(lengths > 0, lengths, 1)).astype(np.float32, copy=False)
