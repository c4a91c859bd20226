"""Looks hashes up in lists of known files, a batch at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from causeway.interchange.hashlists import digest_fault
from causeway.local_service.application import BadQuestion
from causeway.matching import pack_hashes
from causeway.scanning.known import KnownFiles, Standing, nearest_of_each
from causeway.vocabulary.findings import DigestKind

LARGEST_RADIUS_BITS: Final = 64
"""Beyond it pictures that have nothing in common are found by the thousand."""
MOST_QUERIES: Final = 10_000
MOST_MATCHES: Final = 100_000
"""In one answer; it takes about 15 MB then."""
_AT_ONCE: Final = 256
_NONE: Final = np.empty(0, np.int64)
Column = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Listed:
    """A hash that stands in a list. `distance` is in bits, 0 for a digest of the file's bytes."""

    kind: DigestKind
    distance: int
    standing: Standing


Query = Mapping[DigestKind, str]
"""The hashes of one file, lower-case hex."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question about one file states: the hashes that can be looked up, and what is wrong with the others."""

    query: Query
    faults: tuple[BadQuestion, ...] = ()


def read_query(stated: object, place: str) -> Asked:
    """The hashes that a question states; a fault of one leaves the others to be looked up."""
    if not isinstance(stated, Mapping):
        return Asked({}, (BadQuestion("bad_query", "this is no object with hashes", place),))
    kinds = [kind for kind in DigestKind if stated.get(kind) is not None]
    if not kinds:
        return Asked({}, (BadQuestion("no_hash", f"there is none of {', '.join(DigestKind)}", place),))
    query, faults = {}, []
    for kind in kinds:
        text = stated[kind].lower() if isinstance(stated[kind], str) else ""
        if fault := digest_fault(kind, text):
            faults.append(BadQuestion(*fault, f"{place}.{kind}"))
        else:
            query[kind] = text
    return Asked(query, tuple(faults))


def checked_radius(stated: object) -> int:
    """The radius that a question states. Raises BadQuestion."""
    if type(stated) is not int or not 0 <= stated <= LARGEST_RADIUS_BITS:
        raise BadQuestion("bad_radius", f"this is no whole number from 0 to {LARGEST_RADIUS_BITS}", "radius")
    return stated


def look_up(known: KnownFiles, queries: Sequence[Query], radius_bits: int) -> list[list[Listed]]:
    """For each query where it stands: once a kind and standing, nearest first.

    Raises BadQuestion for too many matches.
    """
    found: list[list[Listed]] = []
    for first in range(0, len(queries), _AT_ONCE):
        found += _look_up_some(known, queries[first : first + _AT_ONCE], radius_bits)
        if sum(map(len, found)) > MOST_MATCHES:
            raise BadQuestion("too_many_matches", f"more than {MOST_MATCHES} matches: ask for fewer files at once")
    return found


def _look_up_some(known: KnownFiles, queries: Sequence[Query], radius_bits: int) -> list[list[Listed]]:
    found: list[list[Listed]] = [[] for _ in queries]
    for kind in DigestKind:
        asked = [row for row, query in enumerate(queries) if kind in query]
        if not asked:
            continue
        hits = _hits(known, kind, [queries[row][kind] for row in asked], radius_bits)
        chosen = nearest_of_each(*hits)
        for place, standing, distance in zip(*(column[chosen].tolist() for column in hits), strict=True):
            found[asked[place]].append(Listed(kind, distance, known.standings[standing]))
    return [sorted(each, key=lambda listed: listed.distance) for each in found]


def _hits(known: KnownFiles, kind: DigestKind, texts: list[str], radius_bits: int) -> tuple[Column, Column, Column]:
    """Row, standing and distance of each match."""
    if kind is DigestKind.PDQ:
        near = known.perceptual.search(pack_hashes(texts), radius_bits)
        return near.query, near.id, near.distance
    index = known.exact.get(kind)
    if index is None:
        return _NONE, _NONE, _NONE
    same = index.lookup(np.frombuffer(bytes.fromhex("".join(texts)), np.uint8).reshape(len(texts), -1))
    return same.query, same.id, np.zeros(len(same.id), np.int64)
