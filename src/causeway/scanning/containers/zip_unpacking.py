"""Unpacks one entry of a zip archive, within bounds that `zipfile` does not keep by itself."""

import bz2
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from copy import copy
from typing import IO, Final, cast

from causeway.scanning.containers.member import LIBRARY_FAULTS
from causeway.scanning.faults import DAMAGED_MEMBER, MemberFault

IS_ENCRYPTED: Final = 0x1
"""General purpose bit 0 (APPNOTE 4.4.4)."""
_STEP_BYTES: Final = 64 * 1024
"""What is unpacked in one step is lost where the step meets damage."""
_LZMA_BYTES: Final = 4096
"""`zipfile` unpacks at once all that so many packed bytes hold where they are LZMA's: some 30 MB at worst."""


def unpack(open_entry: Callable[[zipfile.ZipInfo], IO[bytes]], info: zipfile.ZipInfo) -> Iterator[bytes]:
    """An entry's content piece by piece, from what opens an entry: all that comes before damage, or before its checksum
    proves wrong.

    Raises:
        MemberFault: it is damaged.
    """
    size = _LZMA_BYTES if info.compress_type == zipfile.ZIP_LZMA else _STEP_BYTES
    checksum = 0
    try:
        with _unpacked(open_entry, info) as file:
            while piece := file.read1(size):
                checksum = zlib.crc32(piece, checksum)
                yield piece
    except (zipfile.BadZipFile, *LIBRARY_FAULTS):
        raise MemberFault(DAMAGED_MEMBER) from None
    if _states_a_checksum(info) and checksum != info.CRC:
        raise MemberFault(DAMAGED_MEMBER)


def _states_a_checksum(info: zipfile.ZipInfo) -> bool:
    """False where we put none in, as none is known."""
    return info.CRC is not None


def _unpacked(open_entry: Callable[[zipfile.ZipInfo], IO[bytes]], info: zipfile.ZipInfo) -> io.BufferedIOBase:
    """`zipfile` does not bound what bzip2 unpacks at once: `bz2` does. It also checks the sum before it gives the last
    piece: here that is done after.
    """
    packed = copy(info)
    packed.CRC = None  # type: ignore[assignment]
    if info.compress_type == zipfile.ZIP_BZIP2:
        packed.compress_type, packed.file_size = zipfile.ZIP_STORED, info.compress_size
        return bz2.BZ2File(open_entry(packed))
    return cast("io.BufferedIOBase", open_entry(packed))
