"""A sheet of small grey tiles, sealed to one recipient as it is made: what there is to look at, and no more.

Each tile carries the number that its file has in the tables. The sheet is a PDF inside an age file
(https://age-encryption.org/v1); its plain bytes are never written anywhere.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from causeway.matching import PICTURE_TYPES
from causeway.matching.tiler import Tile, Tiler
from causeway.scanning.collection import Collection
from causeway.scanning.containers import Limits, Opening
from causeway.scanning.content import Content, open_source
from causeway.scanning.faults import FileFault, ScanError
from causeway.scanning.findings import Finding
from causeway.scanning.journal import Journal
from causeway.scanning.seen import Seen
from causeway.scanning.sheet_pages import pages
from causeway.scanning.walking import Found

MOST_TILES: Final = 10_000
"""As many of the pictures to look at first stand on a sheet: 84 pages."""


class CannotSeal(ScanError):
    """The sheet cannot be encrypted: nobody to encrypt it to, or nothing to do it with."""


class Recipient(Protocol):
    """Seals bytes so that one reader can open them."""

    def seal(self, plain: bytes) -> bytes:
        """The sealed bytes."""
        ...


@dataclass(frozen=True, slots=True)
class _AgeRecipient:
    key: Any

    def seal(self, plain: bytes) -> bytes:
        import pyrage

        sealed: bytes = pyrage.encrypt(plain, [self.key])
        return sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactSheet:
    """A sealed sheet; `pictures` counts those that could have stood on it, `tiles` those that do."""

    sealed: bytes
    tiles: int
    pictures: int


def age_recipient(key: str) -> Recipient:
    """Who holds the identity to this public key (`age1…`).

    Raises:
        CannotSeal: it is no such key, or `pyrage` is not installed.
    """
    try:
        import pyrage
    except ImportError:
        raise CannotSeal(
            "pyrage_missing", "a contact sheet is encrypted with pyrage: pip install 'causeway[scan]'"
        ) from None
    try:
        return _AgeRecipient(pyrage.x25519.Recipient.from_str(key))
    except pyrage.RecipientError:
        raise CannotSeal("no_recipient", "the recipient is no age public key; one begins with age1") from None


def contact_sheet(
    collection: Collection, journal: Journal, folder: Path, recipient: Recipient, *, most_tiles: int = MOST_TILES
) -> ContactSheet:
    """The pictures of the collection in the order to look, each content once, as far as they can be had again
    as they were judged.
    """
    pictures, wanted = 0, defaultdict[str, dict[str, Finding]](dict)
    for finding in collection.findings(with_duplicates=False):
        if not _is_picture(finding):
            continue
        pictures += 1
        if pictures <= most_tiles and (place := journal.place_of(finding.seen.place.path)) is not None:
            source, inside = place
            wanted[source][inside] = finding
    tiles: dict[int, Tile] = {}
    with Tiler() as tiler:
        for source, findings in wanted.items():
            for inside, content in _contents(folder, source, frozenset(findings), journal.path.resolve().parent):
                data = _as_judged(findings[inside].seen, content)
                if data is not None and (tile := tiler.tile(data)) is not None:
                    tiles[findings[inside].number] = tile
    return ContactSheet(sealed=recipient.seal(pages(tiles)), tiles=len(tiles), pictures=pictures)


def _is_picture(finding: Finding) -> bool:
    digests = finding.seen.digests
    return digests is not None and digests.pdq is not None and digests.media_type in PICTURE_TYPES


def _as_judged(seen: Seen, content: Content) -> bytes | None:
    """The bytes, None where the disk does not give them or they are no more those that were judged."""
    if seen.digests is None or content.size_bytes != seen.digests.size_bytes:
        return None
    try:
        data = b"".join(content.chunks())
    except (OSError, FileFault):
        return None
    return data if hashlib.sha256(data).hexdigest() == seen.digests.sha256 else None


def _contents(folder: Path, source: str, inside: frozenset[str], spool: Path) -> Iterator[tuple[str, Content]]:
    """The content of a file and of what lies in it, as far as it is asked for and still there."""
    with suppress(OSError, FileFault):
        content, _is_noted = open_source(folder / source)
        if inside == {""}:
            yield "", content
            return
        found = Found(path=source, size_bytes=content.size_bytes, modified_ns=0)
        for leaf in Opening(content, found, limits=Limits(), spool=spool).leaves():
            if leaf.path in inside and leaf.content is not None:
                yield leaf.path, leaf.content
