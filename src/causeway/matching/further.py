"""The further pictures of a file that holds several: the frames of an animation, the pages of a TIFF, what a camera put
behind its photo (CIPA DC-007, MPO). A listed picture may be any of them.

Some are looked at, spread over the file: to reach a frame of an animation all before it are decoded.
"""

import itertools
import time
from contextlib import suppress
from typing import Final

from PIL import GifImagePlugin, Image, MpoImagePlugin, TiffImagePlugin

from causeway.matching.decode import LIBRARY_FAULTS, opened_picture, to_pixels
from causeway.matching.errors import UndecodablePicture
from causeway.matching.frames import FrameHash
from causeway.matching.look import MOST_PICTURES
from causeway.matching.pdq import PdqHash, pdq_hash

_EXTENSION, _IMAGE, _TRAILER = 0x21, 0x2C, 0x3B
MOST_FURTHER: Final = 49
"""Beside the first."""
MOST_PAGES: Final = 1_000
"""So many pages of a TIFF are counted."""
MOST_FRAMES_COUNTED: Final = 100_000
"""Of a file that holds more none is looked at."""
_MOST_PIXELS: Final = 500_000_000
"""Of all pictures up to the last that is looked at."""
_BUDGET_SECONDS: Final = 5.0
"""Processor time a file; what was hashed by then counts."""
_LOOKS_AT_CLOCK: Final = 1 << 14
"""Blocks of a GIF between two looks at the clock."""


def look_further(data: bytes, *, max_pixels: int, fast: bool) -> tuple[int, tuple[FrameHash, ...]]:
    """How many pictures the file holds, so far as that can be read, at least 1; and the hashes of some after the first,
    in order, numbered from 0 for the first of all.

    What cannot be decoded ends it: the caller sees how many there are. Not for HEIC files, which would be decoded once
    more.
    """
    count, found = 1, list[FrameHash]()
    end = time.process_time() + _BUDGET_SECONDS
    with suppress(UndecodablePicture, MemoryError), opened_picture(data, max_pixels=max_pixels) as image:
        reach = max(1, _MOST_PIXELS // (image.width * image.height))  # Counting leaves a TIFF at its last page.
        count = _count(image, data, end)
        wanted = spread(count, reach) if 1 < count <= MOST_FRAMES_COUNTED else ()
        for number in range(1, max(wanted, default=0) + 1):
            try:
                image.seek(number)  # One by one: a GIF's frames may be far larger than its first.
            except EOFError:
                break
            if image.width * image.height > max_pixels or time.process_time() > end:
                break
            if number not in wanted:
                continue
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


def _count(image: Image.Image, data: bytes, end: float) -> int:
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        return _pages(image, end)
    if isinstance(image, GifImagePlugin.GifImageFile):
        return _frames(data, end)
    count = getattr(image, "n_frames", 1)
    return min(count, MOST_PICTURES) if type(count) is int and count > 0 else 1


def _frames(data: bytes, end: float) -> int:
    """The frames of a GIF by its blocks (GIF89a, appendix A), without decoding any; what is no block is passed by, as
    decoders do. By `end` those that were met.
    """
    at, frames = 13 + _colours(data, 10), 0
    for block in itertools.count():
        if at >= len(data) or (block % _LOOKS_AT_CLOCK == 0 and time.process_time() > end):
            break
        kind, at = data[at], at + 1
        if kind == _TRAILER:
            break
        if kind == _EXTENSION:
            at = _behind_sub_blocks(data, at + 1)
        elif kind == _IMAGE:
            frames += 1
            at = _behind_sub_blocks(data, at + 10 + _colours(data, at + 8))
    return max(1, frames)


def _colours(data: bytes, flags_at: int) -> int:
    """How many bytes a table of colours takes, which the flags at this place announce."""
    flags = data[flags_at] if flags_at < len(data) else 0
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _behind_sub_blocks(data: bytes, at: int) -> int:
    while at < len(data) and data[at]:
        at += 1 + data[at]
    return at + 1


def _pages(image: TiffImagePlugin.TiffImageFile, end: float) -> int:
    for number in range(1, MOST_PAGES):
        try:
            image.seek(number)
        except EOFError:
            return number
        except LIBRARY_FAULTS:
            return number + 1
        if time.process_time() > end:
            return number + 1
    return MOST_PAGES


def _hashed(image: Image.Image, data: bytes, *, max_pixels: int, fast: bool) -> PdqHash:
    """The picture that was sought; one of an MPO is a JPEG of its own, of any size."""
    if isinstance(image, MpoImagePlugin.MpoImageFile):
        with opened_picture(data[image.offset :], max_pixels=max_pixels) as own:
            return pdq_hash(to_pixels(own, fast=fast))
    return pdq_hash(to_pixels(image, fast=fast))
