"""Files that hold several pictures: each format's second picture is hashed, and what cannot be is counted."""

import zlib
from io import BytesIO

import numpy as np
import pytest
from PIL import GifImagePlugin, Image

from causeway.matching import further, pdq_hash
from causeway.matching.examination import find_all
from causeway.matching.further import MOST_FRAMES_COUNTED, MOST_FURTHER, spread
from causeway.matching.look import from_line, to_line
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


def test_a_gif_whose_frames_grow_costs_the_first_picture_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(further, "_BUDGET_SECONDS", 0.2)
    start = held("GIF", spots(1))[:-1]
    large = held("GIF", Image.new("L", (3_000, 3_000)))
    frame = large[large.index(b",\x00\x00\x00\x00") : -1]
    tiny = b"\x21\xf9\x04\x00\x00\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00"
    sought, seek = list[int](), GifImagePlugin.GifImageFile.seek

    def noted(image: GifImagePlugin.GifImageFile, number: int) -> None:
        sought.append(number)
        seek(image, number)

    monkeypatch.setattr(GifImagePlugin.GifImageFile, "seek", noted)
    found = find_all(start + frame + tiny * 3_000 + b";")
    assert 0 < len(sought) < 1_000
    assert (found.pdq, found.fault, found.pictures) == (find_all(held("GIF", spots(1))).pdq, None, 3_002)


def test_frames_between_junk_are_counted() -> None:
    whole = held("GIF", spots(1), spots(2), spots(3))
    places = [place for place in range(13, len(whole)) if whole.startswith(b"\x21\xf9\x04", place)]
    for place in reversed(places[1:]):
        whole = whole[:place] + b"\x00\x01" + whole[place:]
    assert find_all(whole).pictures == 3


@pytest.mark.parametrize("kind", ["tEXt", "acTL"])
def test_what_a_png_says_of_itself_hides_and_breaks_nothing(kind: str) -> None:
    whole = held("PNG", spots(1), spots(2))
    text = {"tEXt": b"pictures\0holiday", "acTL": b"\x80\0\0\0\0\0\0\0"}[kind]
    chunk = len(text).to_bytes(4) + kind.encode() + text + zlib.crc32(kind.encode() + text).to_bytes(4)
    if kind == "tEXt":
        at = whole.index(b"IDAT") - 4
        found = find_all(whole[:at] + chunk + whole[at:])
        assert (found.pictures, len(found.further)) == (2, 1)
        return
    alone = held("PNG", spots(1))
    at = alone.index(b"IDAT") - 4
    found = find_all(alone[:at] + chunk + alone[at:])
    assert found.pdq == find_all(alone).pdq
    assert from_line(to_line(found)) == found


def test_pages_before_a_broken_directory_are_looked_at() -> None:
    whole = bytearray(held("TIFF", *(spots(number) for number in range(4))))
    at = int.from_bytes(whole[4:8], "little")
    while following := int.from_bytes(
        whole[(end := at + 2 + 12 * int.from_bytes(whole[at : at + 2], "little")) :][:4], "little"
    ):
        at = following
    whole[end : end + 4] = (len(whole) + 4_096).to_bytes(4, "little")
    found = find_all(bytes(whole))
    assert [picture.frame for picture in found.further] == [1, 2, 3]
    assert found.pictures >= 4
