"""A saved index: one file that is mapped into memory, so that many processes share one copy and none reads it whole.

The file begins with 4,096 bytes: eight that name the format, the length of a JSON header, the header, and a digest of
all these. The header says where each array lies, and the BLAKE2b digest of everything behind it. All is little-endian.
"""

import hashlib
import json
import os
import struct
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from causeway.matching._kernels import BUCKETS, CHUNKS, LANES
from causeway.matching.errors import BadIndexFile
from causeway.matching.tables import WORDS, Tables

_MAGIC: Final = b"CWHAMM01"
_PAGE: Final = 4096
_PIECE: Final = 1 << 24
_DIGEST: Final = 32
_LENGTH: Final = struct.Struct("<I")
_TYPES: Final = {
    "words": np.dtype("<u8"),
    "starts": np.dtype("<u4"),
    "siblings": np.dtype("<u2"),
    "rows": np.dtype("<u4"),
    "ids": np.dtype("<i8"),
    "firsts": np.dtype("<u4"),
}


def save_tables(tables: Tables, path: Path) -> None:
    """Write the tables beside `path`, then put them in its place, so that nobody ever finds half a file."""
    if sys.byteorder != "little":
        raise BadIndexFile("big_endian", "an index can be saved on little-endian processors only")
    arrays = {name: np.ascontiguousarray(getattr(tables, name)) for name in _TYPES}
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name, suffix=".partial", delete=False) as file:
        try:
            file.write(bytes(_PAGE))
            digest = hashlib.blake2b(digest_size=_DIGEST)
            for array in arrays.values():
                _write(file, array, digest)
            header = {"entries": len(tables.words), "members": len(tables.ids), "digest": digest.hexdigest()}
            file.seek(0)
            file.write(_first_page(header))
            file.flush()
            os.fsync(file.fileno())
            file.close()
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def open_tables(path: Path, *, verify: bool) -> Tables:
    """The tables of a file, mapped. Only the first page is looked at, unless `verify` has all of it checked.

    Raises BadIndexFile. Whatever the file holds, a search in it stays inside its arrays.
    """
    with path.open("rb") as file:
        header = _header_of(file.read(_PAGE))
        if verify and _digest_of(file) != header["digest"]:
            raise BadIndexFile("damaged_index", "the saved index is damaged: its content is not what was written")
    shapes = _shapes(header["entries"], header["members"])
    if path.stat().st_size != _PAGE + sum(_padded(_bytes_of(name, shape)) for name, shape in shapes.items()):
        raise BadIndexFile("cut_index", "the saved index is cut short or has more than it should")
    arrays, offset = {}, _PAGE
    for name, shape in shapes.items():
        arrays[name] = _mapped(path, name, offset, shape)
        offset += _padded(_bytes_of(name, shape))
    return Tables(**arrays)


def _mapped(path: Path, name: str, offset: int, shape: tuple[int, ...]) -> NDArray[Any]:
    if 0 in shape:
        return np.empty(shape, dtype=_TYPES[name])
    return np.asarray(np.memmap(path, dtype=_TYPES[name], mode="r", offset=offset, shape=shape))


def _shapes(entries: int, members: int) -> dict[str, tuple[int, ...]]:
    return {
        "words": (entries, WORDS),
        "starts": (CHUNKS, BUCKETS + 1),
        "siblings": (CHUNKS, entries + LANES),
        "rows": (CHUNKS, entries),
        "ids": (members,),
        "firsts": (entries + 1,),
    }


def _bytes_of(name: str, shape: tuple[int, ...]) -> int:
    count = _TYPES[name].itemsize
    for side in shape:
        count *= side
    return count


def _padded(count: int) -> int:
    return -(-count // _PAGE) * _PAGE


def _write(file: Any, array: NDArray[Any], digest: Any) -> None:
    """One array, filled up to whole pages."""
    content = memoryview(array).cast("B") if array.size else memoryview(b"")
    for start in range(0, len(content), _PIECE):
        piece = content[start : start + _PIECE]
        digest.update(piece)
        file.write(piece)
    filling = bytes(_padded(len(content)) - len(content))
    digest.update(filling)
    file.write(filling)


def _first_page(header: dict[str, Any]) -> bytes:
    text = json.dumps(header).encode()
    begin = _MAGIC + _LENGTH.pack(len(text)) + text
    page = begin.ljust(_PAGE - _DIGEST, b"\0")
    return page + hashlib.blake2b(page, digest_size=_DIGEST).digest()


def _header_of(page: bytes) -> dict[str, Any]:
    if len(page) < _PAGE or not page.startswith(_MAGIC):
        raise BadIndexFile("no_index", "the file is no saved index, or one of another version")
    body, digest = page[:-_DIGEST], page[-_DIGEST:]
    if hashlib.blake2b(body, digest_size=_DIGEST).digest() != digest:
        raise BadIndexFile("damaged_index", "the saved index is damaged: its first page is not what was written")
    (length,) = _LENGTH.unpack_from(body, len(_MAGIC))
    start = len(_MAGIC) + _LENGTH.size
    header = json.loads(body[start : start + length])
    if not all(isinstance(header.get(name), int) and header[name] >= 0 for name in ("entries", "members")):
        raise BadIndexFile("damaged_index", "the saved index is damaged: it does not say how much it holds")
    return dict(header)


def _digest_of(file: BinaryIO) -> str:
    digest = hashlib.blake2b(digest_size=_DIGEST)
    for piece in _pieces(file):
        digest.update(piece)
    return digest.hexdigest()


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece
