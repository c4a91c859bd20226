"""The files in a zip archive (PKWARE APPNOTE 6.3), as its central directory lists them."""

import stat
import zipfile
from collections.abc import Generator, Iterator
from functools import partial
from typing import Final

from causeway.matching.media_type import PLAIN_TEXT, media_type
from causeway.scanning.containers.limits import Budget
from causeway.scanning.containers.member import AFTER_END, LIBRARY_FAULTS, PADDING, Member
from causeway.scanning.containers.unindexed import read_outside, read_without_index
from causeway.scanning.containers.zip_unpacking import IS_ENCRYPTED, unpack
from causeway.scanning.content import Content
from causeway.scanning.faults import DAMAGED_ARCHIVE, DATA_AFTER_END, ENCRYPTED, ContainerFault, MemberFault

_END_MARK: Final = b"PK\x05\x06"
_END_BYTES: Final = 22
"""The record that ends an archive, before its comment (APPNOTE 4.3.16)."""
_LONGEST_END: Final = _END_BYTES + (1 << 16)
"""`zipfile` looks for that record in so many bytes at the file's end; a file that ends later is no archive to it."""
_COMMENT: Final = "comment"
_UNIX: Final = 3
"""The system that made a member (APPNOTE 4.4.2.2)."""
_MODE_SHIFT: Final = 16
"""Unix keeps a file's mode in the upper half of the external attributes."""
_LONGEST_LINK: Final = 4096
"""Linux follows no longer path (PATH_MAX)."""


def read_zip(content: Content, budget: Budget) -> Iterator[Member | None]:
    """Each file, and None for what is a link. An archive's times have no zone, so they are not given.

    What calls itself a folder or a link and holds something is a file: else a picture could be hidden so. What the
    index leaves out is looked for after all else; where it is lost, the entries' own headers are read.
    """
    try:
        archive = zipfile.ZipFile(content.open())
    except (zipfile.BadZipFile, *LIBRARY_FAULTS):
        yield from read_without_index(content, budget)
        raise ContainerFault(DAMAGED_ARCHIVE) from None
    with archive:
        yield from _listed(archive)
        outside = yield from read_outside(content, archive, budget)
        after = yield from _after_the_end(content, archive.comment)
    if fault := outside or after:
        raise ContainerFault(fault)


def _listed(archive: zipfile.ZipFile) -> Iterator[Member | None]:
    """The entries of the index."""
    for info in archive.infolist():
        if info.is_dir() and not (info.file_size or info.CRC):
            continue
        if _is_link(archive, info):
            yield None
            continue
        is_encrypted = bool(info.flag_bits & IS_ENCRYPTED)
        yield Member(
            name=info.filename,
            packed_bytes=info.compress_size,
            size_bytes=info.file_size,
            read=None if is_encrypted else partial(unpack, archive.open, info),
            fault=ENCRYPTED if is_encrypted else None,
        )


def _after_the_end(content: Content, comment: bytes) -> Generator[Member, None, str | None]:
    """What follows the index: a comment that is no text, and what lies after the comment but for padding, which is a
    fault of the archive. Programs that unpack show neither.
    """
    if comment and media_type(comment) != PLAIN_TEXT:
        yield Member(name=_COMMENT, packed_bytes=len(comment), read=partial(iter, (comment,)))
    with content.open() as file:
        start = max(0, content.size_bytes - _LONGEST_END)
        file.seek(start)
        tail = file.read(_LONGEST_END)
    end = tail.rfind(_END_MARK) + _END_BYTES
    more = tail[end + len(comment) :].lstrip(PADDING)
    if more:
        yield Member(name=AFTER_END, packed_bytes=len(more), read=partial(iter, (more,)))
    return DATA_AFTER_END if more else None


def ends_as_zip(content: Content) -> bool:
    """Whether the index of an archive ends the file, however it begins: a picture, or a program that unpacks itself."""
    try:
        with content.open() as file:
            return zipfile.is_zipfile(file)
    except LIBRARY_FAULTS:
        return False


def _is_link(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    """Whether a member is marked as a link and holds a path and nothing else."""
    if info.create_system != _UNIX or not stat.S_ISLNK(info.external_attr >> _MODE_SHIFT):
        return False
    if info.file_size > _LONGEST_LINK:
        return False
    target = bytearray()
    try:
        for piece in unpack(archive.open, info):
            target += piece
            if len(target) > _LONGEST_LINK:  # Whatever size its index states.
                return False
    except MemberFault:
        return False
    return media_type(bytes(target)) == PLAIN_TEXT and b"\n" not in target
