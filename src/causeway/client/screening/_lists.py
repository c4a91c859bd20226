"""What an upload is compared with: the mirror of a feed, saved indexes, or both, as one list to ask.

A list that is absent, stale or damaged is a fault in the answer, and the others are asked all the same.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from causeway.client.mirror import Answer, Asked, Hit, Mirror, MirrorDamaged, MirrorError, NoMirror
from causeway.client.screening.errors import BadSetting
from causeway.matching import BadIndexFile, DigestIndex, HammingIndex
from causeway.vocabulary.screening import FaultCode, ScreeningFault
from causeway.vocabulary.signals import PERCEPTUAL_KINDS, SignalKind, SignalState

WITHHELD: Final = "withheld"
"""Detail of the fault of a mirror that is too old to be reported from."""
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
        self, asked: Sequence[Asked], radius_bits: int, *, silenced_by: Mirror | None, now: datetime
    ) -> Iterator[Hit]:
        """What matches, by number of question, but for what the mirror silences; a damaged one silences nothing."""
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
        self, mirror: Mirror, queries: NDArray[np.uint8], radius_bits: int, now: datetime
    ) -> Counter[tuple[int, int, int]]:
        """What no query finds, as `_found` would say it. An identifier may hold other hashes beside those gone."""
        with suppress(MirrorError, BadIndexFile, OSError):
            gone = mirror.gone(self._kind, queries, now=now, radius_bits=radius_bits)
            return Counter(
                (query, number, distance)
                for query, values in enumerate(gone)
                for number, distance in self._holding(values, queries[query])
            )
        return Counter()

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


@dataclass(slots=True)
class Found:
    """What all lists say."""

    hits: list[Hit] = field(default_factory=list)
    faults: list[ScreeningFault] = field(default_factory=list)
    as_of: datetime | None = None


class Lists:
    """The mirror in `folder`, which may come to be there later, and the saved indexes."""

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
        self._folder, self._indexes = folder, tuple(indexes)
        self._stale_after, self._withhold_after = stale_after, withhold_after
        self._mirror: Mirror | None = None

    def kinds(self) -> frozenset[SignalKind]:
        """The kinds of which any list has a signal, as far as the lists can be asked."""
        kinds = frozenset(kind for index in self._indexes for kind in index.kinds())
        try:
            mirror = self._opened()
            return kinds | mirror.kinds() if mirror else kinds
        except (MirrorError, BadIndexFile, OSError):
            return kinds

    def look_up(self, asked: Sequence[Asked], *, now: datetime, radius_bits: int) -> Found:
        """What any of the lists says; it raises nothing for a list at fault. While the mirror is withheld, or cannot be
        asked where it would be, indexes that follow it say nothing either.
        """
        found = Found()
        mirror, answer = self._asked_mirror(asked, now, radius_bits, found.faults)
        is_withheld = self._withhold_after is not None and (answer is None or answer.is_withheld)
        for index in self._indexes:
            if not (is_withheld and index.follows_mirror and self._folder):
                found.hits += index.look_up(asked, radius_bits, silenced_by=mirror, now=now)
        _add(answer, found)
        return found

    def _asked_mirror(
        self, asked: Sequence[Asked], now: datetime, radius_bits: int, faults: list[ScreeningFault]
    ) -> tuple[Mirror | None, Answer | None]:
        """The mirror and what it says; neither where there is none, and a fault where there should be one."""
        try:
            mirror = self._opened()
            return mirror, mirror.look_up(asked, now=now, radius_bits=radius_bits) if mirror else None
        except NoMirror as error:
            faults.append(ScreeningFault(code=FaultCode.LIST_ABSENT, detail=error.code))
        except (MirrorDamaged, BadIndexFile) as error:
            faults.append(ScreeningFault(code=FaultCode.LIST_DAMAGED, detail=error.code))
        except OSError:
            faults.append(ScreeningFault(code=FaultCode.LIST_DAMAGED, detail="unreadable"))
        return None, None

    def _opened(self) -> Mirror | None:
        """The mirror, opened once it is there. Two threads may open it at once, and then share the last."""
        if self._mirror is None and self._folder is not None:
            self._mirror = Mirror(self._folder, stale_after=self._stale_after, withhold_after=self._withhold_after)
        return self._mirror


def _add(answer: Answer | None, found: Found) -> None:
    if answer is None:
        return
    found.hits += answer.hits
    found.as_of = answer.as_of
    if answer.is_stale:
        detail = WITHHELD if answer.is_withheld else None
        found.faults.append(ScreeningFault(code=FaultCode.LIST_STALE, detail=detail))
