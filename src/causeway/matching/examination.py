"""One file, all that can be said of it. Decodes here, in this process: for files that others made ask an `Examiner`."""

import contextlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from PIL import Image, PngImagePlugin

from causeway.matching.camera_raw import is_camera_raw
from causeway.matching.capture import Capture, read_capture
from causeway.matching.decode import (
    DEFAULT_MAX_PIXELS,
    LIBRARY_FAULTS,
    PICTURE_TYPES,
    PICTURES_NOTE,
    UNDECODED_TYPES,
    opened_picture,
    stored_size,
    to_pixels,
)
from causeway.matching.digest import ExactDigester
from causeway.matching.errors import UndecodablePicture, UndecodableVideo
from causeway.matching.frames import FrameHash
from causeway.matching.further import look_further
from causeway.matching.look import Findings, look_of
from causeway.matching.media_type import SNIFF_BYTES, media_type
from causeway.matching.orientation import UPRIGHT_TURNS, read_orientation
from causeway.matching.pdq import Turn, dihedral_hashes, pdq_hash
from causeway.matching.traceless import file_without_trace
from causeway.matching.video import VIDEO_TYPES, hash_frames
from causeway.matching.video_notes import NOTED_TYPES, read_video_capture
from causeway.vocabulary.findings import MediaDigests


def digest_file(
    source: bytes | Path | str, *, max_pixels: int = DEFAULT_MAX_PIXELS, fast: bool = False, upright: bool = False
) -> MediaDigests:
    """The digests of a file, given as its bytes or its path; it never raises for bad content. `fault` then says why a
    picture has no PDQ. Raises OSError where the path cannot be read, TypeError for what is neither.

    A file that is no picture by its content has neither PDQ nor fault. Flat and tiny pictures have quality 0. `fast` is
    that of `to_pixels`. PDQ, width and height are of the picture as it is stored, or where `upright` as it is to be
    seen; the digests say which, and what orientation the file notes.
    """
    data = _bytes_of(source)
    digester = ExactDigester()
    digester.update(data)
    look = look_of(digester.finish(), find_picture(data, max_pixels=max_pixels, fast=fast))
    return look.upright().digests if upright else look.digests


def _bytes_of(source: object) -> bytes:
    if isinstance(source, (str, Path)):
        with file_without_trace(Path(source)) as file:
            return file.read()
    if not isinstance(source, bytes):
        raise TypeError(f"a file is given as its bytes or its path, not as {type(source).__name__}")
    return source


def find_picture(
    data: bytes, *, max_pixels: int = DEFAULT_MAX_PIXELS, fast: bool = False, thorough: bool = False
) -> Findings:
    """What a picture shows: its size, PDQ and quality, as it is stored and turned upright, and where `thorough` the
    hashes of its other turns, the camera's notes, and the further pictures of the file.

    Nothing for a file that is no picture by its content; never raises for bad content.
    """
    if media_type(data[:SNIFF_BYTES]) not in PICTURE_TYPES | UNDECODED_TYPES:
        return Findings()
    try:
        with opened_picture(data, max_pixels=max_pixels) as image:
            orientation = _orientation(image)
            width, height = stored_size(image)
            pixels = to_pixels(image, fast=fast)
            noted = image.info.get(PICTURES_NOTE)
            capture = _capture(image, data) if thorough else None
        if not thorough:
            found = pdq_hash(pixels)
            turned: tuple[str, ...] = ()
        else:
            every = dihedral_hashes(pixels)
            found = every.pop(Turn.NONE)
            turned = tuple(each.hex for each in every.values())
        turn = UPRIGHT_TURNS.get(orientation or 1, Turn.NONE)
        pictures, further = 1, tuple[FrameHash, ...]()
        if thorough and type(noted) is int:  # Of a HEIC file no other picture is read.
            pictures = noted
        elif thorough and not is_camera_raw(data):  # A raw file's other pictures are of the same view.
            pictures, further = look_further(data, max_pixels=max_pixels, fast=fast)
        pdq_upright = None if turn is Turn.NONE else pdq_hash(pixels, turn).hex
    except UndecodablePicture as fault:
        return Findings(fault=fault.code, width_px=fault.width_px, height_px=fault.height_px)
    except MemoryError:
        return Findings(fault="too_much_memory")
    return Findings(
        pdq=found.hex,
        pdq_quality=found.quality,
        width_px=width,
        height_px=height,
        capture=capture,
        turned=turned,
        orientation=orientation,
        pdq_upright=pdq_upright,
        pictures=pictures,
        further=further,
    )


def find_all(
    source: Path | bytes, *, max_pixels: int = DEFAULT_MAX_PIXELS, fast: bool = False, thorough: bool = True
) -> Findings:
    """What a picture (see `find_picture`) or a video shows. Raises OSError where its path cannot be read."""
    if isinstance(source, bytes):
        if (found := media_type(source[:SNIFF_BYTES])) in VIDEO_TYPES:
            return _find_frames(BytesIO(source), max_pixels, found, thorough=thorough)
        return find_picture(source, max_pixels=max_pixels, fast=fast, thorough=thorough)
    with file_without_trace(source) as file:
        if (found := media_type(file.read(SNIFF_BYTES))) in VIDEO_TYPES:
            return _find_frames(file, max_pixels, found, thorough=thorough)
        file.seek(0)
        return find_picture(file.read(), max_pixels=max_pixels, fast=fast, thorough=thorough)


def _find_frames(file: BinaryIO, max_pixels: int, found: str, *, thorough: bool) -> Findings:
    capture = read_video_capture(file) if thorough and found in NOTED_TYPES else None
    try:
        video = hash_frames(file, max_pixels=max_pixels)
    except UndecodableVideo as fault:
        return Findings(fault=fault.code, capture=capture)
    except MemoryError:
        return Findings(fault="too_much_memory", capture=capture)
    return Findings(
        capture=capture,
        width_px=video.width_px,
        height_px=video.height_px,
        frames=video.frames,
        fault=None if video.is_whole else "only_partly_read",
    )


def _orientation(image: Image.Image) -> int | None:
    """What the picture notes; broken notes are none. Raises what a damaged PNG does."""
    if image.format == PngImagePlugin.PngImageFile.format:
        image.load()  # Pillow loads a PNG to read its notes, and tells of damage only the first time.
    with contextlib.suppress(*LIBRARY_FAULTS):
        return read_orientation(image)
    return None


def _capture(image: Image.Image, data: bytes) -> Capture | None:
    """The camera's notes; broken ones are none, and spoil no picture."""
    with contextlib.suppress(*LIBRARY_FAULTS):
        capture = read_capture(image)
        return replace(capture, is_raw=True) if capture is not None and is_camera_raw(data) else capture
    return None
