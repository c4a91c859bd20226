"""Files as a scan sees them, for the tests of what is made of that."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

import numpy as np

from causeway.interchange.hashlists import CategoryScheme
from causeway.matching import DigestIndex, HammingIndex, Turn, decode_picture, digest_file, dihedral_hashes, pack_hashes
from causeway.matching.capture import Capture
from causeway.matching.examination import find_all
from causeway.matching.frames import FrameHash
from causeway.scanning.known import KnownFiles, Standing
from causeway.scanning.seen import Place, Seen
from causeway.vocabulary.findings import DigestKind, MediaDigests
from causeway.worlds.collection import SeizedCollection

NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)
SIZES = {DigestKind.MD5: 16, DigestKind.SHA1: 20, DigestKind.SHA256: 32}


def look_at(path: str, content: bytes, modified_at: datetime | None = None) -> Seen:
    """A real file looked at."""
    digests = digest_file(content)
    turned: tuple[str, ...] = ()
    if digests.pdq is not None:
        hashes = dihedral_hashes(decode_picture(content))
        turned = tuple(hashed.hex for turn, hashed in hashes.items() if turn is not Turn.NONE)
    place = Place(path=path, size_bytes=len(content), modified_at=modified_at)
    found = find_all(content)
    return Seen(place=place, digests=digests, capture=found.capture, turned=turned, frames=found.frames)


def all_of(collection: SeizedCollection) -> list[Seen]:
    """The files of a generated collection looked at."""
    return [look_at(path, file.content, file.modified_at) for path, file in collection.files.items()]


def picture(
    path: str,
    pdq: str | None = None,
    *,
    content: str | None = None,
    modified_at: datetime | None = None,
    quality: int = 100,
    size_px: tuple[int, int] = (640, 480),
    capture: Capture | None = None,
    turned: tuple[str, ...] = (),
    media_type: str = "image/jpeg",
    frames: tuple[FrameHash, ...] = (),
) -> Seen:
    """A picture as one would be seen; what is not said is its own: files of one `content` are equal."""
    mark = (content or path).encode(errors="surrogateescape")
    digests = MediaDigests(
        sha256=hashlib.sha256(mark).hexdigest(),
        md5=hashlib.md5(mark, usedforsecurity=False).hexdigest(),
        sha1=hashlib.sha1(mark, usedforsecurity=False).hexdigest(),
        size_bytes=1000,
        media_type=media_type,
        pdq=pdq,
        pdq_quality=None if pdq is None else quality,
        width_px=size_px[0],
        height_px=size_px[1],
    )
    place = Place(path=path, size_bytes=1000, modified_at=modified_at)
    return Seen(place=place, digests=digests, capture=capture, turned=turned, frames=frames)


def video(path: str, hashes: Iterable[str], *, quality: int = 100) -> Seen:
    """A video with a frame a second."""
    frames = tuple(
        FrameHash(frame=number, seconds=float(number), pdq=pdq, quality=quality) for number, pdq in enumerate(hashes)
    )
    return picture(path, media_type="video/mp4", frames=frames)


def shot(at: datetime, *, serial_number: str | None = None, software: str | None = "LindenOS 7.1") -> Capture:
    """The notes of an untouched picture of 640 by 480."""
    return Capture(
        make="Linden",
        model="Linden L5",
        serial_number=serial_number,
        software=software,
        taken_at=at,
        stated_width_px=640,
        stated_height_px=480,
    )


def hash_of(number: int, *, flipped_bits: int = 0) -> str:
    """The hash of that number: two of different numbers are far apart; so many of its first bits are flipped."""
    bits = int.from_bytes(hashlib.sha256(f"picture {number}".encode()).digest(), "big")
    return f"{bits ^ ((1 << flipped_bits) - 1):064x}"


def again(seen: Iterable[Seen]) -> Callable[[], Iterator[Seen]]:
    """As a scan gives them: as often as asked."""
    kept = list(seen)
    return lambda: iter(kept)


def known(
    *listed: tuple[Seen, str | None],
    scheme: CategoryScheme = CategoryScheme.UK,
    kinds: tuple[DigestKind, ...] = (DigestKind.MD5,),
    hashes: Iterable[tuple[str, str | None]] = (),
) -> KnownFiles:
    """A list with these files by these kinds of digests, and with these perceptual hashes, each with its category."""
    standings: dict[str | None, int] = {}
    exact = {}
    for kind, width in SIZES.items():
        digests = [getattr(each.digests, kind) for each, _ in listed if kind in kinds]
        ids = [standings.setdefault(category, len(standings)) for _, category in listed if kind in kinds]
        packed = np.frombuffer(bytes.fromhex("".join(digests)), np.uint8).reshape(-1, width)
        exact[kind] = DigestIndex.build(packed, np.array(ids, np.int64))
    perceptual = [(text, standings.setdefault(category, len(standings))) for text, category in hashes]
    index = HammingIndex.build(
        pack_hashes([text for text, _ in perceptual]), np.array([number for _, number in perceptual], np.int64)
    )
    return KnownFiles(tuple(Standing("a list", scheme, category) for category in standings), (), exact, index)
