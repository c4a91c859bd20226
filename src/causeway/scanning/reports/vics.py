"""The collection as a VICS case: what there is of pictures and videos, and every file that a list knows."""

import hashlib
from collections.abc import Iterator, Sequence
from importlib.metadata import version as version_of
from typing import BinaryIO, Final, Literal
from uuid import UUID

import numpy as np

from causeway.interchange.hashlists import CategoryScheme
from causeway.interchange.vics import AlternativeHash, Case, Media, MediaFile, Property, write_vics
from causeway.matching.capture import Capture
from causeway.scanning.collection import Collection
from causeway.scanning.columns import Columns
from causeway.scanning.findings import Finding, Kind, KnownAs
from causeway.scanning.reports.summary import faults_told
from causeway.scanning.scan import Scanned
from causeway.scanning.seen import INSIDE, Place
from causeway.scanning.telling import as_text
from causeway.vocabulary.findings import MediaDigests

VicsVersion = Literal["2.0", "1.2"]

_MOST_ABOVE: Final = 16
"""Archives are opened ten deep; the rest is for folders whose names end like one."""
_LEFT_OUT: Final = (Kind.OTHER, Kind.UNREAD)
_EXIFS: Final = {
    "Make": "make",
    "Model": "model",
    "BodySerialNumber": "serial_number",
    "Software": "software",
    "DateTimeOriginal": "taken_at",
    "GPSLatitude": "latitude",
    "GPSLongitude": "longitude",
    "PixelXDimension": "stated_width_px",
    "PixelYDimension": "stated_height_px",
}
"""The camera's notes by the names of EXIF."""


def vics_report(
    collection: Collection, stream: BinaryIO, version: VicsVersion = "2.0", *, scanned: Scanned | None = None
) -> None:
    """Write one case, each content once with all places where it lies.

    A category is written for files that are on a list, and only where all lists that know files here grade by one
    scheme: in one file categories of several would be mixed. For all others no category is claimed. What `scanned` says
    was not read, or not whole, stands in the case's metadata by reason.
    """
    scheme = _one_scheme(collection)
    counts = collection.counts()
    unread = faults_told(scanned) if scanned is not None else []
    about = [(f"Not read, or not whole: {why}", str(count)) for why, count in unread]
    if several := several_schemes(collection):
        about.append(("Categories", f"left out: the lists grade by several schemes ({', '.join(several)})"))
    case = Case(
        row=1,
        case_id=_case_id(collection),
        total_media_files=sum(files for kind, (_, files) in counts.items() if kind not in _LEFT_OUT),
        total_precategorized=counts[Kind.KNOWN][0] + counts[Kind.NOT_PERTINENT][0],
        source_application_name="Causeway",
        source_application_version=version_of("causeway"),
        case_metadata=tuple(Property(name=name, value=value) for name, value in about),
    )
    write_vics(stream, case, _media(collection, scheme), version=version, scheme=scheme or CategoryScheme.UNSTATED)


def _one_scheme(collection: Collection) -> CategoryScheme | None:
    """Whose categories the file may carry; None where the lists differ."""
    schemes = _schemes(collection)
    if not schemes:
        return CategoryScheme.UNSTATED
    return schemes[0] if len(schemes) == 1 else None


def several_schemes(collection: Collection) -> Sequence[CategoryScheme]:
    """By which schemes the lists grade that know files here, where there are several: then the file carries no
    category.
    """
    schemes = _schemes(collection)
    return schemes if len(schemes) > 1 else ()


def _schemes(collection: Collection) -> Sequence[CategoryScheme]:
    return sorted({standing.scheme for standing, (exact, _) in collection.standings().items() if exact})


def _case_id(collection: Collection) -> str:
    """A name for the case that the same collection always has, whatever its files are called."""
    content = np.sort(collection.columns.sha256[collection.copies.is_first].view("V32").ravel())
    return str(UUID(bytes=hashlib.sha256(content.tobytes()).digest()[:16], version=5))


def _media(collection: Collection, scheme: CategoryScheme | None) -> Iterator[Media]:
    containers = _containers(collection.columns)
    for one in collection.findings(with_duplicates=False):
        digests = one.seen.digests
        if digests is not None and one.kind not in _LEFT_OUT:
            yield _medium(one, digests, scheme, containers)


def _medium(one: Finding, digests: MediaDigests, scheme: CategoryScheme | None, containers: frozenset[str]) -> Media:
    listed = next((known for known in one.known_as if known.means.is_exact), None)
    return Media(
        row=one.number,
        media_id=str(one.number),
        category=listed.standing.category if listed is not None and scheme is not None else None,
        md5=digests.md5,
        sha1=digests.sha1,
        size_bytes=digests.size_bytes,
        mime_type=digests.media_type,
        relative_file_path=as_text(one.places[0].path),
        comments=" ".join(one.reasons),
        tags=one.kind,
        series=f"{one.series.number}: {one.series.device.name}" if one.series is not None else None,
        is_precategorized=listed is not None,
        precategorization_source=_source(listed),
        alternative_hashes=tuple(AlternativeHash(name=name, value=value) for name, value in _hashes(digests)),
        exifs=_exifs(one.seen.capture, digests.orientation),
        media_metadata=tuple(Property(name=name, value=value) for name, value in _metadata(digests, one.group)),
        media_files=tuple(_file(place, digests.md5, containers) for place in one.places),
    )


def _source(listed: KnownAs | None) -> str | None:
    return None if listed is None else f"{as_text(listed.standing.list_name)} (scheme: {listed.standing.scheme})"


def _hashes(digests: MediaDigests) -> Iterator[tuple[str, str]]:
    yield "SHA256", digests.sha256
    if digests.pdq is not None:
        yield "PDQ", digests.pdq
    if digests.pdq_other is not None:
        yield f"PDQ {'stored' if digests.is_upright else 'upright'}", digests.pdq_other


def _metadata(digests: MediaDigests, group: int | None) -> Iterator[tuple[str, str]]:
    """What version 2.0 has no other field for."""
    yield from _hashes(digests)
    if digests.pdq is not None:
        yield "PDQ of", "upright" if digests.is_upright else "stored"
    if digests.width_px is not None and digests.height_px is not None:
        yield "Width", str(digests.width_px)
        yield "Height", str(digests.height_px)
    if group is not None:
        yield "Group", str(group)


def _exifs(capture: Capture | None, orientation: int | None) -> tuple[Property, ...]:
    stated = [(name, getattr(capture, attribute, None)) for name, attribute in _EXIFS.items()]
    return tuple(
        Property(name=name, value=str(value))
        for name, value in (*stated, ("Orientation", orientation))
        if value is not None
    )


def _containers(columns: Columns) -> frozenset[str]:
    """The archives and mails that something lies in. A folder may have a name that ends in `!`: no file is named so."""
    above = {each for row in range(len(columns)) for each in _above(columns.path(row))}
    return frozenset(path for row in range(len(columns)) if (path := columns.path(row)) in above)


def _above(path: str) -> Iterator[str]:
    """What the path may lie in, the innermost first."""
    at = len(path)
    for _ in range(_MOST_ABOVE):
        if (at := path.rfind(INSIDE, 0, at)) < 0:
            return
        yield path[:at]


def _file(place: Place, md5: str, containers: frozenset[str]) -> MediaFile:
    """One place; what lies in an archive or a mail names it as its parent."""
    container = next((each for each in _above(place.path) if each in containers), "")
    return MediaFile(
        md5=md5,
        file_name=_name(place.path),
        file_path=as_text(place.path),
        written=place.modified_at,
        parent_file_name=_name(container) or None,
        parent_file_path=as_text(container) or None,
    )


def _name(path: str) -> str:
    return as_text(path.rpartition("/")[2])
