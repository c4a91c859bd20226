"""The known files of all lists together, as arrays: what a file of the collection is compared with.

Ten million entries fit a laptop: each digest is kept as its bytes and the number of its standing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from causeway.interchange.hashlists import CategoryScheme
from causeway.matching import RECOMMENDED_QUALITY, DigestSearch, HashSearch, pack_hashes
from causeway.scanning.seen import Seen
from causeway.vocabulary.findings import DigestKind, MediaDigests

_US_NOT_PERTINENT: Final = "0"


NO_CATEGORY: Final = "no_category"
"""Counts, among the faults of a list, digests that are kept without their category."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one list grades a file. A category means something in its scheme alone."""

    list_name: str
    scheme: CategoryScheme
    category: str | None

    @property
    def is_pertinent(self) -> bool:
        """False where the list says that the file is none of what is looked for (category 0 of the US scheme)."""
        return not (self.scheme is CategoryScheme.US and self.category == _US_NOT_PERTINENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadList:
    """What came of reading one list. `faults` counts by code the rows and values that could not be used, and
    `first_faults` says in words what is wrong with the first of `rows_at_fault`. `sha256` and `changed_at` are of the
    list's file; empty and None where it is none that can be read twice, as a pipe.
    """

    name: str
    form: str
    scheme: CategoryScheme
    digests: int
    faults: Mapping[str, int]
    rows_at_fault: int = 0
    first_faults: tuple[str, ...] = ()
    sha256: str = ""
    changed_at: datetime | None = None

    @property
    def fault_count(self) -> int:
        """How many rows and values could not be used."""
        return sum(self.faults.values())


class Means(IntEnum):
    """By what a file was recognised, surest first."""

    SHA256 = 0
    SHA1 = 1
    MD5 = 2
    PDQ = 3
    PDQ_UPRIGHT = 4
    PDQ_TURNED = 5
    PDQ_FURTHER = 6
    FRAMES = 7

    @property
    def is_exact(self) -> bool:
        """Whether the file is, byte for byte, the one listed."""
        return self <= Means.MD5


class KnownHits(NamedTuple):
    """What is known of a batch of files: `row` in the batch, `standing` by number, `means` a `Means`, `distance` in
    bits, the least; `share` of a video's frames, and `share_of_all`, that of all pertinent standings together; 1
    otherwise.
    """

    row: NDArray[np.int64]
    standing: NDArray[np.int64]
    means: NDArray[np.uint8]
    distance: NDArray[np.int64]
    share: NDArray[np.float64]
    share_of_all: NDArray[np.float64]


_EXACT: Final = ((Means.SHA256, DigestKind.SHA256), (Means.SHA1, DigestKind.SHA1), (Means.MD5, DigestKind.MD5))


@dataclass(frozen=True, slots=True, eq=False)
class KnownFiles:
    """Digests of each kind; the identifiers in the indexes are places in `standings`."""

    standings: tuple[Standing, ...]
    lists: tuple[ReadList, ...]
    exact: Mapping[DigestKind, DigestSearch]
    perceptual: HashSearch

    def __len__(self) -> int:
        return sum(map(len, self.exact.values())) + len(self.perceptual)

    def search(self, batch: Sequence[Seen], radius_bits: int) -> KnownHits:
        """All standings of each file of the batch, each by its surest means. A perceptual hash of low quality is not
        compared: it says little.
        """
        found = [self._exact(means, kind, batch) for means, kind in _EXACT]
        found.append(self._perceptual(batch, radius_bits))
        found.append(self._frames(batch, radius_bits))
        return _once(joined(found))

    def _exact(self, means: Means, kind: DigestKind, batch: Sequence[Seen]) -> KnownHits:
        asked = [(row, seen.digests) for row, seen in enumerate(batch) if seen.digests is not None]
        index = self.exact.get(kind)
        if index is None or not asked:
            return NO_HITS
        texts = "".join(_digest(digests, kind) for _, digests in asked)
        queries = np.frombuffer(bytes.fromhex(texts), np.uint8).reshape(len(asked), -1)
        hits = index.lookup(queries)
        rows = np.array([row for row, _ in asked])[hits.query]
        return _hits(rows, hits.id, means, np.zeros(len(rows), np.int64))

    def _perceptual(self, batch: Sequence[Seen], radius_bits: int) -> KnownHits:
        asked = [(row, *hashed) for row, seen in enumerate(batch) for hashed in _views(seen)]
        if not asked or not len(self.perceptual):
            return NO_HITS
        hits = self.perceptual.search(pack_hashes([text for _, _, text in asked]), radius_bits)
        rows = np.array([row for row, _, _ in asked])[hits.query]
        means = np.array([means for _, means, _ in asked], np.uint8)[hits.query]
        return _hits(rows, hits.id, means, hits.distance)

    def _frames(self, batch: Sequence[Seen], radius_bits: int) -> KnownHits:
        """Videos by their frames: lists state hashes without saying which are of one video, so that the share counts
        one way.
        """
        asked = [
            (row, frame.pdq)
            for row, seen in enumerate(batch)
            for frame in seen.frames
            if frame.quality >= RECOMMENDED_QUALITY
        ]
        if not asked or not len(self.perceptual):
            return NO_HITS
        of_frame = np.array([row for row, _ in asked])
        hits = self.perceptual.search(pack_hashes([text for _, text in asked]), radius_bits)
        each = _once(_hits(hits.query, hits.id, Means.FRAMES, hits.distance))
        total = np.bincount(of_frame, minlength=len(batch))
        pair, place, counts = np.unique(
            np.stack([of_frame[each.row], each.standing]), axis=1, return_inverse=True, return_counts=True
        )
        least = np.full(pair.shape[1], np.iinfo(np.int64).max)
        np.minimum.at(least, place.ravel(), each.distance)
        means = np.full(pair.shape[1], Means.FRAMES, np.uint8)
        is_pertinent = np.array([standing.is_pertinent for standing in self.standings], bool)[each.standing]
        listed = np.bincount(of_frame[np.unique(each.row[is_pertinent])], minlength=len(batch))
        return KnownHits(pair[0], pair[1], means, least, counts / total[pair[0]], listed[pair[0]] / total[pair[0]])


def has_a_telling_hash(digests: MediaDigests) -> bool:
    """Whether the picture's perceptual hash may be compared."""
    return digests.pdq is not None and (digests.pdq_quality is None or digests.pdq_quality >= RECOMMENDED_QUALITY)


def joined(parts: Sequence[KnownHits]) -> KnownHits:
    """Several answers as one."""
    return KnownHits(*(np.concatenate(columns) for columns in zip(NO_HITS, *parts, strict=True)))


NO_HITS: Final = KnownHits(
    np.empty(0, np.int64),
    np.empty(0, np.int64),
    np.empty(0, np.uint8),
    np.empty(0, np.int64),
    np.empty(0, np.float64),
    np.empty(0, np.float64),
)


def _views(seen: Seen) -> Iterator[tuple[Means, str]]:
    """The hashes of a file's pictures: of the first as it is stored, upright as it notes, and turned and mirrored; of
    the further ones as they are stored.
    """
    yield from ((Means.PDQ_FURTHER, picture.pdq) for picture in seen.further if picture.quality >= RECOMMENDED_QUALITY)
    digests = seen.digests
    if digests is None or digests.pdq is None or not has_a_telling_hash(digests):
        return
    views = (digests.pdq,) if digests.pdq_other is None else (digests.pdq, digests.pdq_other)
    yield from zip((Means.PDQ, Means.PDQ_UPRIGHT), reversed(views) if digests.is_upright else views, strict=False)
    yield from ((Means.PDQ_TURNED, text) for text in seen.turned)


def _digest(digests: MediaDigests, kind: DigestKind) -> str:
    if kind is DigestKind.SHA256:
        return digests.sha256
    return digests.sha1 if kind is DigestKind.SHA1 else digests.md5


def _hits(
    rows: NDArray[np.int64],
    standings: NDArray[np.int64],
    means: Means | NDArray[np.uint8],
    distances: NDArray[np.int64],
) -> KnownHits:
    whole = np.ones(len(rows))
    means = np.full(len(rows), means, np.uint8) if isinstance(means, Means) else means
    return KnownHits(rows, standings, means, distances, whole, whole)


def nearest_of_each(
    row: NDArray[np.int64], standing: NDArray[np.int64], *nearness: NDArray[np.integer[Any]]
) -> NDArray[np.int64]:
    """The places at which each standing of each row comes first by nearness: a list may hold a thousand copies of one
    picture.
    """
    order = np.lexsort((*reversed(nearness), standing, row))
    row, standing = row[order], standing[order]
    is_first = np.ones(len(order), dtype=bool)
    is_first[1:] = (row[1:] != row[:-1]) | (standing[1:] != standing[:-1])
    return order[is_first]


def _once(hits: KnownHits) -> KnownHits:
    """Each standing once a row, the surest and nearest."""
    chosen = nearest_of_each(hits.row, hits.standing, hits.means, hits.distance)
    return KnownHits(
        hits.row[chosen],
        hits.standing[chosen],
        hits.means[chosen],
        hits.distance[chosen],
        hits.share[chosen],
        hits.share_of_all[chosen],
    )
