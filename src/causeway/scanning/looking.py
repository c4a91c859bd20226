"""Looks at one file: its digests, and what a limited process makes of its picture or its frames."""

from dataclasses import replace
from itertools import islice
from typing import Final

from causeway.matching import (
    PICTURE_TYPES,
    SNIFF_BYTES,
    UNDECODED_TYPES,
    VIDEO_TYPES,
    Examiner,
    Look,
    digest_stream,
    media_type,
)
from causeway.matching.look import Findings, look_of
from causeway.scanning.containers import Leaf
from causeway.scanning.content import CHUNK_BYTES, Content
from causeway.scanning.faults import UNREADABLE, FileFault
from causeway.scanning.seen import Place, Seen

VERSION: Final = 9
"""Changes when more is seen of a file than before, or something else: then all are looked at again."""
MOST_PICTURE_BYTES: Final = 256 * 1024 * 1024
"""Of a larger file the beginning is handed to a decoder: all of it, with its pixels, would not fit the limited process.
A picture may be small and have gigabytes of nothing behind it.
"""


def look(examiner: Examiner, leaf: Leaf, path: str) -> Seen:
    """What is seen of a file; it never raises for what the file holds."""
    place = Place(path=path, size_bytes=leaf.size_bytes, modified_at=leaf.modified_at)
    if leaf.content is None:
        return Seen(place=place, digests=None, fault=leaf.fault)
    try:
        seen = _look(examiner, leaf.content)
    except FileFault as fault:
        return Seen(place=place, digests=None, fault=fault.code)
    except OSError:
        return Seen(place=place, digests=None, fault=UNREADABLE)
    return Seen(
        place=replace(place, size_bytes=seen.digests.size_bytes),
        digests=seen.digests,
        capture=seen.capture,
        turned=seen.turned,
        frames=seen.frames,
        pictures=seen.pictures,
        further=seen.further,
        fault=leaf.fault or seen.digests.fault,
    )


def _look(examiner: Examiner, content: Content) -> Look:
    found = media_type(content.head(SNIFF_BYTES))
    if found in PICTURE_TYPES and content.size_bytes <= MOST_PICTURE_BYTES:
        return examiner.look_into(b"".join(content.chunks()))
    if found in VIDEO_TYPES:
        path = content.path()
        return examiner.look_into(b"".join(content.chunks())) if path is None else examiner.look_at(path)
    if found in PICTURE_TYPES:
        return _look_at_the_beginning(examiner, content)
    fault = "no_decoder" if found in UNDECODED_TYPES else None
    return look_of(digest_stream(content.chunks()), Findings(fault=fault))


def _look_at_the_beginning(examiner: Examiner, content: Content) -> Look:
    beginning = b"".join(islice(content.chunks(), MOST_PICTURE_BYTES // CHUNK_BYTES))
    seen = examiner.look_beyond(digest_stream(content.chunks()), beginning)
    if seen.digests.fault is None:
        return seen
    return replace(seen, digests=replace(seen.digests, fault="too_much_memory"))
