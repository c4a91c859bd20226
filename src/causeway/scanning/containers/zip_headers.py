"""The entries of a zip archive as their own headers tell them (PKWARE APPNOTE 6.3, section 4.3.7), not its index."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import IO, BinaryIO, Final, cast

from causeway.scanning.containers.limits import Budget
from causeway.scanning.containers.member import LIBRARY_FAULTS, Member
from causeway.scanning.containers.zip_unpacking import IS_ENCRYPTED, unpack
from causeway.scanning.content import CHUNK_BYTES, Content
from causeway.scanning.faults import DAMAGED_MEMBER, ENCRYPTED, MemberFault

HEADER_MARK: Final = b"PK\x03\x04"
_HEADER: Final = struct.Struct("<4s5H3L2H")
_LATEST_VERSION: Final = 63
"""The newest that an entry may need (4.4.3); the upper byte is the system's."""
_IS_STREAMED: Final = 0x8
"""General purpose bit 3: sizes follow the data (4.3.9)."""
_IS_UTF8: Final = 0x800
_DESCRIPTOR_MARK: Final = b"PK\x07\x08"
_LONGEST_DESCRIPTOR: Final = 24
_IN_EXTRA: Final = 0xFFFF_FFFF
"""A size that stands in the extra field for large files (4.5.3)."""
_LARGE_FILE: Final = 1
_SIZES: Final = struct.Struct("<QQ")
_UNSTATED: Final = 1 << 62


@dataclass(slots=True, kw_only=True)
class Entry:
    """What a header says. Where it does not say the sizes, `ended_at` is None; both are known once the data has been
    unpacked.
    """

    info: zipfile.ZipInfo
    data_at: int
    ended_at: int | None
    unpacked_bytes: int

    @property
    def is_encrypted(self) -> bool:
        return bool(self.info.flag_bits & IS_ENCRYPTED)


def entry_at(file: BinaryIO, at: int, end: int) -> Entry | None:
    """The entry that begins there, if one does."""
    file.seek(at)
    head = file.read(_HEADER.size)
    if len(head) < _HEADER.size or not head.startswith(HEADER_MARK):
        return None
    _, version, flags, method, _, _, check, packed, size, name_bytes, extra_bytes = _HEADER.unpack(head)
    name, extra = file.read(name_bytes), file.read(extra_bytes)
    data_at = at + _HEADER.size + name_bytes + extra_bytes
    if version & 0xFF > _LATEST_VERSION or data_at > end:
        return None
    if _IN_EXTRA in (packed, size):
        size, packed = _large_sizes(extra) or (size, packed)
    info = zipfile.ZipInfo(name.decode("utf-8" if flags & _IS_UTF8 else "cp437", "surrogateescape"))
    info.flag_bits, info.compress_type = flags, method
    is_stated = (packed or not flags & _IS_STREAMED) and data_at + packed <= end
    info.compress_size = packed if is_stated else end - data_at
    info.file_size = size if is_stated else _UNSTATED
    info.CRC = check if is_stated and not flags & _IS_STREAMED else None  # type: ignore[assignment]  # not checked
    ended_at, unpacked_bytes = (data_at + packed, size) if is_stated else (None, 0)
    return Entry(info=info, data_at=data_at, ended_at=ended_at, unpacked_bytes=unpacked_bytes)


def next_entry(file: BinaryIO, at: int, end: int, budget: Budget) -> int:
    """Where the next entry begins, `end` where none does. What looks like one is counted as a member.

    Raises:
        ContainerFault: there were too many.
    """
    while (found := _find(file, HEADER_MARK, at, end)) < end:
        budget.take_member()
        if entry_at(file, found, end):
            return found
        at = found + 1
    return end


def read_entries(content: Content, budget: Budget) -> Iterator[tuple[int, int] | Member]:
    """The entries of a content that begins with one, each as a member, and from where to where other data lies."""
    at, end = 0, content.size_bytes
    with content.open() as file:
        while at < end:
            entry = entry_at(file, at, end)
            if entry is None:
                found = next_entry(file, at, end, budget)
                yield at, found
                at = found
                continue
            yield _member(content, entry)
            if entry.ended_at is None:
                at = next_entry(file, entry.data_at, end, budget)
            else:
                packed_bytes = entry.ended_at - entry.data_at
                at = entry.ended_at + descriptor_bytes(file, entry.ended_at, packed_bytes, entry.unpacked_bytes)


def descriptor_bytes(file: BinaryIO, at: int, packed_bytes: int, unpacked_bytes: int) -> int:
    """How long the sizes are that follow an entry's data there (4.3.9), 0 where none do."""
    file.seek(at)
    found = file.read(_LONGEST_DESCRIPTOR)
    for mark in (_DESCRIPTOR_MARK, b""):
        for layout in ("<LL", "<QQ"):
            try:
                sizes = struct.pack(layout, packed_bytes, unpacked_bytes)
            except struct.error:
                continue
            check_at = len(mark) + 4
            if found.startswith(mark) and found[check_at:].startswith(sizes):
                return check_at + len(sizes)
    return 0


def _member(content: Content, entry: Entry) -> Member:
    return Member(
        name=entry.info.filename,
        packed_bytes=entry.info.compress_size,
        size_bytes=entry.unpacked_bytes,
        read=None if entry.is_encrypted else partial(_read, content, entry),
        fault=ENCRYPTED if entry.is_encrypted else None,
    )


def _read(content: Content, entry: Entry) -> Iterator[bytes]:
    if entry.ended_at is None and entry.info.compress_type == zipfile.ZIP_DEFLATED:
        return _inflated(content, entry)

    def opened(info: zipfile.ZipInfo) -> IO[bytes]:
        file = content.open()
        file.seek(entry.data_at)
        return cast("IO[bytes]", zipfile.ZipExtFile(file, "r", info, pwd=None, close_fileobj=True))

    return unpack(opened, entry.info)


def _inflated(content: Content, entry: Entry) -> Iterator[bytes]:
    """The content of an entry that only its own stream ends."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        with content.open() as file:
            file.seek(entry.data_at)
            while not inflater.eof:
                packed = inflater.unconsumed_tail or file.read(CHUNK_BYTES)
                if not packed:
                    raise EOFError("the stream is cut short")
                chunk = inflater.decompress(packed, CHUNK_BYTES)
                entry.unpacked_bytes += len(chunk)
                yield chunk
            entry.ended_at = file.tell() - len(inflater.unused_data)
    except LIBRARY_FAULTS:
        raise MemberFault(DAMAGED_MEMBER) from None


def _large_sizes(extra: bytes) -> tuple[int, int] | None:
    """Size and packed size from the extra field for large files (4.5.3)."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == _LARGE_FILE and min(length, len(extra) - at - 4) >= _SIZES.size:
            size, packed = _SIZES.unpack_from(extra, at + 4)
            return size, packed
        at += 4 + length
    return None


def _find(file: BinaryIO, mark: bytes, at: int, end: int) -> int:
    """The first place of the mark from `at` on, `end` where there is none."""
    kept = b""
    file.seek(at)
    while at < end and (chunk := file.read(min(CHUNK_BYTES, end - at))):
        found = (kept + chunk).find(mark)
        if found >= 0:
            return at - len(kept) + found
        at += len(chunk)
        kept = (kept + chunk)[-len(mark) + 1 :]
    return end
