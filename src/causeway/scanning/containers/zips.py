"""The files in a zip archive (PKWARE APPNOTE 6.3), as its central directory lists them."""

import bz2
import stat
import zipfile
from collections.abc import Iterator
from copy import copy
from functools import partial
from typing import BinaryIO, Final, cast

from causeway.matching.media_type import PLAIN_TEXT, media_type
from causeway.scanning.containers.member import AFTER_END, LIBRARY_FAULTS, PADDING, Member, pieces
from causeway.scanning.content import CHUNK_BYTES, Content
from causeway.scanning.faults import (
    DAMAGED_ARCHIVE,
    DAMAGED_MEMBER,
    DATA_AFTER_END,
    ENCRYPTED,
    ContainerFault,
    MemberFault,
)

_IS_ENCRYPTED: Final = 0x1
"""General purpose bit 0 (APPNOTE 4.4.4)."""
_LZMA_BYTES: Final = 4096
"""`zipfile` unpacks at once all that so many packed bytes hold where they are LZMA's: some 30 MB at worst."""
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


def read_zip(content: Content) -> Iterator[Member | None]:
    """Each file, and None for what is a link. An archive's times have no zone, so they are not given.

    What calls itself a folder or a link and holds something is a file: else a picture could be hidden so.
    """
    try:
        archive = zipfile.ZipFile(content.open())
    except (zipfile.BadZipFile, *LIBRARY_FAULTS):
        raise ContainerFault(DAMAGED_ARCHIVE) from None
    with archive:
        for info in archive.infolist():
            if info.is_dir() and not (info.file_size or info.CRC):
                continue
            if _is_link(archive, info):
                yield None
                continue
            is_encrypted = bool(info.flag_bits & _IS_ENCRYPTED)
            yield Member(
                name=info.filename,
                packed_bytes=info.compress_size,
                size_bytes=info.file_size,
                read=None if is_encrypted else partial(_read, archive, info),
                fault=ENCRYPTED if is_encrypted else None,
            )
        yield from _after_the_end(content, archive.comment)


def _after_the_end(content: Content, comment: bytes) -> Iterator[Member]:
    """What follows the index: a comment that is no text, and what lies after the comment but for padding. Programs that
    unpack show neither.
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
        raise ContainerFault(DATA_AFTER_END)


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
    try:
        target = b"".join(_read(archive, info))
    except MemberFault:
        return False
    return media_type(target) == PLAIN_TEXT and b"\n" not in target


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    size = _LZMA_BYTES if info.compress_type == zipfile.ZIP_LZMA else CHUNK_BYTES
    try:
        yield from pieces(_unpacked(archive, info), size)
    except (zipfile.BadZipFile, *LIBRARY_FAULTS):
        raise MemberFault(DAMAGED_MEMBER) from None


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    """A member to read. `zipfile` does not bound what bzip2 unpacks at once: `bz2` does, and checks it too."""
    if info.compress_type != zipfile.ZIP_BZIP2:
        return cast("BinaryIO", archive.open(info))
    packed = copy(info)
    packed.compress_type, packed.file_size = zipfile.ZIP_STORED, info.compress_size
    packed.CRC = None  # type: ignore[assignment]  # that of the unpacked content
    return cast("BinaryIO", bz2.BZ2File(archive.open(packed)))
