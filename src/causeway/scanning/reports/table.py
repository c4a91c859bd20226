"""The collection as a table: one row a file, in the order to look."""

from collections.abc import Callable
from typing import BinaryIO, Final

from causeway.interchange.spreadsheets import csv_lines
from causeway.scanning.collection import Collection
from causeway.scanning.findings import Finding, KnownAs
from causeway.scanning.telling import as_text
from causeway.vocabulary.findings import MediaDigests

Column = Callable[[Finding], object]


def _digest(attribute: str) -> Column:
    return lambda one: getattr(one.seen.digests, attribute, None)


def _note(attribute: str) -> Column:
    return lambda one: getattr(one.seen.capture, attribute, None)


def _hashed_as(digests: MediaDigests | None) -> str | None:
    if digests is None or digests.pdq is None:
        return None
    return "upright" if digests.is_upright else "stored"


def _surest(one: Finding) -> KnownAs | None:
    return one.known_as[0] if one.known_as else None


def _known(tell: Callable[[KnownAs], object]) -> Column:
    return lambda one: None if (known := _surest(one)) is None else tell(known)


COLUMNS: Final[dict[str, Column]] = {
    "number": lambda one: one.number,
    "kind": lambda one: one.kind,
    "path": lambda one: as_text(one.seen.place.path),
    "same_as": lambda one: as_text(one.duplicate_of) if one.duplicate_of is not None else None,
    "copy_of": lambda one: as_text(one.copy_of.path) if one.copy_of is not None else None,
    "copy_bits": lambda one: one.copy_of.distance_bits if one.copy_of and one.copy_of.share is None else None,
    "group": lambda one: one.group,
    "list": _known(lambda known: as_text(known.standing.list_name)),
    "scheme": _known(lambda known: known.standing.scheme),
    "category": _known(lambda known: known.standing.category),
    "by": _known(lambda known: known.means.name.lower()),
    "list_bits": _known(lambda known: None if known.means.is_exact else known.distance_bits),
    "more_lists": lambda one: max(0, len(one.known_as) - 1),
    "series": lambda one: one.series.number if one.series is not None else None,
    "camera": lambda one: one.device.name if one.device is not None else None,
    "taken_at": lambda one: taken.isoformat(" ") if (taken := getattr(one.seen.capture, "taken_at", None)) else None,
    "latitude": _note("latitude"),
    "longitude": _note("longitude"),
    "shared_by": lambda one: ", ".join(dict.fromkeys(shared.hint.program for shared in one.shared)),
    "size_bytes": lambda one: one.seen.place.size_bytes,
    "modified_at": lambda one: at.isoformat(" ") if (at := one.seen.place.modified_at) is not None else None,
    "media_type": _digest("media_type"),
    "width_px": _digest("width_px"),
    "height_px": _digest("height_px"),
    "pictures": lambda one: one.seen.pictures,
    "orientation": _digest("orientation"),
    "md5": _digest("md5"),
    "sha1": _digest("sha1"),
    "sha256": _digest("sha256"),
    "pdq": _digest("pdq"),
    "pdq_as": lambda one: _hashed_as(one.seen.digests),
    "pdq_other": _digest("pdq_other"),
    "pdq_quality": _digest("pdq_quality"),
    "fault": lambda one: one.seen.fault,
    "reasons": lambda one: " ".join(one.reasons),
}
"""Each column's name and how it is told. Where several lists know a file the surest stands here, all in the reasons.
`pdq_as` says whether hash, width and height are of the picture as it is stored or upright; `pdq_other` is the hash of
the other of the two, where the orientation noted turns it. `pictures` says how many the file holds.
"""


def csv_report(collection: Collection, stream: BinaryIO) -> None:
    """Write the table in UTF-8 with a byte order mark, so that a spreadsheet reads names right."""
    stream.write(b"\xef\xbb\xbf")
    rows = ([column(one) for column in COLUMNS.values()] for one in collection.findings())
    for line in csv_lines(tuple(COLUMNS), rows):
        stream.write(line.encode())
