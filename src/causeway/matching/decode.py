"""Turns an untrusted file into pixels or into a typed refusal. Meant to run in a limited process of its own.

Only the decoders of the formats below are ever tried, chosen by content. The stated size is checked before anything is
decoded. Alpha is dropped, not blended, as PDQ's reference does; of several pictures in a file the first counts (see
`further`).
"""

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Final

import numpy as np
import pi_heif
from numpy.typing import NDArray
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    ExifTags,
    GifImagePlugin,
    Image,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from causeway.matching.errors import UndecodablePicture
from causeway.matching.lent import lent_pixels, lines_of
from causeway.matching.media_type import SNIFF_BYTES, media_type
from causeway.matching.orientation import SIDEWAYS, read_orientation, turned_back
from causeway.matching.pdq import Picture

DEFAULT_MAX_PIXELS: Final = 178_956_970
"""Where Pillow itself calls a picture a bomb: 512 MiB of RGB. Phones reach 200 million with their largest sensors'
raw mode.
"""

FAST_SIDE_PX: Final = 512
"""Of a smaller JPEG's luma the hash would differ by more than a few bits."""

_PLUGINS: Final = {
    "image/avif": AvifImagePlugin.AvifImageFile.format,
    "image/bmp": BmpImagePlugin.BmpImageFile.format,
    "image/gif": GifImagePlugin.GifImageFile.format,
    "image/jpeg": JpegImagePlugin.JpegImageFile.format,
    "image/png": PngImagePlugin.PngImageFile.format,
    "image/tiff": TiffImagePlugin.TiffImageFile.format,
    "image/webp": WebPImagePlugin.WebPImageFile.format,
    "image/x-canon-cr2": TiffImagePlugin.TiffImageFile.format,  # its first picture is a JPEG in a TIFF
}
_HEIC: Final = "image/heic"
PICTURES_NOTE: Final = "pictures"
"""Under this name a HEIC picture's `info` says how many there are; Pillow's own have `n_frames`."""
PICTURE_TYPES: Final = frozenset({*_PLUGINS, _HEIC})
"""The types by content that `decode_picture` reads."""
UNDECODED_TYPES: Final = frozenset(
    {
        "image/jp2",
        "image/jxl",
        "image/vnd.adobe.photoshop",
        "image/x-canon-cr3",
        "image/x-fuji-raf",
        "image/x-olympus-orf",
        "image/x-panasonic-rw2",
    }
)
"""The types of pictures that no decoder here reads."""

LIBRARY_FAULTS: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What Pillow and libheif are known to raise on broken input (Pillow's own fuzzers accept the same kinds)."""


def decode_picture(
    data: bytes, *, max_pixels: int = DEFAULT_MAX_PIXELS, apply_orientation: bool = False, fast: bool = False
) -> NDArray[np.uint8]:
    """The file's picture: uint8, height x width x 3 (RGB), or height x width where `fast` gives luma (see `to_pixels`).

    The orientation that the file notes is applied on request only, because hashes of lists are made without. (A HEIC
    file's own rotation is part of its format and always applied; what its EXIF data note beside it is not, as the
    format says.) Raises UndecodablePicture with one of the codes of `PICTURE_FAULTS`.
    """
    with opened_picture(data, max_pixels=max_pixels) as image:
        return np.asarray(_decoded(ImageOps.exif_transpose(image) if apply_orientation else image, fast=fast))


@contextmanager
def opened_picture(data: bytes, *, max_pixels: int = DEFAULT_MAX_PIXELS) -> Iterator[Image.Image]:
    """The file's picture, its size checked, not yet decoded. Raises UndecodablePicture, for whatever a library raises
    inside the block too.
    """
    if not data:
        raise UndecodablePicture("empty_file")
    found = media_type(data[:SNIFF_BYTES])
    if found in UNDECODED_TYPES:
        raise UndecodablePicture("no_decoder")
    if found not in PICTURE_TYPES:
        raise UndecodablePicture("not_a_picture")
    with _typed_faults():
        yield _open(data, found, max_pixels)


def stored_size(image: Image.Image) -> tuple[int, int]:
    """Width and height of the picture as it is stored; to be asked before it is decoded."""
    width, height = image.size
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        tagged = image.tag_v2.get(ExifTags.Base.Orientation)  # Pillow swaps for its own tag, and for no other note.
        return (height, width) if tagged in SIDEWAYS else (width, height)
    return width, height


def to_pixels(image: Image.Image, *, fast: bool = False) -> Picture:
    """The picture decoded, to be hashed: uint8, height x width x 4 (RGB, and a byte that means nothing) where Pillow
    lends its memory, which is to be read only; `Lines` where it has the picture in several pieces.

    `fast` decodes the luma of a JPEG alone, height x width, reduced by 2, 4 or 8 as long as both sides keep 512 pixels;
    other pictures are decoded as ever. Its PDQ lies within a few bits of the whole picture's.
    """
    decoded = _decoded(image, fast=fast)
    lent = lent_pixels(decoded)
    if lent is None:
        lines = lines_of(decoded)
        return np.asarray(decoded) if lines is None else lines
    return lent


@contextmanager
def _typed_faults() -> Iterator[None]:
    """Whatever the libraries raise becomes ours; their warnings (odd metadata, mostly) do not stop a picture."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except UndecodablePicture:
        raise
    except Image.DecompressionBombError:
        raise UndecodablePicture("too_many_pixels") from None
    except MemoryError:
        raise UndecodablePicture("too_much_memory") from None
    except LIBRARY_FAULTS:
        raise UndecodablePicture("damaged_picture") from None


def _open(data: bytes, found: str, max_pixels: int) -> Image.Image:
    """The picture, its size checked, not yet decoded."""
    if found == _HEIC:
        heif = pi_heif.open_heif(BytesIO(data), convert_hdr_to_8bit=True)
        _check_size(heif.size, max_pixels)
        image: Image.Image = heif.to_pillow()
        image.info[PICTURES_NOTE] = len(heif)
        return image
    image = Image.open(BytesIO(data), formats=[str(_PLUGINS[found])])
    _check_size(image.size, max_pixels)
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        image.decodermaxblock = len(data)  # All at once: after each piece libjpeg goes back some blocks.
    return image


def _check_size(size: tuple[int, int], max_pixels: int) -> None:
    width, height = size
    if width * height > max_pixels:
        raise UndecodablePicture("too_many_pixels", width_px=width, height_px=height)


def _decoded(image: Image.Image, *, fast: bool) -> Image.Image:
    """The picture as RGB, or as luma where `fast` gives that, as it is stored."""
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        orientation = read_orientation(image)
        image.load()  # Pillow turns a TIFF upright, and no other format.
        image = turned_back(image, orientation)
    if fast and isinstance(image, JpegImagePlugin.JpegImageFile) and image.mode == "RGB":
        image.draft("L", (FAST_SIDE_PX, FAST_SIDE_PX))
        return image
    if image.mode.startswith("I") or image.mode == "F":
        image = Image.fromarray(_to_eight_bits(np.asarray(image)))
    elif image.mode == "P" and "transparency" in image.info:
        image = image.convert("RGBA")
    return image if image.mode == "RGB" else image.convert("RGB")


def _to_eight_bits(deep: NDArray[np.generic]) -> NDArray[np.uint8]:
    """Grey of 16 or 32 bits, or of floating point between 0 and 1, 0 and 255 or 0 and its maximum, as 8 bits."""
    if np.issubdtype(deep.dtype, np.integer):
        return (np.clip(deep.astype(np.int64), 0, 0xFFFF) >> 8).astype(np.uint8)
    values = np.nan_to_num(deep.astype(np.float64), posinf=0.0, neginf=0.0)
    top = float(values.max(initial=0.0))
    scale = 255.0 if top <= 1.0 else max(top / 255.0, 1.0) ** -1
    return np.clip(values * scale, 0, 255).astype(np.uint8)
