"""Looks hashes up in lists of known files, a batch at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from causeway.interchange.hashlists import digest_fault
from causeway.matching import pack_hashes
from causeway.scanning.known import KnownFiles, Standing
from causeway.vocabulary.findings import DigestKind

LARGEST_RADIUS_BITS: Final = 64
"""Beyond it pictures that have nothing in common are found by the thousand."""
MOST_QUERIES: Final = 10_000


class BadQuery(Exception):
    """A question that cannot be answered. `field` is where in it the fault stands; the message quotes nothing of it."""

    def __init__(self, code: str, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.field = code, message, field


@dataclass(frozen=True, slots=True)
class Listed:
    """A hash that stands in a list. `distance` is in bits, 0 for a digest of the file's bytes."""

    kind: DigestKind
    distance: int
    standing: Standing


Query = Mapping[DigestKind, str]
"""The hashes of one file, lower-case hex."""


def checked_query(stated: object, place: str) -> Query:
    """The hashes that a question states. Raises BadQuery."""
    if not isinstance(stated, Mapping):
        raise BadQuery("bad_query", "this is no object with hashes", place)
    kinds = [kind for kind in DigestKind if stated.get(kind) is not None]
    if not kinds:
        raise BadQuery("no_hash", f"there is none of {', '.join(DigestKind)}", place)
    query = {}
    for kind in kinds:
        text = stated[kind].lower() if isinstance(stated[kind], str) else ""
        if fault := digest_fault(kind, text):
            raise BadQuery(*fault, f"{place}.{kind}")
        query[kind] = text
    return query


def checked_radius(stated: object) -> int:
    """The radius that a question states. Raises BadQuery."""
    if type(stated) is not int or not 0 <= stated <= LARGEST_RADIUS_BITS:
        raise BadQuery("bad_radius", f"this is no whole number from 0 to {LARGEST_RADIUS_BITS}", "radius")
    return stated


def look_up(known: KnownFiles, queries: Sequence[Query], radius_bits: int) -> list[list[Listed]]:
    """For each query where it stands: once a kind and standing, nearest first."""
    found: list[dict[tuple[DigestKind, int], int]] = [{} for _ in queries]
    for kind in DigestKind:
        asked = [row for row, query in enumerate(queries) if kind in query]
        if not asked:
            continue
        texts = [queries[row][kind] for row in asked]
        for place, standing, distance in _hits(known, kind, texts, radius_bits):
            nearest = found[asked[place]]
            nearest[kind, standing] = min(distance, nearest.get((kind, standing), distance))
    return [
        [
            Listed(kind, distance, known.standings[standing])
            for (kind, standing), distance in sorted(each.items(), key=lambda item: (item[1], item[0]))
        ]
        for each in found
    ]


def _hits(known: KnownFiles, kind: DigestKind, texts: list[str], radius_bits: int) -> list[tuple[int, int, int]]:
    """Row, standing and distance of each match."""
    if kind is DigestKind.PDQ:
        near = known.perceptual.search(pack_hashes(texts), radius_bits)
        return list(zip(near.query.tolist(), near.id.tolist(), near.distance.tolist(), strict=True))
    index = known.exact.get(kind)
    if index is None:
        return []
    same = index.lookup(np.frombuffer(bytes.fromhex("".join(texts)), np.uint8).reshape(len(texts), -1))
    return [(row, standing, 0) for row, standing in zip(same.query.tolist(), same.id.tolist(), strict=True)]
