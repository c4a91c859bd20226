"""What an upload is compared with: the mirror of a feed, saved indexes, or both, as one list to ask.

A list that is absent, stale or damaged is a fault in the answer, and the others are asked all the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np

from causeway.client.mirror import Answer, Asked, Hit, Mirror, MirrorDamaged, MirrorError, NoMirror
from causeway.client.screening.errors import BadSetting
from causeway.matching import BadIndexFile, DigestIndex, HammingIndex
from causeway.vocabulary.screening import FaultCode, ScreeningFault
from causeway.vocabulary.signals import PERCEPTUAL_KINDS, SignalKind, SignalState

_INDEXED: Final = (SignalKind.MD5, SignalKind.SHA1, SignalKind.SHA256, *PERCEPTUAL_KINDS)


class IndexFile:
    """A saved `HammingIndex` or `DigestIndex` of one kind, as a list of `organisation`. A hit's reference is the
    identifier in it. It has no withdrawals and no states, so it is never stale: replace it when your source changes it.

    Raises BadIndexFile, OSError, and BadSetting for a kind that no index holds.
    """

    def __init__(self, path: Path, kind: SignalKind, *, organisation: str) -> None:
        if kind not in _INDEXED:
            raise BadSetting("bad_kind", f"no index holds values of kind {kind}")
        self._kind, self._organisation = kind, organisation
        self._index = HammingIndex.open(path) if kind in PERCEPTUAL_KINDS else DigestIndex.open(path)

    def kinds(self) -> frozenset[SignalKind]:
        """The one kind."""
        return frozenset({self._kind})

    def look_up(self, asked: Sequence[Asked], radius_bits: int) -> Iterator[Hit]:
        """What matches, by number of question."""
        numbers = [number for number, each in enumerate(asked) if each.kind is self._kind]
        if not numbers:
            return
        packed = b"".join(bytes.fromhex(asked[number].value) for number in numbers)
        queries = np.frombuffer(packed, np.uint8).reshape(len(numbers), -1)
        if isinstance(self._index, HammingIndex):
            near = self._index.search(queries, radius_bits)
            found = zip(near.query.tolist(), near.id.tolist(), near.distance.tolist(), strict=True)
        else:
            equal = self._index.lookup(queries)
            found = zip(equal.query.tolist(), equal.id.tolist(), [0] * len(equal.id), strict=True)
        for query, number, distance in found:
            yield self._hit(numbers[query], number, distance)

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

    def __init__(self, folder: Path | None, indexes: Sequence[IndexFile], *, stale_after: timedelta) -> None:
        if folder is None and not indexes:
            raise BadSetting("no_list", "there is nothing to compare with: give a mirror, an index, or both")
        self._folder, self._indexes, self._stale_after = folder, tuple(indexes), stale_after
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
        """What any of the lists says; it raises nothing for a list at fault."""
        found = Found()
        for index in self._indexes:
            found.hits += index.look_up(asked, radius_bits)
        if self._folder is None:
            return found
        try:
            mirror = self._opened()
            answer = mirror.look_up(asked, now=now, radius_bits=radius_bits) if mirror else None
        except NoMirror as error:
            found.faults.append(ScreeningFault(code=FaultCode.LIST_ABSENT, detail=error.code))
        except (MirrorDamaged, BadIndexFile) as error:
            found.faults.append(ScreeningFault(code=FaultCode.LIST_DAMAGED, detail=error.code))
        except OSError:
            found.faults.append(ScreeningFault(code=FaultCode.LIST_DAMAGED, detail="unreadable"))
        else:
            _add(answer, found)
        return found

    def _opened(self) -> Mirror | None:
        """The mirror, opened once it is there. Two threads may open it at once, and then share the last."""
        if self._mirror is None and self._folder is not None:
            self._mirror = Mirror(self._folder, stale_after=self._stale_after)
        return self._mirror


def _add(answer: Answer | None, found: Found) -> None:
    if answer is None:
        return
    found.hits += answer.hits
    found.as_of = answer.as_of
    if answer.is_stale:
        found.faults.append(ScreeningFault(code=FaultCode.LIST_STALE))
