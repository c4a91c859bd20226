"""vPDQ: a video is compared by the PDQ hashes of its frames (Meta, 2021).

Decoding is OpenCV's, whose wheels carry FFmpeg without GPL codecs; it comes with the extra `scan`. Meant to run in a
limited process of its own, as the decoding of pictures is.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from causeway.matching.decode import DEFAULT_MAX_PIXELS
from causeway.matching.errors import UndecodableVideo
from causeway.matching.frames import FrameHash
from causeway.matching.pdq import PdqHash, pdq_hash
from causeway.matching.traceless import file_without_trace

VIDEO_TYPES: Final = frozenset(
    {
        "video/3gpp",
        "video/mp2t",
        "video/mp4",
        "video/mpeg",
        "video/quicktime",
        "video/webm",
        "video/x-flv",
        "video/x-matroska",
        "video/x-ms-asf",
        "video/x-msvideo",
    }
)
"""The types by content that `hash_frames` reads."""
DEFAULT_SECONDS_PER_FRAME: Final = 1.0
"""As lists of videos are exchanged. 0 hashes every frame."""
DEFAULT_BUDGET_SECONDS: Final = 20.0
"""Processor time a video; what was hashed by then counts."""
_FASTEST: Final = 1000.0
"""A video that states more frames a second states nonsense."""
_ENOUGH_OF_STATED: Final = 0.9
_USUAL_FRAMES_PER_SECOND: Final = 25.0
_CONTAINERS: Final = "asf,avi,flv,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,mpeg,mpegts"
_SETTINGS: Final = {
    "OPENCV_FFMPEG_CAPTURE_OPTIONS": f"protocol_whitelist;file|format_whitelist;{_CONTAINERS}|threads;1",
    "OPENCV_LOG_LEVEL": "SILENT",
    "OPENCV_FFMPEG_LOGLEVEL": "-8",
}
"""No playlist and no address in a file leads to another file or to the network, and nothing of it is printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HashedVideo:
    """`is_whole` is false where the time allowed ran out before the video's end, or the video breaks off."""

    frames: tuple[FrameHash, ...]
    width_px: int
    height_px: int
    is_whole: bool


def hash_frames(
    source: Path | BinaryIO,
    *,
    seconds_per_frame: float = DEFAULT_SECONDS_PER_FRAME,
    budget_seconds: float = DEFAULT_BUDGET_SECONDS,
    max_pixels: int = DEFAULT_MAX_PIXELS,
) -> HashedVideo:
    """The hashes of a video's frames, one each `seconds_per_frame` seconds from the first on.

    Raises UndecodableVideo with one of the codes of `VIDEO_FAULTS`: where nothing can be decoded, where it states
    frames of more than `max_pixels`, and where OpenCV is not installed.
    """
    with _opened(source) as video:
        width, height = video.stated_size()
        if width * height > max_pixels:
            raise UndecodableVideo("too_many_pixels")
        per_second = video.frames_per_second()
        step = max(1, round(per_second * seconds_per_frame))
        end = time.process_time() + budget_seconds
        frames: list[FrameHash] = []
        is_whole = True
        for frame, hashed in video.hashes(step):
            frames.append(FrameHash(frame=frame, seconds=frame / per_second, pdq=hashed.hex, quality=hashed.quality))
            if time.process_time() > end:
                is_whole = False
                break
        is_whole = is_whole and not video.breaks_off()
    if not frames:
        raise UndecodableVideo("damaged_video")
    return HashedVideo(frames=tuple(frames), width_px=width, height_px=height, is_whole=is_whole)


def still_frames(
    source: Path | BinaryIO,
    most: int,
    *,
    budget_seconds: float = DEFAULT_BUDGET_SECONDS,
    max_pixels: int = DEFAULT_MAX_PIXELS,
) -> tuple[NDArray[np.uint8], ...]:
    """Up to `most` frames of a video, spread over its length as it states it: arrays of height, width and RGB.

    Raises UndecodableVideo, as `hash_frames` does.
    """
    with _opened(source) as video:
        width, height = video.stated_size()
        if width * height > max_pixels:
            raise UndecodableVideo("too_many_pixels")
        step = max(1, video.stated_frames() // most)
        end = time.process_time() + budget_seconds
        found: list[NDArray[np.uint8]] = []
        for _frame, picture in video.pictures(step):
            found.append(picture)
            if len(found) == most or time.process_time() > end:
                break
    if not found:
        raise UndecodableVideo("damaged_video")
    return tuple(found)


@contextmanager
def _opened(source: Path | BinaryIO) -> Iterator["_Video"]:
    """The video, open in OpenCV, which reads it through this process's own file; what OpenCV raises is ours."""
    cv2 = _reader()
    with file_without_trace(source) if isinstance(source, Path) else nullcontext(source) as file:
        file.seek(0)
        capture = cv2.VideoCapture(file, cv2.CAP_FFMPEG, [])
        try:
            if not capture.isOpened():
                raise UndecodableVideo("damaged_video")
            yield _Video(cv2, capture)
        except cv2.error:
            raise UndecodableVideo("damaged_video") from None
        finally:
            capture.release()


def _reader() -> Any:
    """OpenCV, told before it is loaded what it may open."""
    if find_spec("cv2") is None:
        raise UndecodableVideo("no_video_reader")
    os.environ.update(_SETTINGS)
    return import_module("cv2")


class _Video:
    """An open video."""

    def __init__(self, cv2: Any, capture: Any) -> None:
        self._cv2, self._capture = cv2, capture

    def stated_size(self) -> tuple[int, int]:
        """Width and height."""
        get, cv2 = self._capture.get, self._cv2
        return int(get(cv2.CAP_PROP_FRAME_WIDTH)), int(get(cv2.CAP_PROP_FRAME_HEIGHT))

    def frames_per_second(self) -> float:
        """What it states, or what is usual where that is nonsense."""
        stated = float(self._capture.get(self._cv2.CAP_PROP_FPS))
        return stated if 0 < stated <= _FASTEST else _USUAL_FRAMES_PER_SECOND

    def stated_frames(self) -> int:
        """How many frames it states, 0 where it states none or nonsense."""
        return max(0, int(self._capture.get(self._cv2.CAP_PROP_FRAME_COUNT)))

    def breaks_off(self) -> bool:
        """Whether far fewer frames came than the video states; what it states is a guess in some formats."""
        stated = self.stated_frames()
        read = self._capture.get(self._cv2.CAP_PROP_POS_FRAMES)
        return bool(stated > 0 and read < _ENOUGH_OF_STATED * stated)

    def hashes(self, step: int) -> Iterator[tuple[int, PdqHash]]:
        """Every `step`th frame's number and hash."""
        for frame, picture in self.pictures(step):
            yield frame, pdq_hash(picture)

    def pictures(self, step: int) -> Iterator[tuple[int, NDArray[np.uint8]]]:
        """Every `step`th frame's number and picture, in RGB; the others are decoded and not looked at."""
        frame = 0
        while self._capture.grab():
            if frame % step == 0:
                is_there, picture = self._capture.retrieve()
                if is_there:
                    yield frame, self._cv2.cvtColor(picture, self._cv2.COLOR_BGR2RGB)
            frame += 1
