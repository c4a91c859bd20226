"""Asks a mirror: many processes share its files, and each sees a new page with the first question after it.

A signal that was withdrawn, suspended or has expired is never in an answer; an answer says when it is stale, and holds
nothing back then unless it is told to.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from causeway.client.mirror._columns import GONE, KINDS, STATES, hidden, merged
from causeway.client.mirror._filling import microseconds, moment_of, stored_value
from causeway.client.mirror._manifest import FILE, Manifest, read_manifest
from causeway.client.mirror._names import read_names
from causeway.client.mirror._parts import Found, Part, is_indexed, open_columns, width_of
from causeway.client.mirror.errors import MirrorDamaged, NoMirror, NotComparable
from causeway.interchange.signal_feed import bank_of
from causeway.interchange.signals import value_fault
from causeway.matching import RECOMMENDED_RADIUS_BITS
from causeway.vocabulary.signals import NOT_PROOF, SignalCategory, SignalKind, SignalState

_MOST_TRIES: Final = 20
"""A part may be merged away between reading its name and opening it; a writer commits far less often than that."""


class Asked(NamedTuple):
    """A value in its normal form, to be looked up."""

    kind: SignalKind
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """`asked` (its number) matches a listed signal. `distance_bits` is 0 for all but perceptual kinds. `bank` is the
    bank that lists it, or the mirror's source where that is no hub's bank; None where a saved index lists it.
    """

    asked: int
    kind: SignalKind
    reference: str
    organisation: str
    state: SignalState
    category: SignalCategory | None
    confidence: int | None
    expires_at: datetime | None
    distance_bits: int
    bank: str | None = None


class Listed(NamedTuple):
    """Values that match a digest: those that may be reported no longer, and those that somebody lists."""

    gone: set[bytes]
    in_use: set[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the mirror says. `is_stale`: its source spoke longer ago than is allowed, or by as much in the future, so
    that nobody knows how long ago, or had more to say than was fetched: a withdrawal may be missing. `is_withheld`: so
    long ago that there are no hits, whatever matches. `note` belongs beside every hit that a person sees.
    """

    hits: tuple[Hit, ...]
    as_of: datetime
    is_stale: bool
    is_withheld: bool = False
    note: str = NOT_PROOF


@dataclass(frozen=True, slots=True, eq=False)
class _Snapshot:
    """The mirror at one moment. A question is answered from one snapshot, whatever other threads take up meanwhile."""

    stamp: tuple[int, ...]
    manifest: Manifest
    parts: tuple[Part, ...]

    def hits(
        self, kind: SignalKind, queries: NDArray[np.uint8], now: datetime, radius_bits: int, numbers: Sequence[int]
    ) -> Iterator[Hit]:
        """What may be reported of each query; `numbers` are the queries' numbers in the question."""
        for place, part in enumerate(self.parts):
            found = part.search(kind, queries, radius_bits)
            if len(found.row):
                shown = self._shown(place, found, now)
                matches = Found(*(column[shown] for column in found))
                yield from _told(kind, part, matches, numbers, bank_of(self.manifest.progress.source))

    def listed(self, kind: SignalKind, queries: NDArray[np.uint8], now: datetime, radius_bits: int) -> list[Listed]:
        """Of each query the values of this kind that match it."""
        listed = [Listed(set(), set()) for _ in range(len(queries))]
        for place, part in enumerate(self.parts):
            found = part.search(kind, queries, radius_bits)
            if not len(found.row):
                continue
            values = part.columns.values[found.row, : width_of(kind)]
            for query, value, is_shown in zip(found.query, values, self._shown(place, found, now), strict=True):
                (listed[query].in_use if is_shown else listed[query].gone).add(value.tobytes())
        return listed

    def _shown(self, place: int, found: Found, now: datetime) -> NDArray[np.bool_]:
        """Which of the rows found in the part at this place may be reported."""
        columns = self.parts[place].columns
        if found.row.max() >= len(columns):
            raise MirrorDamaged("damaged_mirror", "an index of the mirror does not go with its columns")
        shown: NDArray[np.bool_] = (columns.expiries[found.row] > microseconds(now)) & (
            columns.states[found.row] != GONE
        )
        shown &= ~self.hidden(place, columns.references[found.row])
        return shown

    def hidden(self, place: int, references: NDArray[np.uint8]) -> NDArray[np.bool_]:
        """Which references of the part at this place a newer part touched."""
        return hidden(references, [newer.touched for newer in self.parts[place + 1 :]])


class Mirror:
    """The mirror in `folder`. `stale_after` is how long ago its source may have spoken last. After `withhold_after` it
    reports nothing; by default it goes on, for a list that falls silent would else let everything pass. Threads may
    share it. Raises NoMirror.
    """

    def __init__(self, folder: Path, *, stale_after: timedelta, withhold_after: timedelta | None = None) -> None:
        self._folder = folder
        self._stale_after = stale_after
        self._withhold_after = withhold_after
        self._snapshot = _load(folder)

    def look_up(self, asked: Sequence[Asked], *, now: datetime, radius_bits: int = RECOMMENDED_RADIUS_BITS) -> Answer:
        """Every listed signal that matches, in order of question. Raises NotComparable for a value that is none of
        its kind, and MirrorDamaged.
        """
        snapshot = self._current()
        hits: list[Hit] = []
        for kind in dict.fromkeys(each.kind for each in asked):
            numbers = [number for number, each in enumerate(asked) if each.kind is kind]
            queries = np.frombuffer(b"".join(_query(asked[number]) for number in numbers), np.uint8)
            hits += snapshot.hits(kind, queries.reshape(len(numbers), -1), now, radius_bits, numbers)
        hits.sort(key=lambda hit: (hit.asked, hit.distance_bits, hit.reference))
        return self._answer(snapshot, hits, now)

    def look_up_digests(
        self,
        kind: SignalKind,
        digests: NDArray[np.uint8],
        *,
        now: datetime,
        radius_bits: int = RECOMMENDED_RADIUS_BITS,
    ) -> Answer:
        """The same for uint8[Q, bytes] digests of one kind, for those who ask by the thousand."""
        _require_comparable(kind)
        snapshot = self._current()
        hits = snapshot.hits(kind, digests, now, radius_bits, range(len(digests)))
        return self._answer(snapshot, hits, now)

    def gone(
        self, kind: SignalKind, digests: NDArray[np.uint8], *, now: datetime, radius_bits: int
    ) -> list[set[bytes]]:
        """For each of uint8[Q, bytes] digests of one kind, the listed ones within the radius (0 for exact kinds) that
        its source has withdrawn, suspended or let expire, and nobody lists in it any more: what no copy of a list may
        report. Raises NotComparable and MirrorDamaged.
        """
        each = self.listed(kind, digests, now=now, radius_bits=radius_bits)
        return [values.gone - values.in_use for values in each]

    def listed(self, kind: SignalKind, digests: NDArray[np.uint8], *, now: datetime, radius_bits: int) -> list[Listed]:
        """For each of uint8[Q, bytes] digests of one kind what its source lists or listed within the radius. Raises
        NotComparable and MirrorDamaged.
        """
        _require_comparable(kind)
        return self._current().listed(kind, digests, now, radius_bits)

    @property
    def bank(self) -> str:
        """The bank that it mirrors, or its source where that is no hub's bank."""
        return bank_of(self._snapshot.manifest.progress.source)

    def kinds(self) -> frozenset[SignalKind]:
        """The kinds of which it has any signal: no value of another kind need be worked out to ask it."""
        parts = self._current().parts
        return frozenset(kind for part in parts for kind in (*part.exact, *part.perceptual))

    def __len__(self) -> int:
        """How many signals are listed, expired ones included."""
        snapshot = self._current()
        parts = enumerate(snapshot.parts)
        shown = (
            ~snapshot.hidden(place, part.columns.references) & (part.columns.states != GONE) for place, part in parts
        )
        return sum(int(rows.sum()) for rows in shown)

    def _current(self) -> _Snapshot:
        """What a writer committed last; every question begins with it."""
        snapshot = self._snapshot
        if _stamp(self._folder) != snapshot.stamp:
            self._snapshot = snapshot = _load(self._folder)
        return snapshot

    def _answer(self, snapshot: _Snapshot, hits: Iterable[Hit], now: datetime) -> Answer:
        progress = snapshot.manifest.progress
        age = now - progress.as_of
        is_withheld = self._withhold_after is not None and age > self._withhold_after
        return Answer(
            hits=() if is_withheld else tuple(hits),
            as_of=progress.as_of,
            is_stale=is_withheld or abs(age) > self._stale_after or not progress.is_whole,
            is_withheld=is_withheld,
        )


def _load(folder: Path) -> _Snapshot:
    """Raises NoMirror and MirrorDamaged."""
    for _ in range(_MOST_TRIES):
        stamp, manifest = _stamp(folder), read_manifest(folder)
        try:
            return _Snapshot(stamp, manifest, _open(folder, manifest))
        except FileNotFoundError:
            continue
    raise MirrorDamaged("damaged_mirror", "a part of the mirror is missing")


def _open(folder: Path, manifest: Manifest) -> tuple[Part, ...]:
    """The parts, oldest first; the small ones, which are the newest, as one in memory."""
    indexed = [number for number, name in enumerate(manifest.parts, start=1) if is_indexed(folder / name)]
    last = max(indexed, default=0)
    parts = [Part.open(folder / name) for name in manifest.parts[:last]]
    small = [open_columns(folder / name) for name in manifest.parts[last:]]
    return (*parts, Part.build(merged(small, is_oldest=not parts))) if small else tuple(parts)


def _told(kind: SignalKind, part: Part, found: Found, numbers: Sequence[int], bank: str) -> Iterator[Hit]:
    if not len(found.row):
        return
    columns = part.columns
    categories, organisations = read_names(columns.names)
    for query, row, distance in zip(found.query.tolist(), found.row.tolist(), found.distance.tolist(), strict=True):
        category, confidence = int(columns.categories[row]), int(columns.confidences[row])
        yield Hit(
            asked=numbers[query],
            kind=kind,
            reference=columns.reference_text(row),
            organisation=organisations[columns.organisations[row]],
            state=STATES[columns.states[row]],
            category=categories[category] if category >= 0 else None,
            confidence=confidence if confidence >= 0 else None,
            expires_at=moment_of(int(columns.expiries[row])),
            distance_bits=distance,
            bank=bank,
        )


def _require_comparable(kind: SignalKind) -> None:
    if kind not in KINDS:
        raise NotComparable("not_comparable", f"values of kind {kind} are carried and never compared")


def _query(asked: Asked) -> bytes:
    _require_comparable(asked.kind)
    if fault := value_fault(asked.kind, asked.value):
        raise NotComparable(*fault)
    return stored_value(asked.kind, asked.value)


def _stamp(folder: Path) -> tuple[int, ...]:
    """What tells one manifest from the next without reading it."""
    try:
        found = (folder / FILE).stat()
    except FileNotFoundError:
        raise NoMirror("no_mirror", "there is no mirror in this folder yet") from None
    return found.st_ino, found.st_mtime_ns, found.st_size
