"""What is found in a file by decoding it, and how that crosses from the process that decodes to the one that asked.

The decoding process may have been taken over by what it decoded: whatever it writes is held to these types and bounds.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any, Final

from causeway.matching.capture import LONGEST_TEXT, Capture
from causeway.matching.digest import ExactDigests
from causeway.matching.errors import PICTURE_FAULTS, VIDEO_FAULTS
from causeway.matching.frames import FrameHash
from causeway.matching.orientation import UPRIGHT_TURNS, upright
from causeway.vocabulary.findings import MediaDigests

FILE: Final = b"F"
"""Asks for the digests of the picture or video whose bytes follow."""
BYTES: Final = b"B"
"""Asks for all that is found in the picture or video whose bytes follow."""
PATH: Final = b"P"
"""Asks for all that is found in the picture or video whose path follows."""
LENGTH_BYTES: Final = 8
"""After the letter, how many bytes follow, big-endian."""
LONGEST_LINE_BYTES: Final = 16 * 1024 * 1024
"""The frames of a video of a day, at one a second."""
LOST_LINE: Final = b"\n"
"""Says that the file's own process was lost."""
MOST_FRAMES: Final = 100_000
"""More than a day at one frame a second."""
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_OTHER_TURNS: Final = 7
_BEST_QUALITY: Final = 100
_LARGEST_SIDE_PX: Final = 1 << 31
MOST_PICTURES: Final = 1 << 31
"""As many as a file may claim to hold."""
_LATEST_FRAME: Final = 1 << 40
_LONGEST_SECONDS: Final = 1e9
_FAULTS: Final = PICTURE_FAULTS.keys() | VIDEO_FAULTS.keys()


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What decoding found. `turned` are the PDQ hashes of the picture in its seven other turns and mirror images, in
    the order of `Turn`; `frames` those of a video. `orientation` is the one noted, `pdq_upright` the hash of the
    picture that it turns. `pictures` says how many the file holds, `further` are those looked at after the first (see
    `further`). `fault` says, by code, what was in the way.
    """

    pdq: str | None = None
    pdq_quality: int | None = None
    width_px: int | None = None
    height_px: int | None = None
    fault: str | None = None
    capture: Capture | None = None
    turned: tuple[str, ...] = ()
    frames: tuple[FrameHash, ...] = ()
    orientation: int | None = None
    pdq_upright: str | None = None
    pictures: int = 1
    further: tuple[FrameHash, ...] = ()


_STATED: Final = {each.name: None for each in fields(Findings)}.keys()


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """All that can be said of one file: its digests, the camera's notes, its turned hashes, a video's frames, and how
    many pictures it holds, with the hashes of those looked at after the first.
    """

    digests: MediaDigests
    capture: Capture | None = None
    turned: tuple[str, ...] = ()
    frames: tuple[FrameHash, ...] = ()
    pictures: int = 1
    further: tuple[FrameHash, ...] = ()

    def upright(self) -> "Look":
        """The same of the picture turned upright (see `upright`)."""
        digests, turned = upright(self.digests, self.turned)
        return replace(self, digests=digests, turned=turned)


def look_of(exact: ExactDigests, found: Findings) -> Look:
    """The digests taken of a file's bytes, with what decoding found."""
    return Look(
        digests=MediaDigests(
            sha256=exact.sha256,
            md5=exact.md5,
            sha1=exact.sha1,
            size_bytes=exact.size_bytes,
            media_type=exact.media_type,
            pdq=found.pdq,
            pdq_quality=found.pdq_quality,
            width_px=found.width_px,
            height_px=found.height_px,
            fault=found.fault,
            orientation=found.orientation,
            pdq_other=found.pdq_upright,
        ),
        capture=found.capture,
        turned=found.turned,
        frames=found.frames,
        pictures=found.pictures,
        further=found.further,
    )


def to_line(found: Findings) -> bytes:
    """One line of JSON."""
    return json.dumps({name: getattr(found, name) for name in _STATED}, default=_plain).encode() + b"\n"


def _plain(value: Any) -> object:
    return value.isoformat() if isinstance(value, datetime) else asdict(value)


def from_line(line: bytes) -> Findings | None:
    """What a line says; None for one that `to_line` would not write."""
    try:
        stated = json.loads(line)
        return _findings(stated) if stated.keys() == _STATED else None
    except (ArithmeticError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _findings(stated: Mapping[str, Any]) -> Findings:
    turned, frames = _list(stated["turned"], _OTHER_TURNS), _list(stated["frames"], MOST_FRAMES)
    if len(turned) not in (0, _OTHER_TURNS):
        raise ValueError
    return Findings(
        pdq=_optional(stated["pdq"], _hash),
        pdq_quality=_optional(stated["pdq_quality"], _quality),
        width_px=_optional(stated["width_px"], _side),
        height_px=_optional(stated["height_px"], _side),
        fault=_optional(stated["fault"], _fault),
        capture=_optional(stated["capture"], _capture),
        turned=tuple(_hash(each) for each in turned),
        frames=tuple(_frame(each) for each in frames),
        orientation=_optional(stated["orientation"], _orientation),
        pdq_upright=_optional(stated["pdq_upright"], _hash),
        pictures=_whole(stated["pictures"], MOST_PICTURES),
        further=tuple(_frame(each) for each in _list(stated["further"], MOST_FRAMES)),
    )


def _capture(stated: Mapping[str, Any]) -> Capture:
    readers: dict[str, Callable[[Any], Any]] = {
        **dict.fromkeys(("make", "model", "serial_number", "software"), _text),
        **dict.fromkeys(("stated_width_px", "stated_height_px"), _side),
        "is_raw": _truth,
        "taken_at": datetime.fromisoformat,
        "latitude": lambda value: _number(value, 90),
        "longitude": lambda value: _number(value, 180),
    }
    return Capture(**{name: _optional(value, readers[name]) for name, value in stated.items()})


def _truth(value: Any) -> bool:
    if type(value) is not bool:
        raise ValueError
    return value


def _frame(stated: Mapping[str, Any]) -> FrameHash:
    return FrameHash(
        frame=_whole(stated["frame"], _LATEST_FRAME),
        seconds=_number(stated["seconds"], _LONGEST_SECONDS),
        pdq=_hash(stated["pdq"]),
        quality=_quality(stated["quality"]),
    )


def _optional(value: Any, read: Callable[[Any], Any]) -> Any:
    return None if value is None else read(value)


def _list(value: Any, most: int) -> list[Any]:
    if type(value) is not list or len(value) > most:
        raise ValueError
    return value


def _hash(value: Any) -> str:
    if not _HASH.fullmatch(value):
        raise ValueError
    return str(value)


def _quality(value: Any) -> int:
    return _whole(value, _BEST_QUALITY)


def _side(value: Any) -> int:
    return _whole(value, _LARGEST_SIDE_PX)


def _orientation(value: Any) -> int:
    if type(value) is not int or value not in UPRIGHT_TURNS:
        raise ValueError
    return value


def _fault(value: Any) -> str:
    if value not in _FAULTS:
        raise ValueError
    return str(value)


def _whole(value: Any, most: int) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise ValueError
    return value


def _number(value: Any, most: float) -> float:
    if type(value) not in (int, float) or not abs(value) <= most:
        raise ValueError
    return float(value)


def _text(value: Any) -> str:
    if type(value) is not str or len(value) > LONGEST_TEXT or not value.isprintable():
        raise ValueError
    return value
