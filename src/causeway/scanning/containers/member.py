"""What a container's reader says of each file in it, before the file is read."""

import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from lzma import LZMAError
from typing import BinaryIO, Final

from causeway.scanning.content import CHUNK_BYTES

LIBRARY_FAULTS: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    RecursionError,
    RuntimeError,
    TypeError,
    ValueError,
    LZMAError,
    struct.error,
    zlib.error,
)
"""What the standard library's readers of archives and mails raise on hostile input, beside errors of their own."""

AFTER_END: Final = "data after the end"
"""The name of what follows an archive's end, as a member of it."""
PADDING: Final = b"\0"
"""What fills archives up to a whole block and means nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file in a container. `read` gives its content, once and before the next member is asked for; None where it
    cannot be had, which `fault` explains. `packed_bytes` is what it takes up in the container.
    """

    name: str
    packed_bytes: int
    size_bytes: int = 0
    modified_at: datetime | None = None
    read: Callable[[], Iterator[bytes]] | None = None
    fault: str | None = None


def without_padding(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The chunks from the first byte on that is no padding; none where there is no such byte."""
    for chunk in chunks:
        if kept := chunk.lstrip(PADDING):
            yield kept
            yield from chunks


def pieces(file: BinaryIO, size_bytes: int = CHUNK_BYTES) -> Iterator[bytes]:
    """A file piece by piece; it is closed after."""
    with file:
        while chunk := file.read(size_bytes):
            yield chunk
