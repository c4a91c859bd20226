"""What lies in a zip archive and not in its index: before its entries, between them, or all of it where the index is
lost. Programs that unpack show none of it.
"""

import zipfile
from collections.abc import Generator, Iterator
from functools import partial
from typing import BinaryIO, Final

from causeway.scanning.containers.limits import Budget
from causeway.scanning.containers.member import PADDING, Member
from causeway.scanning.containers.zip_headers import HEADER_MARK, descriptor_bytes, entry_at, next_entry, read_entries
from causeway.scanning.content import CHUNK_BYTES, Content
from causeway.scanning.faults import DATA_OUTSIDE_INDEX

BEFORE_BEGINNING: Final = "data before the beginning"
"""The name of what lies before an archive's first entry, as a member of it."""
OUTSIDE_INDEX: Final = "data outside the index"
"""The name of what lies between an archive's entries."""
_INDEX_MARKS: Final = (b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07")
"""Begin what is left of an index that is lost."""
_SIGNATURES_MARK: Final = b"APK Sig Block 42"
"""Ends the signatures of a program for Android, which lie before the index by its rules (APK Signature Scheme v2)."""


def read_outside(content: Content, archive: zipfile.ZipFile, budget: Budget) -> Generator[Member, None, str | None]:
    """What lies outside the index, each piece as a member: one that begins with an entry is opened as an archive that
    has lost its index. The fault that the archive has by it is what the iterator returns.
    """
    fault = None
    with content.open() as file:
        for start, end in _gaps(file, archive):
            for first, last in _pieces(file, start, end, budget):
                yield _raw(content, first, last, OUTSIDE_INDEX if start else BEFORE_BEGINNING)
            if not _is_allowed(file, start, end, archive.start_dir):
                fault = DATA_OUTSIDE_INDEX
    return fault


def read_without_index(content: Content, budget: Budget) -> Iterator[Member]:
    """The entries of an archive that has lost its index, and what lies between them."""
    for found in read_entries(content, budget):
        if isinstance(found, Member):
            yield found
            continue
        start, end = found
        if end - start == content.size_bytes:  # It is looked at as it is.
            return
        with content.open() as file:
            file.seek(start)
            is_of_index = file.read(len(HEADER_MARK)) in _INDEX_MARKS
            start = _skip_padding(file, start, end)
        if start < end and not is_of_index:
            yield _raw(content, start, end, OUTSIDE_INDEX)


def _gaps(file: BinaryIO, archive: zipfile.ZipFile) -> Iterator[tuple[int, int]]:
    """From where to where there is no entry of the index, up to the index itself."""
    at, end = 0, archive.start_dir
    for info in sorted(archive.infolist(), key=lambda info: info.header_offset):
        if not 0 <= info.header_offset < end:
            continue
        if info.header_offset > at:
            yield at, info.header_offset
        at = max(at, _end_of(file, info, end))
    if at < end:
        yield at, end


def _end_of(file: BinaryIO, info: zipfile.ZipInfo, end: int) -> int:
    """Where an entry of the index ends; where it begins, if there is none: what lies there is outside then."""
    entry = entry_at(file, info.header_offset, end)
    if entry is None:
        return info.header_offset
    data_end = entry.data_at + info.compress_size
    return data_end + descriptor_bytes(file, data_end, info.compress_size, info.file_size)


def _pieces(file: BinaryIO, start: int, end: int, budget: Budget) -> Iterator[tuple[int, int]]:
    """What lies there but for padding: other data, and all from an entry on."""
    start = _skip_padding(file, start, end)
    if start == end:
        return
    entry = next_entry(file, start, end, budget)
    if start < entry:
        yield start, entry
    if entry < end:
        yield entry, end


def _is_allowed(file: BinaryIO, start: int, end: int, index_at: int) -> bool:
    """Whether it hides nothing: padding, a picture or program with an archive behind it, a program's signatures."""
    if _skip_padding(file, start, end) == end:
        return True
    file.seek(start)
    if start == 0:
        return file.read(len(HEADER_MARK)) != HEADER_MARK
    file.seek(max(start, end - len(_SIGNATURES_MARK)))
    return end == index_at and file.read(len(_SIGNATURES_MARK)) == _SIGNATURES_MARK


def _skip_padding(file: BinaryIO, start: int, end: int) -> int:
    file.seek(start)
    while start < end and (chunk := file.read(min(CHUNK_BYTES, end - start))):
        kept = len(chunk.lstrip(PADDING))
        if kept:
            return start + len(chunk) - kept
        start += len(chunk)
    return end


def _raw(content: Content, start: int, end: int, name: str) -> Member:
    return Member(
        name=name, packed_bytes=end - start, size_bytes=end - start, read=partial(_slice, content, start, end)
    )


def _slice(content: Content, start: int, end: int) -> Iterator[bytes]:
    with content.open() as file:
        file.seek(start)
        while start < end and (chunk := file.read(min(CHUNK_BYTES, end - start))):
            start += len(chunk)
            yield chunk
