"""The files in a tar archive (POSIX.1-2017, pax), read once from front to back, compressed or not.

`tarfile` takes a damaged header in the middle for the archive's end, a negative size for a way back, and as much
memory as a header asks for. Here the first is a fault, the second impossible and the third bounded.
"""

import bz2
import gzip
import io
import lzma
import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, BinaryIO, Final, Self, cast

from causeway.scanning.containers.kinds import ContainerKind, is_tar
from causeway.scanning.containers.limits import Budget
from causeway.scanning.containers.member import (
    AFTER_END,
    LIBRARY_FAULTS,
    PADDING,
    Member,
    pieces,
    without_padding,
)
from causeway.scanning.content import CHUNK_BYTES, Content
from causeway.scanning.faults import (
    BOMB,
    DAMAGED_ARCHIVE,
    DAMAGED_MEMBER,
    DATA_AFTER_END,
    TOO_LARGE,
    ContainerFault,
    MemberFault,
)
from causeway.scanning.walking import utc

_HEADER_BYTES: Final = 4 * 1024 * 1024
"""What one member's headers may take; a path and a few attributes take kilobytes."""
_XZ_MEMORY_BYTES: Final = 256 * 1024 * 1024
"""`xz -9` asks for 65 MB to unpack; a hostile file may ask for 4 GB."""


def read_tar(content: Content, budget: Budget) -> Iterator[Member | None]:
    """Each file, and None for what is a link or a device."""
    with content.open() as file:
        yield from _members(_Forward(file.read, content.size_bytes, budget))


def read_compressed(content: Content, kind: ContainerKind, name: str, budget: Budget) -> Iterator[Member | None]:
    """The files of a compressed archive; a single compressed file is its own only member, named `name`."""
    with _DECOMPRESSORS[kind](content.open()) as file:
        read = file.read1 if isinstance(file, gzip.GzipFile) else file.read  # what one step gives, and no step more
        forward = _Forward(read, content.size_bytes, budget)
        try:
            head = forward.peek(tarfile.BLOCKSIZE)
        except LIBRARY_FAULTS:
            raise ContainerFault(DAMAGED_ARCHIVE) from None
        if is_tar(head):
            yield from _members(forward)
        else:
            yield Member(name=name, packed_bytes=content.size_bytes, read=forward.rest)


def _members(forward: "_Forward") -> Iterator[Member | None]:
    try:
        archive = tarfile.open(fileobj=cast("BinaryIO", forward), mode="r:", tarinfo=_Header)  # noqa: SIM115
        while (info := archive.next()) is not None:
            archive.members.clear()  # type: ignore[attr-defined]  # it would keep them all
            if info.issym() or info.islnk() or info.isdev():
                yield None
            elif not info.isdir():  # a type that nobody knows is a file's (POSIX.1-2017, pax, typeflag)
                yield Member(
                    name=info.name,
                    packed_bytes=0 if info.issparse() else info.size,
                    size_bytes=info.size,
                    modified_at=utc(info.mtime),
                    read=partial(_read, archive, info),
                )
        yield from _after_the_end(forward)
    except (tarfile.TarError, *LIBRARY_FAULTS):
        raise ContainerFault(DAMAGED_ARCHIVE) from None


def _after_the_end(forward: "_Forward") -> Iterator[Member]:
    """What follows the last block, but for padding: `tarfile` and the programs that unpack do not look there."""
    more = without_padding(forward.chunks())
    first = next(more, None)
    if first is not None:
        yield Member(name=AFTER_END, packed_bytes=forward.packed_bytes, read=partial(_rest, first, more))
        raise ContainerFault(DATA_AFTER_END)


def _rest(first: bytes, more: Iterator[bytes]) -> Iterator[bytes]:
    try:
        yield first
        yield from more
    except LIBRARY_FAULTS:
        raise MemberFault(DAMAGED_MEMBER) from None


def _read(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Iterator[bytes]:
    try:
        if not info.issparse():
            yield from cast("_Forward", archive.fileobj).part(info.offset_data, info.size)
        elif (file := archive.extractfile(info)) is not None:
            yield from pieces(cast("BinaryIO", file))
    except (tarfile.TarError, *LIBRARY_FAULTS):
        raise MemberFault(DAMAGED_MEMBER) from None


class _Header(tarfile.TarInfo):
    """A header of which damage is told and whose size is bounded."""

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> Self:
        """The next header. The end of the archive is one of `tarfile`'s own errors, damage is ours."""
        forward = cast("_Forward", archive.fileobj)
        try:
            with forward.reading_a_header():
                return super().fromtarfile(archive)
        except (tarfile.InvalidHeaderError, tarfile.TruncatedHeaderError):  # type: ignore[attr-defined]
            raise ContainerFault(DAMAGED_ARCHIVE) from None


class _Forward:
    """A stream that is only read on, with a place that can be asked for. It ends where it turns out to be a bomb. What
    comes before damage is given before the damage is told.
    """

    def __init__(self, read: Callable[[int], bytes], packed_bytes: int, budget: Budget) -> None:
        self._read = read
        self.packed_bytes = packed_bytes
        self._budget = budget
        self._peeked = b""
        self._damage: Exception | None = None
        self._at = 0
        self._header_left: int | None = None

    def peek(self, size: int) -> bytes:
        """The next bytes, which stay to be read."""
        self._peeked += self._up_to(size - len(self._peeked), is_begun=bool(self._peeked))
        return self._peeked

    def read(self, size: int) -> bytes:
        """The next bytes; fewer only at the end."""
        if size > _HEADER_BYTES:
            raise ContainerFault(TOO_LARGE)
        first, self._peeked = self._peeked[:size], self._peeked[size:]
        found = first + self._up_to(size - len(first), is_begun=bool(first))
        self._count(len(found))
        return found

    def _up_to(self, size: int, *, is_begun: bool) -> bytes:
        """The next bytes of the source, fewer at its end and before damage. Damage is raised where nothing comes before
        it, neither here nor, as `is_begun` says, with the caller.
        """
        parts: list[bytes] = []
        while size > 0 and self._damage is None:
            try:
                chunk = self._read(size)
            except LIBRARY_FAULTS as fault:
                self._damage = fault
                break
            if not chunk:
                break
            parts.append(chunk)
            size -= len(chunk)
        if self._damage is not None and size > 0 and not parts and not is_begun:
            raise self._damage
        return b"".join(parts)

    def chunks(self) -> Iterator[bytes]:
        """All that is left, piece by piece."""
        while chunk := self.read(CHUNK_BYTES):
            yield chunk

    def part(self, begins: int, size: int) -> Iterator[bytes]:
        """So many bytes from a place ahead on; EOFError where there are fewer."""
        self.seek(begins)
        while size > 0:
            chunk = self.read(min(CHUNK_BYTES, size))
            if not chunk:
                raise EOFError("the archive is cut short")
            size -= len(chunk)
            yield chunk

    def rest(self) -> Iterator[bytes]:
        """All that is left, as a member's content."""
        try:
            yield from self.chunks()
        except LIBRARY_FAULTS:
            raise MemberFault(DAMAGED_MEMBER) from None

    def tell(self) -> int:
        """How much has been read."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Read on to a place ahead."""
        if whence != os.SEEK_SET or offset < self._at:
            raise ContainerFault(DAMAGED_ARCHIVE)
        while self._at < offset and self.read(min(CHUNK_BYTES, offset - self._at)):
            pass
        return self._at

    @contextmanager
    def reading_a_header(self) -> Iterator[None]:
        """Bound what is read meanwhile; a header that announces another one shares its bound."""
        is_outermost = self._header_left is None
        if is_outermost:
            self._header_left = _HEADER_BYTES
        try:
            yield
        finally:
            if is_outermost:
                self._header_left = None

    def _count(self, read_bytes: int) -> None:
        self._at += read_bytes
        if self._header_left is not None:
            self._header_left -= read_bytes
            if self._header_left < 0:
                raise ContainerFault(TOO_LARGE)
        if self._budget.is_bomb(self._at, self.packed_bytes):
            raise ContainerFault(BOMB)


class _Streams(io.RawIOBase):
    """Compressed streams that follow each other as one file, with padding between and after them. `bz2.BZ2File` takes
    what follows the last one for nothing, `lzma.LZMAFile` cannot be told how much memory to take: here data that is no
    stream is a fault, and memory is bounded.
    """

    def __init__(self, file: BinaryIO, begin: Callable[[], Any]) -> None:
        super().__init__()
        self._file, self._begin = file, begin
        self._decompressor = begin()

    def read(self, size: int = -1) -> bytes:
        """At most so many bytes; none at the end."""
        while True:
            packed = b""
            if self._decompressor.eof:
                packed = self._decompressor.unused_data.lstrip(PADDING) or self._next_packed()
                if not packed:
                    return b""
                self._decompressor = self._begin()
            elif self._decompressor.needs_input and not (packed := self._file.read(CHUNK_BYTES)):
                raise EOFError("the stream is cut short")
            if found := self._decompressor.decompress(packed, size):
                unpacked: bytes = found
                return unpacked

    def _next_packed(self) -> bytes:
        """The file's next piece that is not all padding."""
        while chunk := self._file.read(CHUNK_BYTES):
            if kept := chunk.lstrip(PADDING):
                return kept
        return b""


_DECOMPRESSORS: Final[dict[ContainerKind, Callable[[BinaryIO], Any]]] = {
    ContainerKind.GZIP: lambda file: gzip.GzipFile(fileobj=file),
    ContainerKind.BZIP2: lambda file: _Streams(file, bz2.BZ2Decompressor),
    ContainerKind.XZ: lambda file: _Streams(file, partial(lzma.LZMADecompressor, memlimit=_XZ_MEMORY_BYTES)),
}
