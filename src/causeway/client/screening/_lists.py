"""What an upload is compared with: mirrors of banks, saved indexes, or both, as one list to ask."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from causeway.client.mirror import Asked, Hit
from causeway.client.screening._mirrors import Found, Mirrors
from causeway.client.screening.errors import BadSetting
from causeway.matching import DigestIndex, HammingIndex
from causeway.vocabulary.signals import PERCEPTUAL_KINDS, SignalKind, SignalState

_INDEXED: Final = (SignalKind.MD5, SignalKind.SHA1, SignalKind.SHA256, *PERCEPTUAL_KINDS)


class IndexFile:
    """A saved `HammingIndex` or `DigestIndex` of one kind, as a list of `organisation`. A hit's reference is the
    identifier in it. The file itself has no withdrawals and no states, so it is never stale by itself: replace it when
    your source changes it. What a mirror beside it knows as withdrawn, suspended or expired it does not report; with
    `follows_mirror` False it does, for a list of another source, of whose withdrawals the mirror says nothing.

    Raises BadIndexFile, OSError, and BadSetting for a kind that no index holds.
    """

    def __init__(self, path: Path, kind: SignalKind, *, organisation: str, follows_mirror: bool = True) -> None:
        if kind not in _INDEXED:
            raise BadSetting("bad_kind", f"no index holds values of kind {kind}")
        self._kind, self._organisation, self.follows_mirror = kind, organisation, follows_mirror
        self._index = HammingIndex.open(path) if kind in PERCEPTUAL_KINDS else DigestIndex.open(path)

    def kinds(self) -> frozenset[SignalKind]:
        """The one kind."""
        return frozenset({self._kind})

    def look_up(
        self, asked: Sequence[Asked], radius_bits: int, *, silenced_by: Mirrors | None, now: datetime
    ) -> Iterator[Hit]:
        """What matches, by number of question, but for what the mirrors silence; a damaged one silences nothing."""
        numbers = [number for number, each in enumerate(asked) if each.kind is self._kind]
        if not numbers:
            return
        queries = self._packed([bytes.fromhex(asked[number].value) for number in numbers])
        found = Counter(self._found(queries, radius_bits))
        if found and silenced_by is not None and self.follows_mirror:
            found -= self._silent(silenced_by, queries, radius_bits, now)
        for query, number, distance in found.elements():
            yield self._hit(numbers[query], number, distance)

    def _silent(
        self, mirrors: Mirrors, queries: NDArray[np.uint8], radius_bits: int, now: datetime
    ) -> Counter[tuple[int, int, int]]:
        """What no query finds, as `_found` would say it. An identifier may hold other hashes beside those gone."""
        gone = mirrors.gone(self._kind, queries, now=now, radius_bits=radius_bits)
        return Counter(
            (query, number, distance)
            for query, values in enumerate(gone)
            for number, distance in self._holding(values, queries[query])
        )

    def _found(self, queries: NDArray[np.uint8], radius_bits: int) -> Iterator[tuple[int, int, int]]:
        """The number of the query, the identifier, and how many bits differ."""
        if isinstance(self._index, HammingIndex):
            near = self._index.search(queries, radius_bits)
            yield from zip(near.query.tolist(), near.id.tolist(), near.distance.tolist(), strict=True)
        else:
            equal = self._index.lookup(queries)
            yield from zip(equal.query.tolist(), equal.id.tolist(), [0] * len(equal.id), strict=True)

    def _holding(self, values: Collection[bytes], query: NDArray[np.uint8]) -> Iterator[tuple[int, int]]:
        """Under which identifiers these values stand in it, and how many of their bits differ from the query's."""
        if not values:
            return
        packed = self._packed(sorted(values))
        distances = np.bitwise_count(packed ^ query).sum(axis=1).tolist()
        for place, number, _distance in self._found(packed, 0):
            yield number, distances[place]

    @staticmethod
    def _packed(values: Sequence[bytes]) -> NDArray[np.uint8]:
        return np.frombuffer(b"".join(values), np.uint8).reshape(len(values), -1)

    def _hit(self, asked: int, number: int, distance: int) -> Hit:
        return Hit(
            asked=asked,
            kind=self._kind,
            reference=str(number),
            organisation=self._organisation,
            state=SignalState.ADDED,
            category=None,
            confidence=None,
            expires_at=None,
            distance_bits=distance,
        )


class Lists:
    """The mirrors in `folder`, which may come to be there later, and the saved indexes."""

    def __init__(
        self,
        folder: Path | None,
        indexes: Sequence[IndexFile],
        *,
        stale_after: timedelta,
        withhold_after: timedelta | None = None,
    ) -> None:
        if folder is None and not indexes:
            raise BadSetting("no_list", "there is nothing to compare with: give a mirror, an index, or both")
        self._indexes, self._is_withholding = tuple(indexes), withhold_after is not None
        self._mirrors = None
        if folder is not None:
            self._mirrors = Mirrors(folder, stale_after=stale_after, withhold_after=withhold_after)

    def kinds(self) -> frozenset[SignalKind]:
        """The kinds of which any list has a signal, as far as the lists can be asked."""
        kinds = frozenset(kind for index in self._indexes for kind in index.kinds())
        return kinds | self._mirrors.kinds() if self._mirrors else kinds

    def look_up(self, asked: Sequence[Asked], *, now: datetime, radius_bits: int) -> Found:
        """What any of the lists says; it raises nothing for a list at fault. While a mirror is withheld, or cannot be
        asked where it would be, indexes that follow it say nothing either.
        """
        found = self._mirrors.look_up(asked, now=now, radius_bits=radius_bits) if self._mirrors else Found()
        is_withheld = self._is_withholding and found.is_silent
        for index in self._indexes:
            if not (is_withheld and index.follows_mirror):
                found.hits += index.look_up(asked, radius_bits, silenced_by=self._mirrors, now=now)
        return found
