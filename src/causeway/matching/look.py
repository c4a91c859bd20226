"""What is found in a file by decoding it, and how that crosses from the process that decodes to the one that asked.

The decoding process may have been taken over by what it decoded: whatever it writes is held to these types and bounds.
"""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any, Final

from causeway.matching.capture import LONGEST_TEXT, Capture
from causeway.matching.digest import ExactDigests
from causeway.matching.frames import FrameHash
from causeway.vocabulary.findings import MediaDigests

FILE: Final = b"F"
"""Asks what a picture shows whose bytes follow."""
PATH: Final = b"P"
"""Asks what a picture shows whose path follows."""
ALL: Final = b"A"
"""Asks for all that is found in the picture or video whose path follows."""
BYTES: Final = b"B"
"""Asks for all that is found in the picture whose bytes follow."""
LENGTH_BYTES: Final = 8
"""After the letter, how many bytes follow, big-endian."""
MOST_FRAMES: Final = 100_000
"""More than a day at one frame a second."""
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_OTHER_TURNS: Final = 7
_LONGEST_FAULT: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What decoding found. `turned` are the PDQ hashes of the picture in its seven other turns and mirror images, in
    the order of `Turn`; `frames` those of a video. `fault` says, by code, what was in the way.
    """

    pdq: str | None = None
    pdq_quality: int | None = None
    width_px: int | None = None
    height_px: int | None = None
    fault: str | None = None
    capture: Capture | None = None
    turned: tuple[str, ...] = ()
    frames: tuple[FrameHash, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """All that can be said of one file: its digests, the camera's notes, its turned hashes, a video's frames."""

    digests: MediaDigests
    capture: Capture | None = None
    turned: tuple[str, ...] = ()
    frames: tuple[FrameHash, ...] = ()


def look_of(exact: ExactDigests, found: Findings) -> Look:
    """The digests taken of a file's bytes, with what decoding found."""
    return Look(
        digests=MediaDigests(
            **asdict(exact),
            pdq=found.pdq,
            pdq_quality=found.pdq_quality,
            width_px=found.width_px,
            height_px=found.height_px,
            fault=found.fault,
        ),
        capture=found.capture,
        turned=found.turned,
        frames=found.frames,
    )


def to_line(found: Findings) -> bytes:
    """One line of JSON."""
    return json.dumps(asdict(found), default=datetime.isoformat).encode() + b"\n"


def from_line(line: bytes) -> Findings | None:
    """What a line says; None for one that `to_line` would not write."""
    try:
        stated = json.loads(line)
        return _findings(stated) if set(stated) == {each.name for each in fields(Findings)} else None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _findings(stated: Mapping[str, Any]) -> Findings:
    turned, frames = _list(stated["turned"], _OTHER_TURNS), _list(stated["frames"], MOST_FRAMES)
    return Findings(
        pdq=_optional(stated["pdq"], _hash),
        pdq_quality=_optional(stated["pdq_quality"], _whole),
        width_px=_optional(stated["width_px"], _whole),
        height_px=_optional(stated["height_px"], _whole),
        fault=_optional(stated["fault"], lambda value: _text(value, _LONGEST_FAULT)),
        capture=_optional(stated["capture"], _capture),
        turned=tuple(_hash(each) for each in turned),
        frames=tuple(_frame(each) for each in frames),
    )


def _capture(stated: Mapping[str, Any]) -> Capture:
    whole = Capture(**stated)
    for name in ("make", "model", "serial_number", "software"):
        _optional(getattr(whole, name), lambda value: _text(value, LONGEST_TEXT))
    for name in ("stated_width_px", "stated_height_px"):
        _optional(getattr(whole, name), _whole)
    for name in ("latitude", "longitude"):
        _optional(getattr(whole, name), _number)
    return replace(whole, taken_at=_optional(stated["taken_at"], datetime.fromisoformat))


def _frame(stated: Mapping[str, Any]) -> FrameHash:
    return FrameHash(
        frame=_whole(stated["frame"]),
        seconds=_number(stated["seconds"]),
        pdq=_hash(stated["pdq"]),
        quality=_whole(stated["quality"]),
    )


def _optional(value: Any, read: Any) -> Any:
    return None if value is None else read(value)


def _list(value: Any, most: int) -> list[Any]:
    if type(value) is not list or len(value) > most:
        raise ValueError
    return value


def _hash(value: Any) -> str:
    if not _HASH.fullmatch(value):
        raise ValueError
    return str(value)


def _whole(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError
    return value


def _number(value: Any) -> float:
    if type(value) not in (int, float) or not math.isfinite(value):
        raise ValueError
    return float(value)


def _text(value: Any, longest: int) -> str:
    if type(value) is not str or len(value) > longest or not value.isprintable():
        raise ValueError
    return value
