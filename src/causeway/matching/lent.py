"""A picture's pixels where Pillow keeps them, without a copy: to copy a photo costs as much as to hash it.

Pillow lends its memory by the Arrow PyCapsule interface (Arrow's C data interface, `ArrowArray`), in one piece where
its blocks are large enough (see `PILLOW_BLOCK_SIZE` in its documentation).
"""

import ctypes
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_SAMPLES: Final = {"L": 1, "RGB": 4, "RGBX": 4}
"""Bytes that Pillow keeps of a pixel; the fourth of a colour means nothing."""
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
