"""The further pictures of a file that holds several: the frames of an animation, the pages of a TIFF, what a camera put
behind its photo (CIPA DC-007, MPO). A listed picture may be any of them.

Some are looked at, spread over the file: to reach a frame of an animation all before it are decoded.
"""

import time
from contextlib import suppress
from typing import Final

from PIL import GifImagePlugin, Image, MpoImagePlugin, TiffImagePlugin

from causeway.matching.decode import LIBRARY_FAULTS, PICTURES_NOTE, opened_picture, to_pixels
from causeway.matching.errors import UndecodablePicture
from causeway.matching.frames import FrameHash
from causeway.matching.pdq import PdqHash, pdq_hash

MOST_FURTHER: Final = 49
"""Beside the first."""
MOST_PAGES: Final = 1_000
"""So many pages of a TIFF are counted."""
MOST_FRAMES_COUNTED: Final = 100_000
"""Of a GIF that may hold more the beginnings of frames are counted, and none of them is looked at."""
_MOST_PIXELS: Final = 500_000_000
"""Of all pictures up to the last that is looked at."""
_BUDGET_SECONDS: Final = 5.0
"""Processor time a file; what was hashed by then counts."""
_FRAME_BEGINS: Final = b"\x00,"
"""The end of the block before a frame of a GIF, and its image separator (GIF89a, section 20)."""


def look_further(data: bytes, *, max_pixels: int, fast: bool) -> tuple[int, tuple[FrameHash, ...]]:
    """How many pictures the file holds, so far as that can be read, at least 1; and the hashes of some after the first,
    in order, numbered from 0 for the first of all.

    What cannot be decoded ends it: the caller sees how many there are. None of a HEIC file's are read.
    """
    count, found = 1, list[FrameHash]()
    end = time.process_time() + _BUDGET_SECONDS
    with suppress(UndecodablePicture, MemoryError), opened_picture(data, max_pixels=max_pixels) as image:
        count = _count(image, data)
        reach = max(1, _MOST_PIXELS // (image.width * image.height)) if _is_read(image, count) else 0
        for number in spread(count, reach):
            image.seek(number)
            if image.width * image.height > max_pixels or time.process_time() > end:
                break
            hashed = _hashed(image, data, max_pixels=max_pixels, fast=fast)
            found.append(FrameHash(frame=number, seconds=0.0, pdq=hashed.hex, quality=hashed.quality))
    return count, tuple(found)


def spread(count: int, reach: int) -> tuple[int, ...]:
    """The numbers of the pictures to look at, of `count`: all after the first up to number `reach`, or `MOST_FURTHER`
    of them, the last among them.
    """
    further = min(count - 1, reach)
    if further <= MOST_FURTHER:
        return tuple(range(1, further + 1))
    return tuple(1 + at * (further - 1) // (MOST_FURTHER - 1) for at in range(MOST_FURTHER))


def _count(image: Image.Image, data: bytes) -> int:
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        return _pages(image)
    if isinstance(image, GifImagePlugin.GifImageFile):
        return _frames(image, data.count(_FRAME_BEGINS))
    count = image.info.get(PICTURES_NOTE) or getattr(image, "n_frames", 1)
    return count if type(count) is int and count > 0 else 1


def _frames(image: GifImagePlugin.GifImageFile, begun: int) -> int:
    """The frames of a GIF; where they are too many to follow, or damaged, those that begin."""
    if begun <= MOST_FRAMES_COUNTED:
        with suppress(*LIBRARY_FAULTS):
            return image.n_frames
    return max(1, begun)


def _pages(image: TiffImagePlugin.TiffImageFile) -> int:
    for number in range(1, MOST_PAGES):
        try:
            image.seek(number)
        except EOFError:
            return number
    return MOST_PAGES


def _is_read(image: Image.Image, count: int) -> bool:
    """Whether the further pictures can be reached, and their number is no attack."""
    return PICTURES_NOTE not in image.info and 1 < count <= MOST_FRAMES_COUNTED


def _hashed(image: Image.Image, data: bytes, *, max_pixels: int, fast: bool) -> PdqHash:
    """The picture that was sought; one of an MPO is a JPEG of its own, of any size."""
    if isinstance(image, MpoImagePlugin.MpoImageFile):
        with opened_picture(data[image.offset :], max_pixels=max_pixels) as own:
            return pdq_hash(to_pixels(own, fast=fast))
    return pdq_hash(to_pixels(image, fast=fast))
