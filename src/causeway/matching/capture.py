"""What the device that took a picture wrote into it. All of it may be missing, and all of it can be forged."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """The camera's own notes. `taken_at` is the camera's local time, without a zone unless it wrote one; places are in
    degrees, north and east positive. `software` is what wrote the file last: a phone's system, or an editor.
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
