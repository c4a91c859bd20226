"""Clips as an invented phone records them: QuickTime, a JPEG a frame, and the phone's notes as metadata by keys."""

import io
import struct
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from PIL import Image

from causeway.worlds._cameras import Camera

_SIDE_PX: Final = 192
_A_SECOND: Final = 600
"""A movie's units of time."""
_EPOCH: Final = datetime(1904, 1, 1, tzinfo=UTC)
_MATRIX: Final = struct.pack(">9I", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
_TEXT: Final = 1


def filmed(scenes: Sequence[bytes], camera: Camera, at: datetime) -> bytes:
    """A clip of these scenes, each for a second, as the camera writes it."""
    frames = [_frame(scene) for scene in scenes]
    begins = _box(b"ftyp", b"qt  ", bytes(4), b"qt  ") + _box(b"wide")
    notes = {
        "com.apple.quicktime.make": camera.make,
        "com.apple.quicktime.model": camera.model,
        "com.apple.quicktime.software": camera.software,
        "com.apple.quicktime.creationdate": f"{at:%Y-%m-%dT%H:%M:%S%z}",
    }
    return begins + _box(b"mdat", *frames) + _movie(frames, len(begins) + 8, at, notes)


def movie_with(notes: bytes, at: datetime) -> bytes:
    """A movie without a track that has these boxes beside its header."""
    return _box(b"ftyp", b"qt  ", bytes(4), b"qt  ") + _box(b"moov", _movie_header(at, 0), notes)


def metadata(notes: Mapping[str, str]) -> bytes:
    """Texts by key (QuickTime File Format, metadata)."""
    keys = [_box(b"mdta", name.encode()) for name in notes]
    items = [
        _box(number.to_bytes(4, "big"), _box(b"data", struct.pack(">II", _TEXT, 0), text.encode()))
        for number, text in enumerate(notes.values(), start=1)
    ]
    handler = _box(b"hdlr", bytes(8), b"mdta", bytes(13))
    return _box(b"meta", handler, _box(b"keys", struct.pack(">II", 0, len(keys)), *keys), _box(b"ilst", *items))


def user_data(notes: Mapping[bytes, str]) -> bytes:
    """Texts by names of four bytes (QuickTime File Format, user data)."""
    return _box(b"udta", *(_box(name, struct.pack(">HH", len(text), 0), text.encode()) for name, text in notes.items()))


def _box(kind: bytes, *content: bytes) -> bytes:
    whole = b"".join(content)
    return struct.pack(">I4s", 8 + len(whole), kind) + whole


def _frame(scene: bytes) -> bytes:
    buffer = io.BytesIO()
    Image.open(io.BytesIO(scene)).convert("RGB").resize((_SIDE_PX, _SIDE_PX)).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def _movie(frames: Sequence[bytes], begins: int, at: datetime, notes: Mapping[str, str]) -> bytes:
    length, seconds = len(frames) * _A_SECOND, _seconds(at)
    track = struct.pack(">IIIIII", 0xF, seconds, seconds, 1, 0, length) + bytes(16) + _MATRIX
    media = struct.pack(">IIIIIHH", 0, seconds, seconds, _A_SECOND, length, 0, 0)
    return _box(
        b"moov",
        _movie_header(at, length),
        _box(
            b"trak",
            _box(b"tkhd", track, struct.pack(">II", _SIDE_PX << 16, _SIDE_PX << 16)),
            _box(
                b"mdia",
                _box(b"mdhd", media),
                _box(b"hdlr", bytes(4), b"mhlrvide", bytes(13)),
                _box(
                    b"minf",
                    _box(b"vmhd", struct.pack(">I4H", 1, 0, 0, 0, 0)),
                    _box(b"dinf", _box(b"dref", struct.pack(">II", 0, 1), _box(b"url ", struct.pack(">I", 1)))),
                    _samples(frames, begins),
                ),
            ),
        ),
        metadata(notes),
    )


def _movie_header(at: datetime, length: int) -> bytes:
    seconds = _seconds(at)
    header = struct.pack(">IIIIIIH", 0, seconds, seconds, _A_SECOND, length, 1 << 16, 1 << 8)
    return _box(b"mvhd", header, bytes(10), _MATRIX, bytes(24), struct.pack(">I", 2))


def _samples(frames: Sequence[bytes], begins: int) -> bytes:
    """How the frames lie behind one another."""
    picture = struct.pack(">HHIIIHHIIIH", 0, 0, 0, 0, 0, _SIDE_PX, _SIDE_PX, 72 << 16, 72 << 16, 0, 1)
    entry = _box(b"jpeg", bytes(6), struct.pack(">H", 1), picture, bytes(32), struct.pack(">Hh", 24, -1))
    sizes = struct.pack(f">{len(frames)}I", *map(len, frames))
    return _box(
        b"stbl",
        _box(b"stsd", struct.pack(">II", 0, 1), entry),
        _box(b"stts", struct.pack(">IIII", 0, 1, len(frames), _A_SECOND)),
        _box(b"stsc", struct.pack(">IIIII", 0, 1, 1, len(frames), 1)),
        _box(b"stsz", struct.pack(">III", 0, 0, len(frames)), sizes),
        _box(b"stco", struct.pack(">III", 0, 1, begins)),
    )


def _seconds(at: datetime) -> int:
    return int((at - _EPOCH).total_seconds())
