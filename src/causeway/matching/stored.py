"""Arrays in one file that is mapped into memory: many processes share one copy, and none reads it whole.

The file begins with 4,096 bytes: eight that name what it holds, the length of a JSON header, the header, and a BLAKE2b
digest of all these. The header gives each array's shape, and the digest of everything behind it; the arrays follow in
the order that their reader expects, each filled up to whole pages. All is little-endian.
"""

import hashlib
import json
import os
import struct
import sys
from collections.abc import Mapping
from math import prod
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from causeway.lasting import written_lastingly
from causeway.matching.errors import BadIndexFile

_PAGE: Final = 4096
_PIECE: Final = 1 << 24
_DIGEST: Final = 32
_LENGTH: Final = struct.Struct("<I")
_LARGEST_SIDE: Final = 1 << 40

Types = Mapping[str, "np.dtype[Any]"]


def save_arrays(path: Path | str, magic: bytes, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write arrays beside `path`, then put them in its place, so that nobody ever finds half a file, not even after a
    loss of power.
    """
    if sys.byteorder != "little":
        raise BadIndexFile("big_endian", "an index can be saved on little-endian processors only")
    with written_lastingly(Path(path)) as file:
        file.write(bytes(_PAGE))
        digest = hashlib.blake2b(digest_size=_DIGEST)
        for array in arrays.values():
            _write(file, np.ascontiguousarray(array), digest)
        shapes = {name: array.shape for name, array in arrays.items()}
        file.seek(0)
        file.write(_first_page(magic, {"shapes": shapes, "digest": digest.hexdigest()}))


def open_arrays(path: Path | str, magic: bytes, types: Types, *, verify: bool) -> dict[str, NDArray[Any]]:
    """The arrays of a file, mapped, read-only. Only the first page is looked at, unless `verify` has all of it checked.

    All come from the one file that was opened, whatever takes its place meanwhile.

    Raises BadIndexFile where the file is none, was cut, or is damaged. Whether the shapes go together, the caller sees.
    """
    with Path(path).open("rb") as file:
        header = _header_of(file.read(_PAGE), magic)
        if verify and _digest_of(file) != header.get("digest"):
            raise BadIndexFile("damaged_index", "the saved index is damaged: its content is not what was written")
        shapes = _shapes_of(header, types)
        sizes = {name: types[name].itemsize * prod(shape) for name, shape in shapes.items()}
        if os.fstat(file.fileno()).st_size != _PAGE + sum(map(_padded, sizes.values())):
            raise BadIndexFile("cut_index", "the saved index is cut short or has more than it should")
        arrays, offset = {}, _PAGE
        for name, shape in shapes.items():
            arrays[name] = _mapped(file, types[name], offset, shape)
            offset += _padded(sizes[name])
    return arrays


def _mapped(file: BinaryIO, dtype: "np.dtype[Any]", offset: int, shape: tuple[int, ...]) -> NDArray[Any]:
    if 0 in shape:
        return np.empty(shape, dtype=dtype)
    return np.asarray(np.memmap(file, dtype=dtype, mode="r", offset=offset, shape=shape))


def _padded(count: int) -> int:
    return -(-count // _PAGE) * _PAGE


def _write(file: BinaryIO, array: NDArray[Any], digest: Any) -> None:
    """One array, filled up to whole pages."""
    content = memoryview(array.data).cast("B") if array.size else memoryview(b"")
    for start in range(0, len(content), _PIECE):
        piece = content[start : start + _PIECE]
        digest.update(piece)
        file.write(piece)
    filling = bytes(_padded(len(content)) - len(content))
    digest.update(filling)
    file.write(filling)


def _first_page(magic: bytes, header: dict[str, Any]) -> bytes:
    text = json.dumps(header).encode()
    page = (magic + _LENGTH.pack(len(text)) + text).ljust(_PAGE - _DIGEST, b"\0")
    return page + hashlib.blake2b(page, digest_size=_DIGEST).digest()


def _header_of(page: bytes, magic: bytes) -> dict[str, Any]:
    if len(page) < _PAGE or not page.startswith(magic):
        raise BadIndexFile("no_index", "the file is no saved index, or one of another kind or version")
    body, digest = page[:-_DIGEST], page[-_DIGEST:]
    if hashlib.blake2b(body, digest_size=_DIGEST).digest() != digest:
        raise BadIndexFile("damaged_index", "the saved index is damaged: its first page is not what was written")
    (length,) = _LENGTH.unpack_from(body, len(magic))
    start = len(magic) + _LENGTH.size
    try:
        header = json.loads(body[start : start + length])
    except ValueError:
        raise _unreadable() from None
    if not isinstance(header, dict):
        raise _unreadable()
    return header


def _shapes_of(header: dict[str, Any], types: Types) -> dict[str, tuple[int, ...]]:
    """The shapes that the header states, in the reader's order; the page may have been written by anybody."""
    stated = header.get("shapes")
    if not isinstance(stated, dict) or set(stated) != set(types):
        raise _unreadable()
    for shape in stated.values():
        if not isinstance(shape, list) or not all(type(side) is int and 0 <= side < _LARGEST_SIDE for side in shape):
            raise _unreadable()
    return {name: tuple(stated[name]) for name in types}


def _unreadable() -> BadIndexFile:
    return BadIndexFile("damaged_index", "the saved index is damaged: it does not say what it holds")


def _digest_of(file: BinaryIO) -> str:
    digest = hashlib.blake2b(digest_size=_DIGEST)
    while piece := file.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()
