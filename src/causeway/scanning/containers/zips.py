"""The files in a zip archive (PKWARE APPNOTE 6.3), as its central directory lists them."""

import stat
import zipfile
from collections.abc import Iterator
from functools import partial
from typing import Final

from causeway.scanning.containers.member import LIBRARY_FAULTS, Member, pieces
from causeway.scanning.content import Content
from causeway.scanning.faults import DAMAGED_ARCHIVE, DAMAGED_MEMBER, ENCRYPTED, ContainerFault, MemberFault

_IS_ENCRYPTED: Final = 0x1
"""General purpose bit 0 (APPNOTE 4.4.4)."""
_MODE_SHIFT: Final = 16
"""Unix keeps a file's mode in the upper half of the external attributes."""


def read_zip(content: Content) -> Iterator[Member | None]:
    """Each file, and None for what is a link. An archive's times have no zone, so they are not given."""
    try:
        archive = zipfile.ZipFile(content.open())
    except (zipfile.BadZipFile, *LIBRARY_FAULTS):
        raise ContainerFault(DAMAGED_ARCHIVE) from None
    with archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            if stat.S_ISLNK(info.external_attr >> _MODE_SHIFT):
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


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        yield from pieces(archive.open(info))  # type: ignore[arg-type]
    except (zipfile.BadZipFile, *LIBRARY_FAULTS):
        raise MemberFault(DAMAGED_MEMBER) from None
