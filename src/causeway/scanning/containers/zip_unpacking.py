"""Unpacks one entry of a zip archive, within bounds that `zipfile` does not keep by itself."""

import bz2
import zipfile
from collections.abc import Callable, Iterator
from copy import copy
from typing import IO, BinaryIO, Final, cast

from causeway.scanning.containers.member import LIBRARY_FAULTS, pieces
from causeway.scanning.content import CHUNK_BYTES
from causeway.scanning.faults import DAMAGED_MEMBER, MemberFault

IS_ENCRYPTED: Final = 0x1
"""General purpose bit 0 (APPNOTE 4.4.4)."""
_LZMA_BYTES: Final = 4096
"""`zipfile` unpacks at once all that so many packed bytes hold where they are LZMA's: some 30 MB at worst."""


def unpack(open_entry: Callable[[zipfile.ZipInfo], IO[bytes]], info: zipfile.ZipInfo) -> Iterator[bytes]:
    """An entry's content piece by piece, from what opens an entry.

    Raises:
        MemberFault: it is damaged.
    """
    size = _LZMA_BYTES if info.compress_type == zipfile.ZIP_LZMA else CHUNK_BYTES
    try:
        yield from pieces(_unpacked(open_entry, info), size)
    except (zipfile.BadZipFile, *LIBRARY_FAULTS):
        raise MemberFault(DAMAGED_MEMBER) from None


def _unpacked(open_entry: Callable[[zipfile.ZipInfo], IO[bytes]], info: zipfile.ZipInfo) -> BinaryIO:
    """`zipfile` does not bound what bzip2 unpacks at once: `bz2` does, and checks it too."""
    if info.compress_type != zipfile.ZIP_BZIP2:
        return cast("BinaryIO", open_entry(info))
    packed = copy(info)
    packed.compress_type, packed.file_size = zipfile.ZIP_STORED, info.compress_size
    packed.CRC = None  # type: ignore[assignment]  # that of the unpacked content
    return cast("BinaryIO", bz2.BZ2File(open_entry(packed)))
