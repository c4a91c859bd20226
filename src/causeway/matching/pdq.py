"""PDQ, Meta's perceptual hash of a picture: 256 bits that differ little between a picture and its edits.

Follows the published algorithm ("The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm", 2019) at
full resolution, as the reference does: luma, two box filters and decimation to 64 x 64 (one banded operator an axis,
see `_tent`), the 16 x 16 lowest frequencies without the constant ones of a 64-point DCT, one bit for each that
exceeds the median. The eight hashes of a picture's rotations and mirror images come from the same frequencies by
signs and transposition.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from causeway.matching._kernels import PICTURE_SIDE as SIDE
from causeway.matching._kernels import Band, best_variant, reduce_picture
from causeway.matching._tent import tent
from causeway.matching.errors import MatchingError
from causeway.matching.given import HASH_BYTES
from causeway.matching.lent import Lines

RECOMMENDED_QUALITY: Final = 50
"""Below it a hash says little and should not be matched (Meta's recommendation)."""
SMALLEST_SIDE_PX: Final = 5
"""The reference gives no hash for smaller pictures."""

_FREQUENCIES: Final = 16
_ROWS_AT_A_TIME: Final = 2
"""Of 64: their lines, of a photo of 12 megapixels 1.5 MB, stay in the processor's caches."""
_SAMPLES: Final = (3, 4)
"""Of a coloured pixel; the fourth is alpha or means nothing, and is dropped as the reference drops it."""
_GRADIENT_STEPS: Final = np.float32(100)
_BRIGHTEST: Final = np.float32(255)
_QUALITY_DIVISOR: Final = 90
"""The reference's constants: gradients in hundredths of full brightness, summed and divided by 90."""
_LOWER_MEDIAN: Final = _FREQUENCIES * _FREQUENCIES // 2 - 1
_DCT: Final = (
    np.sqrt(2.0 / SIDE)
    * np.cos(np.pi / 2 / SIDE * np.arange(1, _FREQUENCIES + 1)[:, None] * (2 * np.arange(SIDE) + 1)[None, :])
).astype(np.float32)


class Turn(StrEnum):
    """How a picture is turned or mirrored: the eight symmetries of a square. Rotations are counter-clockwise."""

    NONE = "none"
    ROTATED_90 = "rotated_90"
    ROTATED_180 = "rotated_180"
    ROTATED_270 = "rotated_270"
    FLIPPED_TOP_BOTTOM = "flipped_top_bottom"
    FLIPPED_LEFT_RIGHT = "flipped_left_right"
    TRANSPOSED = "transposed"
    ANTI_TRANSPOSED = "anti_transposed"


@dataclass(frozen=True, slots=True)
class PdqHash:
    """One hash, 32 bytes with the reference's order of bits, and its quality from 0 to 100."""

    bits: bytes
    quality: int

    @property
    def hex(self) -> str:
        """64 lower-case characters, as lists carry it."""
        return self.bits.hex()


_MIRRORED: Final[dict[Turn, tuple[bool, bool, bool]]] = {
    # top to bottom, left to right, and then rows for columns
    Turn.NONE: (False, False, False),
    Turn.ROTATED_90: (False, True, True),
    Turn.ROTATED_180: (True, True, False),
    Turn.ROTATED_270: (True, False, True),
    Turn.FLIPPED_TOP_BOTTOM: (True, False, False),
    Turn.FLIPPED_LEFT_RIGHT: (False, True, False),
    Turn.TRANSPOSED: (False, False, True),
    Turn.ANTI_TRANSPOSED: (True, True, True),
}


Picture = NDArray[np.uint8] | Lines
"""A picture in one piece, or one that is read some lines at a time."""


def pdq_hash(image: Picture, turn: Turn = Turn.NONE) -> PdqHash:
    """The hash of a picture: uint8, height x width (luma), height x width x 3 (RGB) or x 4, where the last is dropped.

    With a `turn` that of the picture turned so, as if its pixels were turned first; one of `dihedral_hashes` is as near
    as one pass comes. A picture with a side under 5 pixels gets zeros and quality 0. Raises MatchingError for another
    type or shape.
    """
    frequencies, quality = _analyse(image, turn)
    return PdqHash(_to_bits(frequencies), quality)


def dihedral_hashes(image: Picture) -> dict[Turn, PdqHash]:
    """The hashes of the picture turned and mirrored in each of eight ways, from one pass over its pixels.

    They are those of the reference. PDQ's windows are not symmetric, so that the hash of a picture that was turned
    itself may lie some bits off: 6 to 10 for photos, more for small ones.
    """
    frequencies, quality = _analyse(image)
    return {turn: PdqHash(_to_bits(turned), quality) for turn, turned in _turned(frequencies).items()}


def pack_hashes(texts: list[str]) -> NDArray[np.uint8]:
    """Hex texts as an array uint8[N, 32] for the index."""
    try:
        packed = bytes.fromhex("".join(texts))
    except (ValueError, TypeError):
        raise MatchingError("bad_hash", "a PDQ hash is no text of hexadecimal characters") from None
    if any(len(text) != 2 * HASH_BYTES for text in texts):
        raise MatchingError("bad_hash", "a PDQ hash is not 64 characters long")
    return np.frombuffer(packed, dtype=np.uint8).reshape(-1, HASH_BYTES)


def _analyse(image: Picture, turn: Turn = Turn.NONE) -> tuple[NDArray[np.float32], int]:
    """The 16 x 16 frequencies and the quality."""
    if not isinstance(image, Lines) and not _is_picture(image):
        raise MatchingError("bad_picture_array", "a picture is uint8, height x width, with 3 or 4 samples or one")
    if min(image.shape[:2]) < SMALLEST_SIDE_PX:
        return np.zeros((_FREQUENCIES, _FREQUENCIES), dtype=np.float32), 0
    small = _downscale(image, turn)
    return _DCT @ small @ _DCT.T, _quality(small)


def _is_picture(image: object) -> bool:
    return (
        isinstance(image, np.ndarray)
        and image.dtype == np.uint8
        and (image.ndim == 2 or (image.ndim == 3 and image.shape[2] in _SAMPLES))
    )


def _downscale(image: Picture, turn: Turn) -> NDArray[np.float32]:
    """The turned picture's luma, filtered and reduced to 64 x 64: all of it is linear, so that the operators are
    mirrored and not the pixels.
    """
    height, width = image.shape[:2]
    top_bottom, left_right, is_transposed = _MIRRORED[turn]
    down, across = tent(height, mirrored=top_bottom), tent(width, mirrored=left_right)
    if isinstance(image, Lines):
        small = np.concatenate([_reduced(image, down, across, first) for first in range(0, SIDE, _ROWS_AT_A_TIME)])
    else:
        small = reduce_picture(best_variant(), np.ascontiguousarray(image), down, across)
    return np.ascontiguousarray(small.T) if is_transposed else small


def _reduced(image: Lines, down: Band, across: Band, first: int) -> NDArray[np.float32]:
    """Some of the 64 rows, from the lines that they need."""
    top, part = down.part(first, first + _ROWS_AT_A_TIME)
    lines = np.ascontiguousarray(image.between(top, top + part.length))
    return reduce_picture(best_variant(), lines, part, across)


def _quality(small: NDArray[np.float32]) -> int:
    """How much there is to see, 0 to 100: the sum of the significant gradients, each cut to a whole number of steps."""
    total = 0
    for axis in (0, 1):
        steps = np.diff(small, axis=axis) * _GRADIENT_STEPS / _BRIGHTEST
        total += int(np.abs(np.trunc(steps)).sum())
    return min(total // _QUALITY_DIVISOR, 100)


def _to_bits(frequencies: NDArray[np.float32]) -> bytes:
    """One bit a frequency, set where it exceeds the lower median; the last frequency is the first bit written."""
    flat = frequencies.ravel()
    median = np.partition(flat, _LOWER_MEDIAN)[_LOWER_MEDIAN]
    return np.packbits((flat > median)[::-1]).tobytes()


def _turned(frequencies: NDArray[np.float32]) -> dict[Turn, NDArray[np.float32]]:
    """The frequencies of the turned pictures: mirroring an axis changes the sign of its odd cosines.

    Index 0 stands for frequency 1, so that the even indices are those that change.
    """
    sign = np.where(np.arange(_FREQUENCIES) % 2 == 0, -1, 1).astype(np.float32)
    mirrored: dict[Turn, NDArray[np.float32]] = {}
    for turn, (top_bottom, left_right, is_transposed) in _MIRRORED.items():
        found = frequencies * sign[:, None] if top_bottom else frequencies
        found = found * sign if left_right else found
        mirrored[turn] = found.T if is_transposed else found
    return mirrored
