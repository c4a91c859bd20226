"""HEIC, as phones write it: really decoded, with pixels that are known."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import ExifTags, Image

from causeway.matching import Capture, Examiner, UndecodablePicture, decode_picture, digest_file, pdq_hash
from engines.matching.test_pdq import distance, drawn
from heic import heic

Planes = tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]


def planes(picture: NDArray[np.uint8]) -> Planes:
    """Luma, and both colours at half the size."""
    luma, blue, red = (np.asarray(plane) for plane in Image.fromarray(picture).convert("YCbCr").split())
    return luma, np.ascontiguousarray(blue[::2, ::2]), np.ascontiguousarray(red[::2, ::2])


SLOPE: Planes = (
    np.add.outer(np.arange(96), np.arange(128)).astype(np.uint8),
    np.full((48, 64), 110, np.uint8),
    np.full((48, 64), 150, np.uint8),
)
RGB = np.stack([SLOPE[0] + 1.402 * 22, SLOPE[0] + 0.344136 * 18 - 0.714136 * 22, SLOPE[0] - 1.772 * 18], axis=2)
"""The slope by BT.601, before it is rounded and cut."""


def notes() -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Orientation] = "Lumo", 6
    return exif.tobytes().removeprefix(b"Exif\0\0")


def test_every_pixel_is_the_one_that_was_written() -> None:
    assert np.abs(decode_picture(heic(*SLOPE)) - RGB.clip(0, 255)).max() <= 0.5


@pytest.mark.parametrize("turns", range(4))
def test_a_file_that_is_to_be_turned_is_turned_once_whatever_its_camera_noted(turns: int) -> None:
    upright = np.rot90(decode_picture(heic(*SLOPE)), turns)
    for data in (heic(*SLOPE, turns=turns), heic(*SLOPE, turns=turns, exif=notes())):
        assert np.array_equal(decode_picture(data), upright)
        assert np.array_equal(decode_picture(data, apply_orientation=True), upright)
        found = digest_file(data)
        assert (found.height_px, found.width_px) == upright.shape[:2]
        assert (found.orientation in (None, 1), found.pdq_other, found.fault) == (True, None, None)


def test_a_picture_has_about_the_hash_that_it_has_in_another_format() -> None:
    picture = drawn(192, 256)
    found = digest_file(heic(*planes(picture)))
    assert (found.media_type, found.pdq_quality) == ("image/heic", pdq_hash(picture).quality)
    assert found.pdq is not None
    assert distance(bytes.fromhex(found.pdq), pdq_hash(picture).bits) <= 4


def test_the_confined_process_decodes_it_and_reads_the_cameras_notes(tmp_path: Path) -> None:
    data = heic(*planes(drawn(96, 128)), exif=notes())
    (tmp_path / "photo.heic").write_bytes(data)
    for shared in (True, False):
        with Examiner(shared=shared) as examiner:
            seen = examiner.look_at(tmp_path / "photo.heic")
        assert (seen.digests, seen.capture) == (digest_file(data), Capture(make="Lumo"))


def test_a_file_cut_short_and_one_too_large_are_named() -> None:
    data = heic(*SLOPE)
    for fault, cut, most in (
        ("damaged_picture", len(data) // 2, 1 << 20),
        ("too_many_pixels", len(data), 96 * 128 - 1),
    ):
        with pytest.raises(UndecodablePicture) as caught:
            decode_picture(data[:cut], max_pixels=most)
        assert caught.value.code == fault
