"""Writes HEIC files, so that the decoder has something to decode: no library whose licence fits writes them.

A still picture of 32 x 32 blocks whose samples stand in it as they are (PCM), each block a slice of its own, so that
the arithmetic coder has the same few bits to say each time. After ITU-T H.265 (sections 7.3, 9.3.4.3), ISO/IEC 14496-15
(`hvcC`) and ISO/IEC 23008-12 (the boxes of a still picture).
"""

import re
import struct

import numpy as np
from numpy.typing import NDArray

BLOCK = 32
_PCM_BLOCK = "100001101"
"""Coded anew: the block is one (the likelier bin of `part_mode`), its samples follow (`pcm_flag`), flush."""
_LAST_BLOCK = "111111101"
"""Coded anew: the slice ends here (`end_of_slice_segment_flag`), flush; its last bit is the stop bit."""
_VIDEO, _SEQUENCE, _PICTURE, _SLICE = 32, 33, 34, 20


def heic(
    luma: NDArray[np.uint8], blue: NDArray[np.uint8], red: NDArray[np.uint8], *, turns: int = 0, exif: bytes = b""
) -> bytes:
    """A picture of 8 bits, 4:2:0, full range BT.601, whose sides are multiples of 32. The file says that it is to be
    turned counter-clockwise by so many quarters (`irot`), and holds EXIF data where given.
    """
    height, width = luma.shape
    sets = [_nal(_VIDEO, _video_set()), _nal(_SEQUENCE, _sequence_set(width, height)), _nal(_PICTURE, _picture_set())]
    slices = b"".join(
        struct.pack(">I", len(nal)) + nal for nal in (_nal(_SLICE, content) for content in _slices(luma, blue, red))
    )
    return _boxes(width, height, sets, slices, turns, exif)


def _number(value: int) -> str:
    """Exp-Golomb: ue(v)."""
    bits = f"{value + 1:b}"
    return "0" * (len(bits) - 1) + bits


def _bytes(bits: str) -> bytes:
    """Filled with zeros to whole bytes."""
    return int(bits + "0" * (-len(bits) % 8), 2).to_bytes((len(bits) + 7) // 8, "big")


def _nal(kind: int, content: bytes) -> bytes:
    return bytes([kind << 1, 1]) + re.sub(rb"\0\0(?=[\0-\3])", b"\0\0\3", content)


_PROFILE = "000" + "00011" + "0111" + "0" * 28 + "1001" + "0" * 44 + f"{93:08b}"
"""Main still picture, progressive frames, level 3.1."""
_ONE_LAYER = "1" + _number(0) * 3


def _video_set() -> bytes:
    head = "0000" + "11" + "000000" + "000" + "1" + "1" * 16
    return _bytes(head + _PROFILE + _ONE_LAYER + "000000" + _number(0) + "00" + "1")


def _sequence_set(width: int, height: int) -> bytes:
    sides = _number(1) + _number(width) + _number(height) + "0"
    depths = _number(0) * 3 + _ONE_LAYER
    blocks = _number(2) + _number(0) + _number(0) + _number(3) + _number(0) * 2 + "000"
    pcm = "1" + f"{7:04b}" * 2 + _number(2) + _number(0) + "1"
    return _bytes(
        "0000" + "000" + "1" + _PROFILE + _number(0) + sides + depths + blocks + pcm + _number(0) + "00000" + "1"
    )


def _picture_set() -> bytes:
    plain = _number(0) * 2 + "0" * 7 + _number(0) * 3 + "000" + _number(0) * 2 + "000000" + "0"
    without_deblocking = "1" + "0" + "1"
    return _bytes(plain + without_deblocking + "00" + _number(0) + "00" + "1")


def _slices(luma: NDArray[np.uint8], blue: NDArray[np.uint8], red: NDArray[np.uint8]) -> list[bytes]:
    down, across = luma.shape[0] // BLOCK, luma.shape[1] // BLOCK
    address_bits = (down * across - 1).bit_length()
    found = []
    for block in range(down * across):
        address = f"{block:0{address_bits}b}" if block else ""
        head = ("0" if block else "1") + "0" + _number(0) + address + _number(2) + _number(0) + "1"
        samples = b"".join(
            _block(plane, block // across, block % across, side)
            for plane, side in ((luma, BLOCK), (blue, BLOCK // 2), (red, BLOCK // 2))
        )
        found.append(_bytes(head) + _bytes(_PCM_BLOCK) + samples + _bytes(_LAST_BLOCK))
    return found


def _block(plane: NDArray[np.uint8], row: int, column: int, side: int) -> bytes:
    return plane[row * side : (row + 1) * side, column * side : (column + 1) * side].tobytes()


def _box(kind: bytes, *parts: bytes, full: int | None = None) -> bytes:
    """A box; a full one begins with its version and no flags."""
    content = (b"" if full is None else bytes([full, 0, 0, 0])) + b"".join(parts)
    return struct.pack(">I", 8 + len(content)) + kind + content


def _boxes(width: int, height: int, sets: list[bytes], slices: bytes, turns: int, exif: bytes) -> bytes:
    configuration = b"\1\3\x60\0\0\0\x90\0\0\0\0\0\x5d\xf0\0\xfc\xfd\xf8\xf8\0\0\x0f" + bytes([len(sets)])
    configuration += b"".join(bytes([0x80 | nal[0] >> 1]) + struct.pack(">HH", 1, len(nal)) + nal for nal in sets)
    properties = _box(
        b"ipco",
        _box(b"hvcC", configuration),
        _box(b"ispe", struct.pack(">II", width, height), full=0),
        _box(b"colr", b"nclx", struct.pack(">HHHB", 1, 13, 6, 0x80)),
        _box(b"irot", bytes([turns])),
    )
    used = _box(b"ipma", struct.pack(">IHB4B", 1, 1, 4, 0x81, 2, 3, 0x84), full=0)
    notes = struct.pack(">I", 6) + b"Exif\0\0" + exif
    items = [(b"hvc1", slices), *([(b"Exif", notes)] if exif else [])]
    entries = [
        _box(b"infe", struct.pack(">HH", number, 0), kind, b"\0", full=2) for number, (kind, _) in enumerate(items, 1)
    ]
    refers = [_box(b"iref", _box(b"cdsc", struct.pack(">HHH", 2, 1, 1)), full=0)] if exif else []
    head = _box(b"ftyp", b"heic", bytes(4), b"mif1heic")

    def meta(start: int) -> bytes:
        places = b"\x44\0" + struct.pack(">H", len(items))
        for number, (_, content) in enumerate(items, 1):
            places += struct.pack(">HHHII", number, 0, 1, start, len(content))
            start += len(content)
        return _box(
            b"meta",
            _box(b"hdlr", bytes(4), b"pict", bytes(13), full=0),
            _box(b"pitm", struct.pack(">H", 1), full=0),
            _box(b"iloc", places, full=0),
            _box(b"iinf", struct.pack(">H", len(items)), *entries, full=0),
            *refers,
            _box(b"iprp", properties, used),
            full=0,
        )

    start = len(head) + len(meta(0)) + 8
    return head + meta(start) + _box(b"mdat", *(content for _, content in items))
