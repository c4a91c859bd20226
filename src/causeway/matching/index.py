"""Exact search of 256-bit hashes by Hamming distance: within the radius nothing is missed.

An index is a large part that does not change (`tables`) and what came and went since: some thousand hashes that are
compared one by one, and identifiers that are left out of every answer. When these have grown, all is built anew beside
the searches that go on. Searches take no lock: each looks at the index as it was when it began.
"""

from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from causeway.matching._searching import KernelChanges
from causeway.matching.given import as_identifiers, as_radius, as_threads, as_words, identifiers_of
from causeway.matching.processors import PROCESSORS
from causeway.matching.tables import LARGEST_INDEXED_RADIUS_BITS, WORDS, Tables

FEWEST_CHANGES: Final = 4_096
MOST_CHANGES: Final = 50_000
"""With a hundredth as many changes as hashes, within these bounds, the index is built anew in the background: every
query is compared with all that was added, and a large index takes longer to build.
"""


class Hits(NamedTuple):
    """Matches in order of query, distance and id: `query` is the row of the query, `id` the entry's identifier (both
    int64), `distance` the bits that differ (int64).
    """

    query: NDArray[np.int64]
    id: NDArray[np.int64]
    distance: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    """What a search looks at. `removed` (sorted) counts for the tables alone. Every change has a number; `numbers` are
    those of the additions, `removed_at` of each identifier's last removal.
    """

    tables: Tables
    added: NDArray[np.uint64]
    ids: NDArray[np.int64]
    numbers: NDArray[np.int64]
    removed: NDArray[np.int64]
    removed_at: NDArray[np.int64]
    kernel: KernelChanges = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "kernel", KernelChanges(self.added, self.ids, self.removed))


class HammingIndex:
    """256-bit hashes to search by distance. Make one with `build`, or `open` one that was saved."""

    def __init__(self, tables: Tables) -> None:
        self._state = _unchanged(tables)
        self._changing = Lock()
        self._merging: Future[None] | None = None
        self._next_number = 0

    @classmethod
    def build(cls, hashes: ArrayLike, ids: ArrayLike | None = None) -> "HammingIndex":
        """An index of uint8[N, 32] hashes. `ids` are N integers to be told in answers, the row numbers where None; one
        identifier may have several hashes.

        Takes 140 bytes a hash, and uses all cores; nothing is kept of the array that was given. Raises BadHashes for
        another type or shape, as do all that take hashes or identifiers; a list is taken where NumPy makes such an
        array of it.
        """
        words = as_words(hashes)
        tables = Tables.build(words, identifiers_of(words, ids))
        return cls(replace(tables, words=words.copy()) if tables.words is words else tables)

    @classmethod
    def open(cls, path: Path | str, *, verify: bool = False) -> "HammingIndex":
        """A saved index, mapped into memory: processes that open the same file share one copy.

        `verify` reads all of it and checks its digest. Raises BadIndexFile for a file that is none, or not whole.
        """
        return cls(Tables.open(path, verify=verify))

    def save(self, path: Path | str) -> None:
        """Write the index, changes merged, to a file; one that is there is replaced when the new one is whole."""
        self.merge()
        self._state.tables.save(path)

    def __len__(self) -> int:
        state = self._state
        gone = int(np.isin(state.tables.ids, state.removed).sum()) if len(state.removed) else 0
        return len(state.tables.ids) - gone + len(state.ids)

    @property
    def changes(self) -> int:
        """How many hashes were added, and identifiers removed, known or not, since the tables were built."""
        return len(self._state.ids) + len(self._state.removed)

    def search(
        self,
        queries: ArrayLike,
        radius_bits: int = LARGEST_INDEXED_RADIUS_BITS,
        *,
        threads: int | None = None,
        most: int = 0,
    ) -> Hits:
        """All entries within `radius_bits` (0 to 256) of each of the uint8[Q, 32] queries, on all cores unless
        `threads` says otherwise. Raises BadRadius for another radius, BadThreads for less than one
        thread, TooManyHits where a thread finds more than `most`
        (0: no bound).
        """
        radius_bits, threads = as_radius(radius_bits), as_threads(threads, PROCESSORS)
        words, state = as_words(queries), self._state
        query, ids, distance = state.tables.answer(state.kernel, words, radius_bits, threads, most)
        return Hits(query, ids, distance)

    def add(self, hashes: ArrayLike, ids: ArrayLike) -> None:
        """Put more hashes in; they are found at once. Many are merged into the tables in the background."""
        words = as_words(hashes)
        names = as_identifiers(ids, len(words))
        with self._changing:
            state = self._state
            numbers = np.full(len(words), self._next_number)
            self._next_number += 1
            self._state = replace(
                state,
                added=np.concatenate([state.added, words]),
                ids=np.concatenate([state.ids, names]),
                numbers=np.concatenate([state.numbers, numbers]),
            )
        self._merge_if_many()

    def remove(self, ids: ArrayLike) -> None:
        """Take every hash of these identifiers out; none is found any more. Unknown ones change nothing."""
        gone = as_identifiers(ids)
        with self._changing:
            state = self._state
            stays = ~np.isin(state.ids, gone)
            removed, newest = np.unique(np.concatenate([gone, state.removed]), return_index=True)
            at = np.concatenate([np.full(len(gone), self._next_number), state.removed_at])
            self._next_number += 1
            self._state = _State(
                tables=state.tables,
                added=state.added[stays],
                ids=state.ids[stays],
                numbers=state.numbers[stays],
                removed=removed,
                removed_at=at[newest],
            )
        self._merge_if_many()

    def merge(self) -> None:
        """Build the tables anew with all changes that came before this call. Raises what building raises, as
        MemoryError; then all is as it was.
        """
        if self._merging is not None:
            wait([self._merging])  # it may have begun before the last changes, or failed
        if self.changes:
            self._start_merging().result()

    def merge_soon(self) -> None:
        """Have the tables built anew in the background, as many changes do by themselves."""
        if self.changes:
            self._start_merging()

    def _merge_if_many(self) -> None:
        if self.changes > min(MOST_CHANGES, max(FEWEST_CHANGES, len(self._state.tables.ids) // 100)):
            self._start_merging()

    def _start_merging(self) -> "Future[None]":
        with self._changing:
            if self._merging is None or self._merging.done():
                pool = ThreadPoolExecutor(1, thread_name_prefix="merge")
                self._merging = pool.submit(self._merge_all)
                pool.shutdown(wait=False)
            return self._merging

    def _merge_all(self) -> None:
        """Build from what is there now; what changes meanwhile stays a change. Where only identifiers that are not
        there were removed, the tables stay.
        """
        with self._changing:
            begun, since = self._state, self._next_number
        is_changed = len(begun.ids) or np.isin(begun.removed, begun.tables.ids).any()
        tables = Tables.build(*_all_of(begun)) if is_changed else begun.tables
        with self._changing:
            now = self._state
            came, left = now.numbers >= since, now.removed_at >= since
            self._state = _State(
                tables=tables,
                added=now.added[came],
                ids=now.ids[came],
                numbers=now.numbers[came],
                removed=now.removed[left],
                removed_at=now.removed_at[left],
            )


def _unchanged(tables: Tables) -> _State:
    nothing = np.empty(0, dtype=np.int64)
    return _State(tables, np.empty((0, WORDS), dtype=np.uint64), nothing, nothing, nothing, nothing)


def _all_of(state: _State) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Every hash with its identifier, those removed left out."""
    tables = state.tables
    words = np.repeat(tables.words, tables.members_of_each(), axis=0)
    stays = ~np.isin(tables.ids, state.removed)
    return np.concatenate([words[stays], state.added]), np.concatenate([tables.ids[stays], state.ids])
