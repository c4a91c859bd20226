"""What the device that took a picture or video wrote into it; of pictures here (EXIF), of videos in `video_notes`.

All of it may be missing, and all of it can be forged.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from PIL import ExifTags, Image

LONGEST_TEXT: Final = 100
"""Makers' and models' names are short; what is longer is cut."""
_LARGEST_SIDE_PX: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """The camera's own notes. `taken_at` is the camera's local time, without a zone unless it wrote one; places are in
    degrees, north and east positive. `software` is what wrote the file last: a phone's system, or an editor. `is_raw`
    says that the file is what the sensor saw, and that what was read of it is another picture, often a small one.
    """

    make: str | None = None
    model: str | None = None
    serial_number: str | None = None
    software: str | None = None
    taken_at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None
    stated_width_px: int | None = None
    stated_height_px: int | None = None
    is_raw: bool = False


_NOTHING: Final = Capture()


def read_capture(image: Image.Image) -> Capture | None:
    """The camera's notes in a picture that is open but need not be decoded; None where there are none that can be read.

    Whatever the notes hold, nothing is raised but what Pillow raises for a picture that is broken as a whole.
    """
    exif = image.getexif()
    own = exif.get_ifd(ExifTags.IFD.Exif)
    latitude, longitude = _place(exif.get_ifd(ExifTags.IFD.GPSInfo))
    found = Capture(
        make=text_note(exif.get(ExifTags.Base.Make)),
        model=text_note(exif.get(ExifTags.Base.Model)),
        serial_number=text_note(own.get(ExifTags.Base.BodySerialNumber)),
        software=text_note(exif.get(ExifTags.Base.Software)),
        taken_at=_time(own.get(ExifTags.Base.DateTimeOriginal), own.get(ExifTags.Base.OffsetTimeOriginal)),
        latitude=latitude,
        longitude=longitude,
        stated_width_px=_side(own.get(ExifTags.Base.ExifImageWidth)),
        stated_height_px=_side(own.get(ExifTags.Base.ExifImageHeight)),
    )
    return None if found == _NOTHING else found


def text_note(value: Any) -> str | None:
    """What a device wrote, in one line without control characters and cut; None where it is no text or says nothing."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        return None
    clean = "".join(character for character in value if character.isprintable())
    return " ".join(clean.split())[:LONGEST_TEXT] or None


def _time(value: Any, offset: Any) -> datetime | None:
    """EXIF's `YYYY:MM:DD HH:MM:SS`, with the offset where the camera wrote one that can be read."""
    text = text_note(value)
    if text is None:
        return None
    for written, layout in ((f"{text} {text_note(offset) or ''}", "%Y:%m:%d %H:%M:%S %z"), (text, "%Y:%m:%d %H:%M:%S")):
        try:
            return datetime.strptime(written, layout)  # noqa: DTZ007 (cameras know no zones)
        except ValueError:
            continue
    return None


def _place(gps: Mapping[int, Any]) -> tuple[float | None, float | None]:
    """Latitude and longitude; both or none."""
    latitude = _degrees(gps.get(ExifTags.GPS.GPSLatitude), gps.get(ExifTags.GPS.GPSLatitudeRef), "S", 90)
    longitude = _degrees(gps.get(ExifTags.GPS.GPSLongitude), gps.get(ExifTags.GPS.GPSLongitudeRef), "W", 180)
    return (None, None) if latitude is None or longitude is None else (latitude, longitude)


def _degrees(value: Any, side: Any, negative: str, largest: int) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in value)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    found = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(found) or abs(found) > largest:
        return None
    return -found if text_note(side) == negative else found


def _side(value: Any) -> int | None:
    return value if type(value) is int and 0 < value < _LARGEST_SIDE_PX else None
