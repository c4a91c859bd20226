"""Pixels lent by Pillow are those that a copy would have, and hash alike."""

import subprocess
import sys
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from causeway.matching import Turn, decode_picture, pdq_hash
from causeway.matching.decode import opened_picture, to_pixels
from causeway.matching.lent import lent_pixels, lines_of

RAMP = np.arange(90 * 70 * 3, dtype=np.uint32).astype(np.uint8).reshape(70, 90, 3)


def test_a_coloured_picture_is_lent_with_a_fourth_sample() -> None:
    lent = lent_pixels(Image.fromarray(RAMP))
    assert lent is not None
    assert lent.shape == (70, 90, 4)
    assert np.array_equal(lent[:, :, :3], RAMP)


def test_a_grey_picture_is_lent_as_luma() -> None:
    lent = lent_pixels(Image.fromarray(RAMP[:, :, 0]))
    assert lent is not None
    assert np.array_equal(lent, RAMP[:, :, 0])


def test_what_is_lent_outlives_the_picture_and_is_read_only() -> None:
    lent = lent_pixels(Image.fromarray(RAMP).copy())
    assert lent is not None
    Image.new("RGB", (90, 70), "white")
    assert np.array_equal(lent[:, :, :3], RAMP)
    assert not lent.flags.writeable


@pytest.mark.parametrize("mode", ["CMYK", "P", "RGBA", "I;16", "F"])
def test_a_picture_of_another_kind_is_not_lent(mode: str) -> None:
    assert lent_pixels(Image.new(mode, (90, 70))) is None


def test_a_picture_in_several_pieces_is_not_lent() -> None:
    assert lent_pixels(Image.new("RGB", (4_000, 3_000))) is None


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_picture_in_several_pieces_hashes_as_in_one_however_it_is_turned(mode: str) -> None:
    """Pillow's pieces are 16 MB unless told otherwise, and hold whole lines."""
    small = Image.fromarray(RAMP).convert(mode)
    whole = small.resize((3_000, 1_500 if mode == "RGB" else 6_000), Image.Resampling.BICUBIC)
    lines = lines_of(whole)
    assert lent_pixels(whole) is None
    assert lines is not None
    assert lines.shape[:2] == (whole.height, whole.width)
    for turn in (Turn.NONE, Turn.ROTATED_270, Turn.ROTATED_180):
        assert pdq_hash(lines, turn) == pdq_hash(np.asarray(whole), turn)


def test_memory_is_kept_for_the_next_picture() -> None:
    """In a process of its own: what Pillow is told counts for all of it."""
    program = (
        "from PIL import Image; from causeway.matching import keep_memory; keep_memory();"
        "Image.new('RGB', (4000, 3000)); Image.new('RGB', (4000, 3000)); print(Image.core.get_stats()['reused_blocks'])"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout == b"1\n"


@pytest.mark.parametrize("mode", ["RGB", "L", "P", "I;16"])
@pytest.mark.parametrize("size", [(90, 70), (1, 1)])
def test_pixels_to_hash_are_those_of_the_decoded_picture(mode: str, size: tuple[int, int]) -> None:
    file = BytesIO()
    image = Image.fromarray(RAMP).resize(size).convert(mode if mode != "I;16" else "L")
    (image.convert("I;16") if mode == "I;16" else image).save(file, "PNG")
    decoded = decode_picture(file.getvalue())
    with opened_picture(file.getvalue()) as opened:
        pixels = to_pixels(opened)
    assert isinstance(pixels, np.ndarray)
    assert np.array_equal(pixels[:, :, :3], decoded)
    assert pdq_hash(pixels) == pdq_hash(decoded)
