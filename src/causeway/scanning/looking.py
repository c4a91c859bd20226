"""Looks at one file: its digests, and what a limited process makes of its picture."""

from dataclasses import replace
from typing import Final

from causeway.matching import PICTURE_TYPES, SNIFF_BYTES, Examiner, digest_stream, media_type
from causeway.matching.examination import without_picture
from causeway.scanning.containers import Leaf
from causeway.scanning.content import Content
from causeway.scanning.faults import FileFault
from causeway.scanning.seen import Place, Seen
from causeway.vocabulary.findings import MediaDigests

VERSION: Final = 1
"""Changes when more is seen of a file than before, or something else: then all are looked at again."""
MOST_PICTURE_BYTES: Final = 256 * 1024 * 1024
"""A larger file is handed to no decoder: with its pixels it would not fit the limited process."""


def look(examiner: Examiner, leaf: Leaf, path: str) -> Seen:
    """What is seen of a file; it never raises for what the file holds."""
    place = Place(path=path, size_bytes=leaf.size_bytes, modified_at=leaf.modified_at)
    if leaf.content is None:
        return Seen(place=place, digests=None, fault=leaf.fault)
    try:
        digests = _digests(examiner, leaf.content)
    except FileFault as fault:
        return Seen(place=place, digests=None, fault=fault.code)
    return Seen(place=replace(place, size_bytes=digests.size_bytes), digests=digests, fault=leaf.fault or digests.fault)


def _digests(examiner: Examiner, content: Content) -> MediaDigests:
    if media_type(content.head(SNIFF_BYTES)) not in PICTURE_TYPES:
        return without_picture(digest_stream(content.chunks()))
    if content.size_bytes > MOST_PICTURE_BYTES:
        return without_picture(digest_stream(content.chunks()), fault="too_much_memory")
    return examiner.examine(b"".join(content.chunks()))
