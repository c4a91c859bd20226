"""Whether a picture or video bears the marks of one that came straight out of a camera.

All of them are the camera's own notes (EXIF, a movie's metadata), which can be missing and can be forged: the marks say
where to look first, and prove nothing.
"""

import re
from dataclasses import dataclass
from typing import Final

from causeway.matching.capture import Capture
from causeway.scanning.seen import Seen
from causeway.vocabulary.findings import MediaDigests

_EDITORS: Final = re.compile(
    r"acdsee|adobe|affinity|b612|beautyplus|camera raw|canva\b|capture one|darkroom|darktable|digikam|facetune"
    r"|faststone|fotor|gimp|imagemagick|instagram|irfanview|lightroom|luminar|meitu|paint|photo editor"
    r"|photoscape|photoshop|picasa|picsart|pixelmator|pixlr|polarr|rawtherapee|remini|snapseed|vsco|xnview"
    r"|avidemux|capcut|davinci|filmora|final cut|handbrake|imovie|inshot|kdenlive|kinemaster|lavf|movavi|openshot"
    r"|premiere|shotcut|tiktok|vegas",
    re.IGNORECASE,
)
"""Programs that change pictures and videos and name themselves where a phone names its own system (the EXIF tag
Software and its like). `lavf` is FFmpeg's writer, which very many programs use.
"""
_LONGEST_NAME: Final = 80


@dataclass(frozen=True, slots=True, order=True)
class Device:
    """A camera or phone by what its pictures say of it; empty where they do not."""

    make: str
    model: str
    serial_number: str

    @property
    def name(self) -> str:
        """Make and model, and the serial number where one is stated."""
        same = self.model.casefold().startswith(self.make.casefold())
        name = self.model if same else f"{self.make} {self.model}".strip()
        return f"{name}, serial number {self.serial_number}" if self.serial_number else name


def device_of(capture: Capture | None) -> Device | None:
    """The device that a picture names, None where it names neither make nor model."""
    if capture is None or not (capture.make or capture.model):
        return None
    return Device(_clean(capture.make), _clean(capture.model), _clean(capture.serial_number))


def editor_of(capture: Capture) -> str | None:
    """The editing program that a picture names."""
    software = _clean(capture.software)
    return software if _EDITORS.search(software) else None


def has_the_stated_size(capture: Capture, digests: MediaDigests) -> bool:
    """Whether the picture is as large as the camera wrote, upright or turned."""
    stated = (capture.stated_width_px, capture.stated_height_px)
    return None not in stated and stated in (
        (digests.width_px, digests.height_px),
        (digests.height_px, digests.width_px),
    )


def states_a_size(capture: Capture, digests: MediaDigests) -> bool:
    """Whether a camera writes the size that the picture has: of a video none is written, and of a raw file that of a
    picture which is not read.
    """
    return not (capture.is_raw or digests.media_type.startswith("video/"))


def has_camera_marks(seen: Seen) -> bool:
    """Whether it names its device and time, is as large as stated where a size is, and names no editing program."""
    capture, digests = seen.capture, seen.digests
    return (
        capture is not None
        and digests is not None
        and device_of(capture) is not None
        and capture.taken_at is not None
        and (has_the_stated_size(capture, digests) or not states_a_size(capture, digests))
        and editor_of(capture) is None
    )


def _clean(text: str | None) -> str:
    """What a file says, fit to be shown: bounded, in one line, without control characters."""
    shown = "".join(character if character.isprintable() else " " for character in text or "")
    return " ".join(shown.split())[:_LONGEST_NAME]
