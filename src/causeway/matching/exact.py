"""Exact digests, many millions of them: sorted arrays in memory or mapped from a file, asked for a batch at a time."""

from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from causeway.matching.errors import BadHashes, BadIndexFile
from causeway.matching.given import DIGEST_BYTES, as_digests, identifiers_of
from causeway.matching.stored import Types, open_arrays, save_arrays

_MAGIC: Final = b"CWEXAC01"
_KEY_BYTES: Final = 8
_TYPES: Final[Types] = {"keys": np.dtype("<u8"), "digests": np.dtype("u1"), "ids": np.dtype("<i8")}


class ExactHits(NamedTuple):
    """Matches in order of query, then of id: `query` is the row of the query, `id` the identifier (both int64)."""

    query: NDArray[np.int64]
    id: NDArray[np.int64]


class DigestIndex:
    """Digests of one kind. `keys` are their first 8 bytes as numbers, sorted; `digests` and `ids` stand in that order.

    A lookup finds the run of equal keys by bisection and compares the digests in it whole.
    """

    def __init__(self, keys: NDArray[np.uint64], digests: NDArray[np.uint8], ids: NDArray[np.int64]) -> None:
        self._keys, self._digests, self._ids = keys, digests, ids

    @classmethod
    def build(cls, digests: ArrayLike, ids: ArrayLike | None = None) -> "DigestIndex":
        """From uint8[N, 16, 20 or 32] digests and N identifiers, the row numbers where None; an identifier may have
        several digests, and a digest several identifiers. Raises BadHashes for another type or shape.
        """
        rows = as_digests(digests)
        numbers = identifiers_of(rows, ids)
        keys = _keys_of(rows)
        order = np.argsort(keys, kind="stable")
        return cls(keys[order], rows[order], numbers[order])

    @classmethod
    def open(cls, path: Path | str, *, verify: bool = False) -> "DigestIndex":
        """A saved index, mapped: processes that open the same file share one copy. Raises BadIndexFile."""
        arrays: dict[str, NDArray[Any]] = open_arrays(path, _MAGIC, _TYPES, verify=verify)
        keys, digests, ids = (arrays[name] for name in _TYPES)
        if not (keys.ndim == ids.ndim == 1 and digests.ndim == 2 and len(keys) == len(digests) == len(ids)):
            raise BadIndexFile("damaged_index", "the saved index is damaged: its parts do not go together")
        if digests.shape[1] not in DIGEST_BYTES.values():
            raise BadIndexFile("damaged_index", "the saved index is damaged: no digest has that many bytes")
        return cls(keys, digests, ids)

    def save(self, path: Path | str) -> None:
        """Write the index to a file; one that is there is replaced when the new one is whole."""
        save_arrays(path, _MAGIC, {"keys": self._keys, "digests": self._digests, "ids": self._ids})

    def __len__(self) -> int:
        return len(self._keys)

    def lookup(self, queries: ArrayLike) -> ExactHits:
        """Every identifier of each of the digests, which are of this index's kind. Raises BadHashes."""
        queries = as_digests(queries)
        if queries.shape[1] != self._digests.shape[1]:
            raise BadHashes("bad_digests", f"this index holds digests of {self._digests.shape[1]} bytes")
        wanted = _keys_of(queries)
        asked = np.argsort(wanted, kind="stable")  # neighbours in the index are asked for one after another
        first = np.searchsorted(self._keys, wanted[asked], side="left")
        counts = np.searchsorted(self._keys, wanted[asked], side="right") - first
        run, place = _places_of_runs(first, counts)
        query = asked[run]
        same = (self._digests[place] == queries[query]).all(axis=1)
        query, ids = query[same], self._ids[place[same]]
        order = np.lexsort((ids, query))
        return ExactHits(query[order], ids[order])


def each_once(digests: NDArray[np.uint8], ids: NDArray[np.int64]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Digests, uint8[N, 16, 20 or 32], with their identifiers, int64[N], without repeats of both together."""
    keys = _keys_of(digests)
    order = np.argsort(keys, kind="stable")
    is_next = keys[order[1:]] == keys[order[:-1]]
    if not is_next.any():
        return digests, ids
    runs = np.flatnonzero(np.append(False, is_next) | np.append(is_next, False))
    within = order[runs]
    second = np.ascontiguousarray(digests[within, _KEY_BYTES : 2 * _KEY_BYTES]).view(np.uint64).ravel()
    within = within[np.lexsort((ids[within], second, keys[within]))]
    is_repeat = (ids[within[1:]] == ids[within[:-1]]) & (digests[within[1:]] == digests[within[:-1]]).all(axis=1)
    stays = np.ones(len(ids), dtype=bool)
    stays[within[1:][is_repeat]] = False
    return digests[stays], ids[stays]


def _keys_of(digests: NDArray[np.uint8]) -> NDArray[np.uint64]:
    return np.ascontiguousarray(digests[:, :_KEY_BYTES]).view(np.uint64).ravel()


def _places_of_runs(first: NDArray[np.int64], counts: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For runs that begin at `first` and hold `counts` places: each place, after the number of its run (both int64)."""
    run = np.repeat(np.arange(len(counts)), counts)
    return run, np.arange(len(run)) + np.repeat(first - (np.cumsum(counts) - counts), counts)
