"""What a judgement needs of each file, in columns: a million files take some 300 MB, so that a laptop holds them."""

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray

from causeway.matching import RECOMMENDED_QUALITY
from causeway.matching.frames import FrameHash
from causeway.scanning.known import KnownFiles, KnownHits, has_a_telling_hash, joined
from causeway.scanning.origins import Device, device_of, has_camera_marks
from causeway.scanning.seen import Place, Seen
from causeway.scanning.sharing import NO_HINT, brought_by, hint_of, torrent_hint_of

BATCH: Final = 4096
"""Files searched for at a time."""
HASH_BYTES: Final = 32
NONE: Final = -1
NO_TIME: Final = int(np.iinfo(np.int64).min)
_PIXELS_OF_RAW: Final = 1 << 40
"""What a sensor saw is larger than any picture made of it, though what is read of the file is a small one."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Columns:
    """One row a file, in the order of the scan. Times are microseconds since 1970, `NO_TIME` where none is stated:
    `modified` in UTC, `taken` by the camera's clock. `hint` and `device` are places in `HINTS` and `devices`.
    `pdq` is all zeros where `is_telling` is false. `frame_row` says whose each of `frames` is; both are of videos.
    """

    paths: bytearray
    path_ends: NDArray[np.int64]
    size: NDArray[np.int64]
    modified: NDArray[np.int64]
    sha256: NDArray[np.uint8]
    pdq: NDArray[np.uint8]
    is_read: NDArray[np.bool_]
    has_fault: NDArray[np.bool_]
    is_media: NDArray[np.bool_]
    is_telling: NDArray[np.bool_]
    has_marks: NDArray[np.bool_]
    pixels: NDArray[np.int64]
    device: NDArray[np.int32]
    taken: NDArray[np.int64]
    hint: NDArray[np.int16]
    devices: tuple[Device, ...]
    frames: NDArray[np.uint8]
    frame_row: NDArray[np.int64]
    known: KnownHits

    def __len__(self) -> int:
        return len(self.size)

    def path(self, row: int) -> str:
        """Where the file lies."""
        start = self.path_ends[row - 1] if row else 0
        return bytes(self.paths[start : self.path_ends[row]]).decode(errors="surrogateescape")

    def place(self, row: int) -> Place:
        """The same with its size and time."""
        return Place(path=self.path(row), size_bytes=int(self.size[row]), modified_at=utc_time(self.modified[row]))


def gather(seen: Iterable[Seen], known: KnownFiles, radius_bits: int) -> Columns:
    """One pass over all files; each is looked for among the known ones on the way."""
    rows, hits, done = _Rows(), [], 0
    for batch in batches(seen):
        found = known.search(batch, radius_bits)
        hits.append(KnownHits(found.row + done, *found[1:]))
        for each in batch:
            rows.take(each)
        done += len(batch)
    return rows.columns(joined(hits))


def batches(seen: Iterable[Seen]) -> Iterator[list[Seen]]:
    """The files, `BATCH` at a time."""
    files = iter(seen)
    while batch := list(islice(files, BATCH)):
        yield batch


def utc_time(microseconds: int) -> datetime | None:
    """A time of a column."""
    return None if microseconds == NO_TIME else _EPOCH + int(microseconds) * _MICROSECOND


def camera_time(microseconds: int) -> datetime:
    """A stated time of a camera's clock, which names no zone."""
    return (_EPOCH + int(microseconds) * _MICROSECOND).replace(tzinfo=None)


def _array(code: str) -> Callable[[], "array[int]"]:
    return lambda: array(code)


@dataclass(slots=True)
class _Rows:
    """Columns that grow."""

    paths: bytearray = field(default_factory=bytearray)
    path_ends: "array[int]" = field(default_factory=_array("q"))
    size: "array[int]" = field(default_factory=_array("q"))
    modified: "array[int]" = field(default_factory=_array("q"))
    sha256: bytearray = field(default_factory=bytearray)
    pdq: bytearray = field(default_factory=bytearray)
    is_read: bytearray = field(default_factory=bytearray)
    has_fault: bytearray = field(default_factory=bytearray)
    is_media: bytearray = field(default_factory=bytearray)
    is_telling: bytearray = field(default_factory=bytearray)
    has_marks: bytearray = field(default_factory=bytearray)
    pixels: "array[int]" = field(default_factory=_array("q"))
    device: "array[int]" = field(default_factory=_array("i"))
    taken: "array[int]" = field(default_factory=_array("q"))
    hint: "array[int]" = field(default_factory=_array("h"))
    devices: dict[Device, int] = field(default_factory=dict)
    frames: bytearray = field(default_factory=bytearray)
    frame_row: "array[int]" = field(default_factory=_array("q"))
    torrents: set[str] = field(default_factory=set)

    def take(self, seen: Seen) -> None:
        """One file more."""
        self._take_place(seen.place)
        digests, capture = seen.digests, seen.capture
        is_telling = digests is not None and has_a_telling_hash(digests)
        self.is_read.append(digests is not None)
        self.has_fault.append(seen.fault is not None)
        self.is_media.append(digests is not None and digests.media_type.startswith(("image/", "video/")))
        self.sha256 += bytes.fromhex(digests.sha256) if digests is not None else bytes(HASH_BYTES)
        self.pdq += bytes.fromhex(digests.pdq) if is_telling and digests and digests.pdq else bytes(HASH_BYTES)
        self.is_telling.append(is_telling)
        self.pixels.append(_pixels(seen))
        self.has_marks.append(has_camera_marks(seen))
        device = device_of(capture)
        self.device.append(NONE if device is None else self.devices.setdefault(device, len(self.devices)))
        self.taken.append(_microseconds(capture.taken_at.replace(tzinfo=UTC) if capture and capture.taken_at else None))
        self._take_frames(len(self.size) - 1, seen.frames)

    def _take_place(self, place: Place) -> None:
        self.paths += place.path.encode(errors="surrogateescape")
        self.path_ends.append(len(self.paths))
        self.size.append(place.size_bytes)
        self.modified.append(_microseconds(place.modified_at))
        self.hint.append(hint_of(place.path))
        if brought := brought_by(place.path):
            self.torrents.add(brought)

    def _take_frames(self, row: int, frames: tuple[FrameHash, ...]) -> None:
        for frame in frames:
            if frame.quality >= RECOMMENDED_QUALITY:
                self.frames += bytes.fromhex(frame.pdq)
                self.frame_row.append(row)

    def columns(self, known: KnownHits) -> Columns:
        """What was taken, and what is known of it."""
        columns = Columns(
            paths=self.paths,
            path_ends=np.asarray(self.path_ends),
            size=np.asarray(self.size),
            modified=np.asarray(self.modified),
            sha256=_hashes(self.sha256),
            pdq=_hashes(self.pdq),
            is_read=np.frombuffer(self.is_read, np.bool_),
            has_fault=np.frombuffer(self.has_fault, np.bool_),
            is_media=np.frombuffer(self.is_media, np.bool_),
            is_telling=np.frombuffer(self.is_telling, np.bool_),
            has_marks=np.frombuffer(self.has_marks, np.bool_),
            pixels=np.asarray(self.pixels),
            device=np.asarray(self.device),
            taken=np.asarray(self.taken),
            hint=np.array(self.hint),
            devices=tuple(self.devices),
            frames=_hashes(self.frames),
            frame_row=np.asarray(self.frame_row),
            known=known,
        )
        self._see_torrents(columns)
        return columns

    def _see_torrents(self, columns: Columns) -> None:
        """A torrent may come after what lies beside it, so that all paths are looked at once more."""
        if self.torrents:
            for row in np.flatnonzero(columns.hint == NO_HINT).tolist():
                columns.hint[row] = torrent_hint_of(columns.path(row), self.torrents)


def _pixels(seen: Seen) -> int:
    if seen.capture is not None and seen.capture.is_raw:
        return _PIXELS_OF_RAW
    return (seen.digests.width_px or 0) * (seen.digests.height_px or 0) if seen.digests is not None else 0


def _hashes(packed: bytearray) -> NDArray[np.uint8]:
    return np.frombuffer(packed, np.uint8).reshape(-1, HASH_BYTES)


def _microseconds(time: datetime | None) -> int:
    return NO_TIME if time is None else (time - _EPOCH) // _MICROSECOND
