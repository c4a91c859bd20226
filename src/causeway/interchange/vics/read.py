"""Reads VICS files of any version as a stream: first what the file says of itself, then its rows one by one."""

import re
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, Final

from causeway.interchange.hashlists import CategoryScheme, RowFault, digest_fault
from causeway.interchange.vics._stream import Event, Events
from causeway.interchange.vics._typing import to_case, to_media
from causeway.interchange.vics.errors import NotVics
from causeway.interchange.vics.types import Case, Content, Envelope, Media
from causeway.vocabulary.findings import DigestKind

Record = Envelope | Media | Case | RowFault

_METADATA_KEYS: Final = ("odata.metadata", "@odata.context", "odata.context", "@odata.metadata")
_VERSION_1: Final = re.compile(
    r".*/ProjectVic/DataModels/(1\.[0-9]+)\.xml(?:/\$metadata)?#(Cases|Media)", re.IGNORECASE
)
_VERSION_2: Final = re.compile(
    r".*/ProjectVic/DataModels/(2\.[0-9]+)\.xml/(\w+)(?:/\$metadata)?#(Cases|Media)", re.IGNORECASE
)
_SCHEMES: Final = {"us": CategoryScheme.US, "uk": CategoryScheme.UK, "custom": CategoryScheme.CUSTOM}
_LONGEST_METADATA: Final = 500


def read_vics(stream: BinaryIO) -> Iterator[Record]:
    """The envelope, then each medium as it comes; a case follows its media, a row's faults follow the row.

    Raises NotVics and VicsDamaged, after all rows before the damage. The stream is read once, forwards.
    """
    events = Events(stream)
    if events.take()[0] != "start_map":
        raise NotVics("not_vics", "a VICS file is one JSON object")
    envelope: Envelope | None = None
    for key, event in events.members():
        if key in _METADATA_KEYS and envelope is None:
            envelope = read_envelope(events.build(event))
            yield envelope
        elif key == "value":
            if envelope is None:
                raise NotVics("not_vics", "the file states no VICS data model before its rows")
            yield from _rows(events, event, envelope)
        else:
            events.build(event)
    if envelope is None:
        raise NotVics("not_vics", "the file states no VICS data model")


def read_envelope(metadata: object) -> Envelope:
    """Version, content and scheme from the data model's address that a file names."""
    text = metadata if isinstance(metadata, str) and len(metadata) <= _LONGEST_METADATA else ""
    if found := _VERSION_1.fullmatch(text):
        return Envelope(version=found[1], content=_content(found[2]), scheme=CategoryScheme.UNSTATED)
    if found := _VERSION_2.fullmatch(text):
        scheme = _SCHEMES.get(found[2].lower(), CategoryScheme.UNSTATED)
        return Envelope(version=found[1], content=_content(found[3]), scheme=scheme)
    raise NotVics("not_vics", "the file names another data model than VICS 1.x or 2.x")


def _content(name: str) -> Content:
    return Content(name.capitalize())


def _rows(events: Events, event: Event, envelope: Envelope) -> Iterator[Record]:
    if event[0] != "start_array":
        raise NotVics("not_vics", "the rows of a VICS file stand in an array")
    if envelope.content is Content.MEDIA:
        yield from _media(events)
        return
    for number, start in enumerate(events.items(), start=1):
        events.allow_full_size()
        yield from _case(events, start, number)


def _media(events: Events) -> Iterator[Record]:
    """Each item of an array whose start was taken."""
    for start in events.items():
        row = events.begin_row()
        media = _typed(row, events.build(start), to_media)
        yield from media
        if isinstance(media[0], Media):
            yield from _digest_faults(media[0])


def _case(events: Events, start: Event, number: int) -> Iterator[Record]:
    """A case whose media are handed on as they come and never kept together."""
    if start[0] != "start_map":
        events.build(start)
        yield RowFault(row=number, code="bad_row", message="the case is not an object")
        return
    case: dict[str, Any] = {}
    for key, event in events.members():
        if key == "Media" and event[0] == "start_array":
            yield from _media(events)
        else:
            case[key] = events.build(event)
    yield from _typed(number, case, to_case)


def _typed(row: int, value: object, convert: Callable[[int, dict[str, Any]], Any]) -> list[Any]:
    if not isinstance(value, dict):
        return [RowFault(row=row, code="bad_row", message="the row is not an object")]
    typed, faults = convert(row, value)
    return [typed, *faults]


def _digest_faults(media: Media) -> Iterator[RowFault]:
    """The digests are what a list is for: each bad one is named; the MD5 is required."""
    if media.md5 is None:
        yield RowFault(row=media.row, code="no_digest", message="the row has no MD5, which VICS requires", field="MD5")
    for kind, value, name in ((DigestKind.MD5, media.md5, "MD5"), (DigestKind.SHA1, media.sha1, "SHA1")):
        fault = digest_fault(kind, value) if value is not None else None
        if fault:
            yield RowFault(row=media.row, code=fault[0], message=fault[1], field=name)
