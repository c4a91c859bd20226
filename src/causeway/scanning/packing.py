"""`Seen` as bytes and back, small enough for a million: MessagePack, with hex digests as bytes.

A field that is added later is absent in old bytes and takes its default; a journal of another `looking.VERSION` is
never read.
"""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

import msgpack  # type: ignore[import-untyped]

from causeway.matching.capture import Capture
from causeway.matching.frames import FrameHash
from causeway.scanning.seen import Place, Seen
from causeway.vocabulary.findings import MediaDigests

_HEX: Final = ("sha256", "md5", "sha1", "pdq", "pdq_other")


def pack(seen: Seen) -> bytes:
    """The bytes, without the path, which is the journal's key."""
    row = (
        seen.place.size_bytes,
        _time(seen.place.modified_at),
        None if seen.digests is None else _each(asdict(seen.digests), _HEX, bytes.fromhex),
        None if seen.capture is None else _each(asdict(seen.capture), ("taken_at",), _time),
        [bytes.fromhex(turned) for turned in seen.turned],
        _frames(seen.frames),
        seen.fault,
        seen.pictures,
        _frames(seen.further),
    )
    packed: bytes = msgpack.packb(row, unicode_errors="surrogateescape")
    return packed


def unpack(path: str, packed: bytes) -> Seen:
    """What was packed, at its path."""
    size_bytes, modified_at, digests, capture, turned, frames, fault, pictures, further = msgpack.unpackb(
        packed, unicode_errors="surrogateescape", use_list=False
    )
    return Seen(
        place=Place(path=path, size_bytes=size_bytes, modified_at=_moment(modified_at)),
        digests=None if digests is None else MediaDigests(**_each(digests, _HEX, bytes.hex)),
        capture=None if capture is None else Capture(**_each(capture, ("taken_at",), _moment)),
        turned=tuple(one.hex() for one in turned),
        frames=_hashes(frames),
        fault=fault,
        pictures=pictures,
        further=_hashes(further),
    )


def _frames(frames: tuple[FrameHash, ...]) -> list[tuple[int, float, bytes, int]]:
    return [(frame.frame, frame.seconds, bytes.fromhex(frame.pdq), frame.quality) for frame in frames]


def _hashes(frames: tuple[tuple[int, float, bytes, int], ...]) -> tuple[FrameHash, ...]:
    return tuple(FrameHash(frame=at, seconds=s, pdq=pdq.hex(), quality=q) for at, s, pdq, q in frames)


def _each(fields: dict[str, Any], names: tuple[str, ...], change: Callable[[Any], Any]) -> dict[str, Any]:
    """The fields that say something, those of these names changed."""
    return {
        name: change(value) if name in names else value
        for name, value in fields.items()
        if value is not None and value is not False
    }


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
