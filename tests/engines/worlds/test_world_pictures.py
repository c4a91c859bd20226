"""The drawings look apart to a perceptual digest, and their edits stay near: measured with the real digest."""

from itertools import combinations
from random import Random

import pytest

from causeway.matching import RECOMMENDED_RADIUS_BITS, digest_file
from causeway.worlds import Edit, Subject, draw, edit

PICTURES = 18


def chance(name: str) -> Random:
    return Random(name)


def pdq(jpeg: bytes) -> tuple[int, int]:
    """The hash as a number, and its quality."""
    digests = digest_file(jpeg)
    assert digests.pdq is not None
    assert digests.pdq_quality is not None
    return int(digests.pdq, 16), digests.pdq_quality


@pytest.fixture(scope="module")
def drawings() -> tuple[bytes, ...]:
    return tuple(draw(chance(f"drawing-{number}"), tuple(Subject)[number % 3]) for number in range(PICTURES))


def test_the_same_chance_draws_the_same_picture() -> None:
    assert draw(chance("5"), Subject.BOAT) == draw(chance("5"), "boat")
    assert draw(chance("5"), Subject.BOAT) != draw(chance("6"), Subject.BOAT)


def test_drawings_have_high_quality_and_lie_far_apart(drawings: tuple[bytes, ...]) -> None:
    hashes = [pdq(jpeg) for jpeg in drawings]

    assert all(quality >= 80 for _, quality in hashes)
    assert all((one ^ other).bit_count() > 60 for (one, _), (other, _) in combinations(hashes, 2))


@pytest.mark.parametrize("how", list(Edit))
def test_an_edit_changes_the_bytes_and_stays_near(how: Edit, drawings: tuple[bytes, ...]) -> None:
    apart = []
    for number, jpeg in enumerate(drawings):
        edited = edit(chance(f"edit-{number}"), jpeg, how)
        assert edited != jpeg
        apart.append((pdq(jpeg)[0] ^ pdq(edited)[0]).bit_count())

    assert sum(bits <= RECOMMENDED_RADIUS_BITS for bits in apart) >= 0.95 * len(apart)


def test_a_drawing_is_640_pixels_wide_and_small_enough_to_send(drawings: tuple[bytes, ...]) -> None:
    for jpeg in drawings:
        digests = digest_file(jpeg)
        assert digests.media_type == "image/jpeg"
        assert digests.width_px == 640
        assert digests.size_bytes < 300_000
