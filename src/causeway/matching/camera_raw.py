"""Whether a file is what a camera's sensor saw, as raw files in the form of TIFF are: CR2, NEF, DNG and others.

Of such a file Pillow reads the first picture, often a small one. The marks: Canon's own, the version tag of DNG 1.7, or
an image below the first (TIFF tag SubIFDs) that is a colour filter array (TIFF/EP, ISO 12234-2).
"""

import struct
from collections.abc import Iterator
from typing import Final

_ORDERS: Final = {b"II*\x00": "<", b"MM\x00*": ">"}
_MOST_ENTRIES: Final = 1_000
_MOST_BELOW: Final = 16
_PHOTOMETRIC: Final = 262
_SUB_IFDS: Final = 330
_DNG_VERSION: Final = 50706
_COLOUR_FILTER_ARRAY: Final = 32803
_ENTRY_BYTES: Final = 12
_SHORT: Final = 3


def is_camera_raw(data: bytes) -> bool:
    """Whether the file bears one of the marks. Whatever it holds, nothing is raised."""
    order = _ORDERS.get(data[:4])
    if order is None:
        return False
    if data[8:10] == b"CR":
        return True
    below: list[int] = []
    for tag, _kind, count, value in _entries(data, order, _number(data, order, 4)):
        if tag == _DNG_VERSION:
            return True
        if tag == _SUB_IFDS:
            below = (
                [value] if count == 1 else [_number(data, order, value + 4 * at) for at in range(_MOST_BELOW)][:count]
            )
    return any(
        tag == _PHOTOMETRIC and kind == _SHORT and _as_short(value, order) == _COLOUR_FILTER_ARRAY
        for offset in below
        for tag, kind, _count, value in _entries(data, order, offset)
    )


def _entries(data: bytes, order: str, offset: int) -> Iterator[tuple[int, int, int, int]]:
    """Tag, type, count and the four bytes of the value as a number, of each entry of the directory there."""
    if not 0 < offset <= len(data) - 2:
        return
    (entries,) = struct.unpack_from(f"{order}H", data, offset)
    for at in range(min(entries, _MOST_ENTRIES)):
        start = offset + 2 + at * _ENTRY_BYTES
        if start + _ENTRY_BYTES > len(data):
            return
        yield struct.unpack_from(f"{order}HHII", data, start)


def _number(data: bytes, order: str, offset: int) -> int:
    """The number of four bytes there, 0 beyond the file's end."""
    return int(struct.unpack_from(f"{order}I", data, offset)[0]) if 0 <= offset <= len(data) - 4 else 0


def _as_short(value: int, order: str) -> int:
    """The first two of the four bytes."""
    return value & 0xFFFF if order == "<" else value >> 16
