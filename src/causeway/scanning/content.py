"""A file's bytes, in memory or on disk, that several readers may read at once; and how the source is opened.

The source is evidence: it is opened for reading only, and so that not even the time of its last reading changes where
the system grants that.
"""

import errno
import io
import os
import stat
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from causeway.matching.traceless import open_without_trace
from causeway.scanning.faults import NO_ROOM, TOO_LARGE, UNREADABLE, ContainerFault, MemberFault

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MOST_AT_ONCE: Final = 64 * 1024 * 1024
"""No honest index of an archive is larger; what asks for more in one piece is refused before memory is taken."""
MOST_IN_MEMORY: Final = 8 * 1024 * 1024
"""What is unpacked goes to disk beyond this; most pictures stay below."""
CHUNK_BYTES: Final = 1 << 20
NO_DETOUR: Final = os.O_NOFOLLOW | os.O_NONBLOCK
"""Flags to open the source with: no symbolic link is followed, and no pipe is waited for."""
_DESCRIPTORS: Final = Path("/proc/self/fd")


class Content:
    """The bytes of one file. `open` gives a reader with a place of its own, so that threads do not disturb each
    other; the file is closed when nobody holds it any more.
    """

    def __init__(self, source: bytes | int, size_bytes: int) -> None:
        self.size_bytes = size_bytes
        self._source = source
        if isinstance(source, int):
            weakref.finalize(self, os.close, source)

    def open(self) -> BinaryIO:
        """A reader from the start. It raises ContainerFault where the disk does not give what it holds."""
        if isinstance(self._source, bytes):
            return io.BytesIO(self._source)
        return cast("BinaryIO", _Reader(self, self._source))

    def chunks(self) -> Iterator[bytes]:
        """The content piece by piece."""
        with self.open() as file:
            while chunk := file.read(CHUNK_BYTES):
                yield chunk

    def head(self, size_bytes: int) -> bytes:
        """The content's start."""
        with self.open() as file:
            return file.read(size_bytes)

    def path(self) -> Path | None:
        """A path by which another process of this user can open the content while this object lives; None for what lies
        in memory, and where the system has no such paths (proc(5), which is Linux's).
        """
        if isinstance(self._source, bytes) or not _DESCRIPTORS.is_dir():
            return None
        return Path(f"/proc/{os.getpid()}/fd/{self._source}")


class _Reader(io.RawIOBase):
    """Reads an open file at a place of its own."""

    def __init__(self, content: Content, descriptor: int) -> None:
        super().__init__()
        self._content = content  # holds the file open
        self._descriptor = descriptor
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._content.size_bytes}[whence]
        if base + offset < 0:
            raise OSError(errno.EINVAL, "a place before the file's start")  # as a file of the system does
        self._at = base + offset
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        left = max(0, self._content.size_bytes - self._at)
        wanted = left if size is None or size < 0 else min(size, left)
        if wanted > MOST_AT_ONCE:
            raise ContainerFault(TOO_LARGE)
        try:
            found = os.pread(self._descriptor, wanted, self._at)
        except OSError:
            raise ContainerFault(UNREADABLE) from None
        self._at += len(found)
        return found

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        found = self.read(len(view))
        view[: len(found)] = found
        return len(found)


def open_source(path: Path) -> tuple[Content, bool]:
    """An ordinary file of the source, and whether the system may note the time of reading.

    Raises:
        OSError: it cannot be opened, or is no ordinary file.
    """
    descriptor, is_noted = open_without_trace(path, NO_DETOUR)
    status = os.fstat(descriptor)
    content = Content(descriptor, status.st_size)
    if not stat.S_ISREG(status.st_mode):
        raise OSError("no ordinary file")
    return content, is_noted


def keep(chunks: Iterator[bytes], folder: Path) -> Content:
    """What a member unpacks to: in memory, or beyond `MOST_IN_MEMORY` in a nameless file in `folder`.

    Raises:
        MemberFault: there is no room for it.
    """
    kept = bytearray()
    for chunk in chunks:
        kept += chunk
        if len(kept) > MOST_IN_MEMORY:
            return _keep_on_disk(bytes(kept), chunks, folder)
    return Content(bytes(kept), len(kept))


def _keep_on_disk(first: bytes, rest: Iterator[bytes], folder: Path) -> Content:
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(first)
            for chunk in rest:
                file.write(chunk)
            file.flush()
            return Content(os.dup(file.fileno()), file.tell())
    except OSError:
        raise MemberFault(NO_ROOM) from None
