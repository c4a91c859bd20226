"""Files that hold several pictures: each format's second picture is hashed, and what cannot be is counted."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from causeway.matching import pdq_hash
from causeway.matching.examination import find_all
from causeway.matching.further import MOST_FRAMES_COUNTED, MOST_FURTHER, spread
from causeway.vocabulary.findings import RECOMMENDED_RADIUS_BITS

LOSSLESS = {"GIF", "PNG", "TIFF", "WEBP"}


def spots(number: int, width_px: int = 128) -> Image.Image:
    """A picture of soft spots in grey, others for each number."""
    grey = np.random.default_rng(number).integers(0, 256, (12, 16), np.uint8)
    return Image.fromarray(grey).resize((width_px, 96), Image.Resampling.BICUBIC).convert("RGB")


def held(form: str, *pictures: Image.Image) -> bytes:
    file = BytesIO()
    options = {"lossless": True} if form == "WEBP" else {}
    pictures[0].save(file, form, save_all=True, append_images=pictures[1:], **options)
    return file.getvalue()


def distance(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


@pytest.mark.parametrize("form", ["AVIF", "GIF", "MPO", "PNG", "TIFF", "WEBP"])
def test_every_picture_of_a_file_is_hashed(form: str) -> None:
    found = find_all(held(form, spots(1), spots(2), spots(3)))
    assert (found.pictures, [picture.frame for picture in found.further], found.fault) == (3, [1, 2], None)
    for picture, number in zip(found.further, (2, 3), strict=True):
        own = pdq_hash(np.asarray(spots(number))).hex
        assert distance(picture.pdq, own) <= (8 if form in LOSSLESS else RECOMMENDED_RADIUS_BITS)


def test_a_cameras_second_picture_may_have_another_size() -> None:
    found = find_all(held("MPO", spots(1), spots(2, width_px=256)))
    own = pdq_hash(np.asarray(spots(2, width_px=256))).hex
    assert distance(found.further[0].pdq, own) <= RECOMMENDED_RADIUS_BITS


def test_of_many_pictures_some_are_looked_at_the_last_among_them() -> None:
    assert spread(3, reach=1_000) == (1, 2)
    chosen = spread(501, reach=1_000)
    assert (len(set(chosen)), chosen[0], chosen[-1]) == (MOST_FURTHER, 1, 500)
    assert spread(501, reach=80)[-1] == 80
    assert spread(501, reach=0) == ()


def test_a_picture_alone_is_one() -> None:
    found = find_all(held("TIFF", spots(1)))
    assert (found.pictures, found.further) == (1, ())


def test_a_file_that_breaks_off_keeps_what_comes_before() -> None:
    whole = held("GIF", *(spots(number) for number in range(12)))
    found = find_all(whole[: len(whole) // 2])
    assert found.pdq == find_all(whole).pdq
    assert 0 < len(found.further) < 11


def test_frames_without_end_cost_the_first_picture_nothing() -> None:
    start = held("GIF", spots(1))[:-1]
    frame = b"\x21\xf9\x04\x00\x00\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00"
    found = find_all(start + frame * (MOST_FRAMES_COUNTED + 1) + b";")
    assert (found.pdq, found.further, found.fault) == (find_all(held("GIF", spots(1))).pdq, (), None)
    assert found.pictures > MOST_FRAMES_COUNTED
