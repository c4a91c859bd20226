"""A picture's pixels where Pillow keeps them: to copy a photo into fresh memory costs more than to decode it.

Pillow lends its memory by the Arrow PyCapsule interface (Arrow's C data interface, `ArrowArray`), in one piece where
its blocks are large enough (see `PILLOW_BLOCK_SIZE` in its documentation; 16 MB unless told otherwise). A larger
picture is lent some lines at a time: they are copied to memory that is used again for the next.
"""

import ctypes
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_SAMPLES: Final = {"L": 1, "RGB": 4, "RGBX": 4}
"""Bytes that Pillow keeps of a pixel; the fourth of a colour means nothing."""
_LARGEST_PIECE_BYTES: Final = 1 << 30
_CAPSULE: Final = b"arrow_array"


class _ArrowArray(ctypes.Structure):
    """One array, as the C data interface lays it out. Where a pixel has several samples, they are the child."""


_ArrowArray._fields_ = [
    *((name, ctypes.c_int64) for name in ("length", "null_count", "offset", "n_buffers", "n_children")),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.POINTER(ctypes.POINTER(_ArrowArray))),
    *((name, ctypes.c_void_p) for name in ("dictionary", "release", "private_data")),
]
_pointer_of: Final = ctypes.pythonapi.PyCapsule_GetPointer
_pointer_of.restype, _pointer_of.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]


def lent_pixels(image: Image.Image) -> NDArray[np.uint8] | None:
    """A decoded picture's memory: uint8, height x width x 4 (red, green, blue and nothing) or height x width (luma).

    It is to be read only, and lives as long as the array. None where Pillow does not have the picture in one piece.
    """
    samples = _SAMPLES.get(image.mode)
    if samples is None or 0 in image.size:
        return None
    try:
        _schema, capsule = image.__arrow_c_array__()
    except ValueError:
        return None
    lent = _Lent(capsule, image.size, samples)
    return np.asarray(lent)


def keep_memory() -> None:
    """Have Pillow keep the memory of one decoded picture for the next, in this process, and each picture in one piece.

    For a program that decodes many large photos in its own process: else the system clears every page of each anew,
    which for 12 megapixels costs two thirds of what decoding costs. It holds as much memory as the last picture took.
    """
    core = Image.core  # type: ignore[attr-defined]
    core.set_block_size(_LARGEST_PIECE_BYTES)
    core.set_blocks_max(1)


class Lines:
    """A decoded picture in several pieces. `shape` is height, width and, of a colour, the samples of a pixel."""

    def __init__(self, image: Image.Image) -> None:
        self._image = image
        samples = _SAMPLES[image.mode]
        self.shape = (image.height, image.width) if samples == 1 else (image.height, image.width, samples)

    def between(self, top: int, bottom: int) -> NDArray[np.uint8]:
        """The lines from `top` to before `bottom`: uint8, to be read only."""
        piece = self._image.crop((0, top, self._image.width, bottom))
        lent = lent_pixels(piece)
        return np.asarray(piece) if lent is None else lent


def lines_of(image: Image.Image) -> Lines | None:
    """A decoded picture to be read some lines at a time; None where it is of a mode that is not lent."""
    return Lines(image) if image.mode in _SAMPLES and 0 not in image.size else None


class _Lent:
    """Holds what Pillow lends while an array of NumPy is built on it."""

    def __init__(self, capsule: Any, size: tuple[int, int], samples: int) -> None:
        self._capsule = capsule
        array = ctypes.cast(_pointer_of(capsule, _CAPSULE), ctypes.POINTER(_ArrowArray)).contents
        pixels = array.children[0].contents if array.n_children else array
        width, height = size
        self.__array_interface__ = {
            "version": 3,
            "typestr": "|u1",
            "shape": (height, width) if samples == 1 else (height, width, samples),
            "data": (pixels.buffers[1], True),
        }
