"""How a picture is stored and how it is to be seen: the orientation that a camera notes (EXIF tag 274, CIPA DC-008,
section 4.6.5).

Hashes of lists are mostly made of the pixels as they are stored, some of the picture turned upright first. Both are
stated of each picture, from one decoding; which of them stands first is the caller's choice.
"""

from dataclasses import replace
from typing import Final

from PIL import ExifTags, Image

from causeway.matching.pdq import Turn
from causeway.vocabulary.findings import MediaDigests

UPRIGHT_TURNS: Final = {
    1: Turn.NONE,
    2: Turn.FLIPPED_LEFT_RIGHT,
    3: Turn.ROTATED_180,
    4: Turn.FLIPPED_TOP_BOTTOM,
    5: Turn.TRANSPOSED,
    6: Turn.ROTATED_270,
    7: Turn.ANTI_TRANSPOSED,
    8: Turn.ROTATED_90,
}
"""What turns the stored picture upright, by the orientation noted."""
SIDEWAYS: Final = frozenset({5, 6, 7, 8})
"""Orientations of which upright width is stored height."""
_BACK: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
_OTHER_TURNS: Final = tuple(turn for turn in Turn if turn is not Turn.NONE)


def read_orientation(image: Image.Image) -> int | None:
    """The orientation, 1 to 8, that a picture notes; None where it notes none that is valid. To be read before the
    picture is decoded. Raises what Pillow raises for broken notes.
    """
    noted = image.getexif().get(ExifTags.Base.Orientation)
    return noted if type(noted) is int and noted in UPRIGHT_TURNS else None


def turned_back(image: Image.Image, orientation: int | None) -> Image.Image:
    """An upright picture as it was stored."""
    method = _BACK.get(orientation or 1)
    return image if method is None else image.transpose(method)


def upright(digests: MediaDigests, turned: tuple[str, ...] = ()) -> tuple[MediaDigests, tuple[str, ...]]:
    """The same digests with PDQ, width and height of the picture turned upright, and the hashes of its other turns.

    `turned` are those of the seven other turns of the stored picture, in the order of `Turn`; what comes back are the
    seven others of the upright one, the hash of the stored picture among them. A file without a PDQ stays as it is.
    """
    if digests.pdq is None or digests.is_upright:
        return digests, turned
    if digests.pdq_other is None:
        return replace(digests, is_upright=True), turned
    sides = (digests.width_px, digests.height_px)
    width_px, height_px = reversed(sides) if digests.orientation in SIDEWAYS else sides
    turn = UPRIGHT_TURNS.get(digests.orientation or 1, Turn.NONE)
    others = tuple(
        digests.pdq if each is turn else text for each, text in zip(_OTHER_TURNS, turned, strict=bool(turned))
    )
    return (
        replace(
            digests,
            pdq=digests.pdq_other,
            pdq_other=digests.pdq,
            is_upright=True,
            width_px=width_px,
            height_px=height_px,
        ),
        others,
    )
