"""What the device that took a video wrote into it: the movie's own boxes of MP4, 3GP and QuickTime files.

ISO/IEC 14496-12 (movie header, user data), the QuickTime File Format (metadata by keys, user data texts) and what
phones write there. A file may be hostile: boxes are walked by their sizes, each inside the one around it, so many at
most, and only short ones are read. Meant for the limited process, as all reading of untrusted files is.
"""

import re
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import BinaryIO, Final

from causeway.matching.capture import Capture, text_note

NOTED_TYPES: Final = frozenset({"video/3gpp", "video/mp4", "video/quicktime"})
"""The types by content that have such boxes."""
_MOST_BOXES: Final = 10_000
_LONGEST_READ: Final = 1 << 16
"""A text or a list of keys takes some hundred bytes."""
_LARGE_SIZE: Final = 1
_TO_THE_END: Final = 0
_EPOCH: Final = datetime(1904, 1, 1, tzinfo=UTC)
"""From which a movie counts its seconds."""
_EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
"""A camera that states an earlier time has no clock, or counts from elsewhere."""
_UTF8: Final = 1
"""The type of a value that is text (QuickTime, well-known types)."""
_TEXTS: Final = {
    "make": ("com.apple.quicktime.make", "com.android.manufacturer", "\xa9mak"),
    "model": ("com.apple.quicktime.model", "com.android.model", "\xa9mod"),
    "software": ("\xa9too", "com.apple.quicktime.software", "\xa9swr", "com.android.version"),
    "taken": ("com.apple.quicktime.creationdate", "\xa9day"),
    "place": ("com.apple.quicktime.location.ISO6709", "\xa9xyz"),
}
"""Under which names each is noted, the one that counts first: of programs the one that wrote the file last."""
_NOTED: Final = frozenset(name for names in _TEXTS.values() for name in names)
_PLACE: Final = re.compile(r"([+-]\d{1,2}(?:\.\d{1,9})?)([+-]\d{1,3}(?:\.\d{1,9})?)(?:[+-/]|$)")
"""ISO 6709, annex H, in whole degrees with decimals."""
_MOST_LATITUDE, _MOST_LONGITUDE = 90, 180
_NOTHING: Final = Capture()


@dataclass(frozen=True, slots=True)
class _Box:
    """Where a box's content lies."""

    kind: bytes
    start: int
    end: int


def read_video_capture(file: BinaryIO) -> Capture | None:
    """The notes in an open video; None where there are none that can be read. Whatever the file holds, nothing is
    raised but what reading it raises.
    """
    notes = _Notes(file)
    with suppress(_TooMuch):
        notes.read()
    latitude, longitude = _degrees(notes.texts)
    found = Capture(
        make=_first(notes.texts, "make"),
        model=_first(notes.texts, "model"),
        software=_first(notes.texts, "software"),
        taken_at=_stated_time(notes.texts) or notes.created_at,
        latitude=latitude,
        longitude=longitude,
    )
    return None if found == _NOTHING else found


class _TooMuch(Exception):
    """There are more boxes than any camera writes."""


@dataclass(slots=True)
class _Notes:
    """What is noted, by name."""

    file: BinaryIO
    texts: dict[str, str] = field(default_factory=dict)
    created_at: datetime | None = None
    boxes_left: int = _MOST_BOXES

    def read(self) -> None:
        end = self.file.seek(0, 2)
        for box in self._boxes(0, end):
            if box.kind == b"moov":
                self._read_movie(box)
                return

    def _boxes(self, at: int, end: int) -> Iterator[_Box]:
        """The boxes that lie there one after another, up to the first that does not fit."""
        while at + 8 <= end:
            self.boxes_left -= 1
            if self.boxes_left < 0:
                raise _TooMuch
            size, kind = struct.unpack(">I4s", self._bytes(at, 8))
            start = at + 8
            if size == _LARGE_SIZE:
                large = self._bytes(start, 8)
                if len(large) < 8:
                    return
                (size,), start = struct.unpack(">Q", large), start + 8
            elif size == _TO_THE_END:
                size = end - at
            if size < start - at or at + size > end:
                return
            yield _Box(kind, start, at + size)
            at += size

    def _bytes(self, at: int, size: int) -> bytes:
        self.file.seek(at)
        return self.file.read(size)

    def _content(self, box: _Box) -> bytes:
        return self._bytes(box.start, min(box.end - box.start, _LONGEST_READ))

    def _read_movie(self, movie: _Box) -> None:
        for box in self._boxes(movie.start, movie.end):
            if box.kind == b"mvhd":
                self.created_at = _created_at(self._content(box))
            elif box.kind == b"meta":
                self._read_metadata(box)
            elif box.kind == b"udta":
                self._read_user_data(box)

    def _read_user_data(self, data: _Box) -> None:
        for box in self._boxes(data.start, data.end):
            if box.kind == b"meta":
                self._read_metadata(box)
            elif box.kind.startswith(b"\xa9"):
                content = self._content(box)
                length = int.from_bytes(content[:2], "big")
                self._note(box.kind.decode("latin-1"), content[4 : 4 + length])

    def _read_metadata(self, metadata: _Box) -> None:
        """Values by numbers of keys that stand before them, or by names of four letters."""
        is_plain = self._bytes(metadata.start + 4, 4) == b"hdlr"
        keys: list[str] = []
        for box in self._boxes(metadata.start if is_plain else metadata.start + 4, metadata.end):
            if box.kind == b"keys":
                keys = _keys(self._content(box))
            elif box.kind == b"ilst":
                for item in self._boxes(box.start, box.end):
                    self._read_item(item, keys)

    def _read_item(self, item: _Box, keys: list[str]) -> None:
        number = int.from_bytes(item.kind, "big")
        name = keys[number - 1] if 0 < number <= len(keys) else item.kind.decode("latin-1")
        for box in self._boxes(item.start, item.end):
            content = self._content(box)
            if box.kind == b"data" and int.from_bytes(content[:4], "big") == _UTF8:
                self._note(name, content[8:])

    def _note(self, name: str, value: bytes) -> None:
        text = text_note(value)
        if name in _NOTED and text is not None:
            self.texts.setdefault(name, text)


def _keys(content: bytes) -> list[str]:
    """The names of keys, in order; they count from 1."""
    keys, at = [], 8
    while at + 8 <= len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        if size < 8:
            break
        keys.append(content[at + 8 : at + size].decode("utf-8", "replace"))
        at += size
    return keys


def _created_at(header: bytes) -> datetime | None:
    """When the movie says that it was made: in UTC by the standard, though some cameras write their own clock."""
    seconds = int.from_bytes(header[4:12] if header[:1] == b"\x01" else header[4:8], "big")
    try:
        created = _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return None
    return created if created >= _EARLIEST else None


def _first(texts: dict[str, str], what: str) -> str | None:
    return next((texts[name] for name in _TEXTS[what] if name in texts), None)


def _stated_time(texts: dict[str, str]) -> datetime | None:
    """ISO 8601, as phones write it, with the zone where they do; a bare year says too little."""
    text = _first(texts, "taken")
    if text is None or "T" not in text:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _degrees(texts: dict[str, str]) -> tuple[float | None, float | None]:
    found = _PLACE.match(_first(texts, "place") or "")
    if found is None:
        return None, None
    latitude, longitude = float(found[1]), float(found[2])
    if abs(latitude) > _MOST_LATITUDE or abs(longitude) > _MOST_LONGITUDE:
        return None, None
    return latitude, longitude
