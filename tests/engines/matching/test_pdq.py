"""The PDQ kernel against the reference's hashes of real photos, and the properties that matching rests on."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray
from PIL import Image

from causeway.matching import (
    RECOMMENDED_RADIUS_BITS,
    MatchingError,
    Turn,
    decode_picture,
    digest_file,
    dihedral_hashes,
    pack_hashes,
    pdq_hash,
)
from causeway.matching._kernels import Variant, best_variant, reduce_picture
from causeway.matching._tent import tent
from shared_data import shared_data

VECTORS: dict[str, Any] = json.loads((Path(__file__).parent / "pdq_vectors.json").read_text())
PICTURES = arrays.arrays(np.uint8, st.tuples(st.integers(1, 150), st.integers(1, 150), st.just(3)))


def distance(left: bytes, right: bytes) -> int:
    return (int.from_bytes(left, "big") ^ int.from_bytes(right, "big")).bit_count()


def drawn(height: int, width: int, seed: int = 0) -> NDArray[np.uint8]:
    """A smooth picture of hills, different in every direction."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    hills = sum(a * np.sin(b * x + c * y + d) for a, b, c, d in rng.normal(size=(40, 4)) * (1, 12, 12, 3))
    grey = (hills - hills.min()) / np.ptp(hills) * 255
    return np.stack([grey, grey[::-1], 255 - grey], axis=2).astype(np.uint8)


@pytest.mark.parametrize("name", VECTORS["files"])
def test_a_photo_has_the_reference_s_hashes_and_quality_to_the_bit(name: str) -> None:
    picture = decode_picture(shared_data(name).read_bytes())
    found = dihedral_hashes(picture)
    assert [turn.value for turn in found] == VECTORS["order"]
    assert [each.hex for each in found.values()] == VECTORS["files"][name]["hashes"]
    assert {each.quality for each in found.values()} == {VECTORS["files"][name]["quality"]}
    assert pdq_hash(picture) == found[Turn.NONE]


def test_edits_of_a_photo_lie_within_the_recommended_radius() -> None:
    folder = shared_data("photos/bridge-mods")
    original = pdq_hash(decode_picture((folder / "aaa-orig.jpg").read_bytes()))
    edits = [pdq_hash(decode_picture(path.read_bytes())) for path in sorted(folder.glob("*.jpg"))]
    near = [distance(original.bits, edit.bits) <= RECOMMENDED_RADIUS_BITS for edit in edits]
    assert len(edits) == 12
    assert sum(near) >= 10


def test_turned_photos_match_only_through_the_dihedral_hashes() -> None:
    original = dihedral_hashes(decode_picture(shared_data("photos/bridge-mods/aaa-orig.jpg").read_bytes()))
    for path in sorted(shared_data("photos/bridge-dihedral").glob("*.jpg")):
        turned = pdq_hash(decode_picture(path.read_bytes()))
        near = [turn for turn, each in original.items() if distance(turned.bits, each.bits) <= RECOMMENDED_RADIUS_BITS]
        assert len(near) == 1, path.name
        assert near != [Turn.NONE], path.name


@pytest.mark.parametrize(
    ("turn", "turned"),
    [
        (Turn.ROTATED_90, lambda picture: np.rot90(picture)),
        (Turn.ROTATED_180, lambda picture: np.rot90(picture, 2)),
        (Turn.ROTATED_270, lambda picture: np.rot90(picture, 3)),
        (Turn.FLIPPED_TOP_BOTTOM, lambda picture: picture[::-1]),
        (Turn.FLIPPED_LEFT_RIGHT, lambda picture: picture[:, ::-1]),
        (Turn.TRANSPOSED, lambda picture: picture.transpose(1, 0, 2)),
        (Turn.ANTI_TRANSPOSED, lambda picture: picture[::-1, ::-1].transpose(1, 0, 2)),
    ],
)
def test_a_dihedral_hash_is_near_the_hash_of_the_turned_picture(turn: Turn, turned: Any) -> None:
    picture = drawn(330, 500)
    assert distance(dihedral_hashes(picture)[turn].bits, pdq_hash(turned(picture)).bits) <= 12


def test_a_grey_picture_has_the_hash_of_the_same_picture_in_colour() -> None:
    grey = drawn(200, 300)[:, :, 0]
    assert distance(pdq_hash(grey).bits, pdq_hash(np.repeat(grey[:, :, None], 3, axis=2)).bits) <= 2


@pytest.mark.parametrize("shape", [(1, 1, 3), (4, 900, 3), (900, 4, 3), (0, 5, 3), (2, 2)])
def test_a_tiny_picture_has_quality_zero(shape: tuple[int, ...]) -> None:
    found = pdq_hash(np.zeros(shape, dtype=np.uint8))
    assert (found.bits, found.quality) == (bytes(32), 0)


@pytest.mark.parametrize("level", [0, 1, 127, 255])
def test_a_flat_picture_has_quality_zero(level: int) -> None:
    assert pdq_hash(np.full((300, 200, 3), level, dtype=np.uint8)).quality == 0


def test_an_axis_longer_than_any_kept_operator_is_hashed() -> None:
    assert pdq_hash(drawn(20_000, 8)).quality > 0


@given(PICTURES)
@settings(max_examples=60)
def test_any_picture_has_a_hash_with_half_its_bits_set_at_most(picture: NDArray[np.uint8]) -> None:
    found = pdq_hash(picture)
    assert 0 <= found.quality <= 100
    assert int.from_bytes(found.bits, "big").bit_count() <= 128


@given(PICTURES)
@settings(max_examples=30)
def test_memory_order_does_not_matter(picture: NDArray[np.uint8]) -> None:
    spread = np.asfortranarray(np.repeat(picture, 2, axis=1))[:, ::2]
    assert pdq_hash(spread) == pdq_hash(picture)


@pytest.mark.parametrize(
    "wrong",
    [
        np.zeros((9, 9, 3)),
        np.zeros((9, 9, 2), np.uint8),
        np.zeros(9, np.uint8),
        np.zeros((1, 9, 9, 3), np.uint8),
        [[0]],
    ],
)
def test_another_type_or_shape_is_refused(wrong: Any) -> None:
    with pytest.raises(MatchingError):
        pdq_hash(wrong)


def test_hex_hashes_are_packed_in_order() -> None:
    lines = shared_data("pdq/needles.txt").read_text().split()
    assert [bytes(row).hex() for row in pack_hashes(lines)] == lines


@pytest.mark.parametrize("wrong", [["00"], ["zz" * 32], ["00" * 33, "00" * 31], [bytes(32)], [None], None, "00" * 32])
def test_malformed_hex_hashes_are_refused(wrong: Any) -> None:
    with pytest.raises(MatchingError):
        pack_hashes(wrong)


@given(PICTURES, st.booleans())
@settings(deadline=None)
def test_every_variant_of_the_kernel_gives_the_same_floats(picture: NDArray[np.uint8], is_grey: bool) -> None:
    pixels = np.ascontiguousarray(picture[:, :, 0]) if is_grey else picture
    down, across = tent(pixels.shape[0]), tent(pixels.shape[1])
    found = [reduce_picture(each, pixels, down, across) for each in Variant if each <= best_variant()]
    assert all(np.array_equal(each, found[0]) for each in found)


@pytest.mark.parametrize("height", [64, 1_000, 4_096, 4_097, 8_192, 8_193])
def test_white_stays_white_at_every_height(height: int) -> None:
    """What is counted in whole numbers stays within 16 bits."""
    white, down, across = np.full((height, 70, 4), 255, np.uint8), tent(height), tent(70)
    for variant in Variant:
        if variant <= best_variant():
            assert np.allclose(reduce_picture(variant, white, down, across), 255, rtol=1e-5)


def test_a_view_of_a_larger_picture_has_the_hash_of_its_copy() -> None:
    whole = drawn(200, 300)
    view = whole[10:150:2, 250:20:-3]
    assert pdq_hash(view) == pdq_hash(view.copy())


@pytest.mark.parametrize("name", ["aaa-orig.jpg", "sharpen-a-lot.jpg", "square-512x512.jpg"])
def test_a_photo_decoded_fast_lies_within_two_bits(name: str) -> None:
    data = shared_data(f"photos/bridge-mods/{name}").read_bytes()
    fast = decode_picture(data, fast=True)
    assert fast.ndim == 2
    assert distance(pdq_hash(fast).bits, pdq_hash(decode_picture(data)).bits) <= 2


def test_a_large_photo_is_decoded_fast_at_a_part_of_its_size() -> None:
    file = BytesIO()
    Image.fromarray(drawn(2100, 3000)).save(file, "JPEG", quality=90)
    data = file.getvalue()
    fast = decode_picture(data, fast=True)
    assert fast.shape == (525, 750)
    assert (
        distance(pdq_hash(fast).bits, pdq_hash(decode_picture(data)).bits) <= 8
    )  # smooth hills hold many frequencies near the median
    assert digest_file(data, fast=True).width_px == 3000


def test_pictures_that_are_no_jpeg_are_decoded_fast_as_ever() -> None:
    file = BytesIO()
    Image.fromarray(drawn(100, 100)).save(file, "PNG")
    assert np.array_equal(decode_picture(file.getvalue(), fast=True), decode_picture(file.getvalue()))
