"""Exact digests and the type of a file, computed while it streams in, so that no file is read twice.

MD5 and SHA-1 are broken as proofs and indispensable here: they are what the lists of known files carry.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from causeway.matching.media_type import SNIFF_BYTES, media_type


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactDigests:
    """The digests of one file in lower-case hex, its size and its type by content."""

    sha256: str
    md5: str
    sha1: str
    size_bytes: int
    media_type: str


class ExactDigester:
    """Takes a file piece by piece; `finish` gives its digests. Pieces may be of any length."""

    def __init__(self) -> None:
        self._sha256 = hashlib.sha256()
        self._md5 = hashlib.md5(usedforsecurity=False)
        self._sha1 = hashlib.sha1(usedforsecurity=False)
        self._size_bytes = 0
        self._head = bytearray()

    def update(self, chunk: bytes | bytearray | memoryview) -> None:
        """Take the file's next piece."""
        for digest in (self._sha256, self._md5, self._sha1):
            digest.update(chunk)
        self._size_bytes += len(chunk)
        if len(self._head) < SNIFF_BYTES:
            self._head += chunk[: SNIFF_BYTES - len(self._head)]

    def finish(self) -> ExactDigests:
        """The digests of all pieces so far."""
        return ExactDigests(
            sha256=self._sha256.hexdigest(),
            md5=self._md5.hexdigest(),
            sha1=self._sha1.hexdigest(),
            size_bytes=self._size_bytes,
            media_type=media_type(bytes(self._head)),
        )


def digest_stream(chunks: Iterable[bytes]) -> ExactDigests:
    """The digests of a file that comes in pieces."""
    digester = ExactDigester()
    for chunk in chunks:
        digester.update(chunk)
    return digester.finish()


READ_BYTES: Final = 1 << 20
"""A good size of piece to read a file in."""
