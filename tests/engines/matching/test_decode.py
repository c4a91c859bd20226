"""Honest pictures in every mode become RGB; broken, lying and huge ones become a typed refusal."""

import struct
import warnings
import zlib
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from causeway.matching import UNDECODED_TYPES, UndecodablePicture, decode_picture, digest_file, media_type
from shared_data import shared_data

RAMP = np.tile(np.arange(200, dtype=np.uint8), (100, 1))


def saved(image: Image.Image, format_name: str, **options: Any) -> bytes:
    file = BytesIO()
    image.save(file, format_name, **options)
    return file.getvalue()


def png_that_states(width: int, height: int, body: bytes = b"") -> bytes:
    """A PNG with a true header, whatever its body holds."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def refusal(data: bytes, **options: Any) -> str:
    with pytest.raises(UndecodablePicture) as caught:
        decode_picture(data, **options)
    return caught.value.code


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1", "I;16"])
def test_every_mode_of_png_becomes_rgb(mode: str) -> None:
    grey = Image.fromarray(RAMP)
    image = Image.fromarray(RAMP.astype(np.uint16) << 8) if mode == "I;16" else grey.convert(mode)
    picture = decode_picture(saved(image, "PNG"))
    assert picture.shape == (100, 200, 3)
    assert picture.dtype == np.uint8
    assert picture[50, 180].mean() > picture[50, 20].mean()
    if mode not in ("1", "P"):
        assert np.array_equal(picture[:, :, 1], RAMP)


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF", "BMP"])
def test_every_format_is_decoded(format_name: str) -> None:
    picture = decode_picture(saved(Image.fromarray(RAMP).convert("RGB"), format_name))
    assert np.abs(picture[:, :, 0].astype(int) - RAMP).mean() < 8


@pytest.mark.parametrize(
    "values",
    [RAMP / np.float32(255), RAMP.astype(np.float32), RAMP.astype(np.float32) * 100],
    ids=["0 to 1", "0 to 255", "beyond"],
)
def test_floating_point_grey_keeps_its_order(values: NDArray[np.float32]) -> None:
    holed = values.copy()
    holed[0, 0] = np.nan
    picture = decode_picture(saved(Image.fromarray(holed), "TIFF"))
    assert picture[0, 0, 0] == 0
    assert np.all(np.diff(picture[1, :, 0].astype(int)) >= 0)
    assert picture[1, 199, 0] > 150


def test_cmyk_and_32_bit_grey_become_rgb() -> None:
    assert decode_picture(saved(Image.new("CMYK", (20, 10), (0, 0, 0, 255)), "JPEG")).max() < 20
    deep = decode_picture(saved(Image.fromarray(RAMP.astype(np.int32) * 257), "TIFF"))
    assert np.array_equal(deep[:, :, 2], RAMP)


def test_a_palette_with_transparency_raises_no_warning() -> None:
    image = Image.fromarray(RAMP).convert("P")
    data = saved(image, "PNG", transparency=bytes(range(256)))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert decode_picture(data).shape == (100, 200, 3)


def test_orientation_is_applied_on_request_only() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = saved(Image.fromarray(RAMP), "JPEG", exif=exif)
    assert decode_picture(data).shape == (100, 200, 3)
    assert decode_picture(data, apply_orientation=True).shape == (200, 100, 3)


def test_the_first_of_several_pictures_counts() -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("white", "black")]
    assert decode_picture(saved(frames[0], "GIF", save_all=True, append_images=frames[1:])).min() == 255


@pytest.mark.parametrize(
    "mode_file", ["1.png", "CMYK.jpg", "F.webp", "L.png", "LA.png", "P.png", "RGBA.png", "YCbCr.jpg"]
)
def test_the_same_photo_in_eight_modes_is_decoded(mode_file: str) -> None:
    assert decode_picture(shared_data(f"photos/bridge-modes/{mode_file}").read_bytes()).shape == (1004, 1600, 3)


def test_an_empty_file_is_named() -> None:
    assert refusal(b"") == "empty_file"


@pytest.mark.parametrize("data", [b"a text", b"%PDF-1.4", b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isom", b"\x00"])
def test_what_is_no_picture_is_named(data: bytes) -> None:
    assert refusal(data) == "not_a_picture"


@pytest.mark.parametrize("data", [b"FUJIFILMCCD-RAW 0201", b"8BPS\x00\x01", b"\x00\x00\x00\x18ftypcrx "])
def test_a_picture_that_no_decoder_reads_is_named(data: bytes) -> None:
    assert refusal(data) == "no_decoder"
    found = digest_file(data)
    assert (found.media_type in UNDECODED_TYPES, found.pdq, found.fault) == (True, None, "no_decoder")


def test_the_picture_in_a_canon_raw_file_is_read() -> None:
    """As CR2 files keep it: without a photometric interpretation, one strip that is a whole JPEG."""
    jpeg = saved(Image.new("RGB", (96, 64), "teal"), "JPEG")
    words = {256: 96, 257: 64, 259: 6, 273: 100, 279: len(jpeg)}
    fields = sorted([(258, 3, 3, 94), *((tag, 4, 1, word) for tag, word in words.items())])
    directory = struct.pack("<H", len(fields)) + b"".join(struct.pack("<HHII", *field) for field in fields) + bytes(4)
    data = b"II*\x00\x10\x00\x00\x00CR\x02\x00" + bytes(4) + directory + struct.pack("<3H", 8, 8, 8) + jpeg
    assert media_type(data) == "image/x-canon-cr2"
    assert decode_picture(data).shape == (64, 96, 3)


def test_a_stated_size_over_the_limit_is_refused_before_decoding() -> None:
    with pytest.raises(UndecodablePicture) as caught:
        decode_picture(png_that_states(100_000, 90_000))
    assert caught.value.code == "too_many_pixels"


def test_the_limit_is_the_caller_s() -> None:
    data = saved(Image.new("L", (101, 100)), "PNG")
    assert refusal(data, max_pixels=10_000) == "too_many_pixels"
    assert decode_picture(data, max_pixels=10_100).shape == (100, 101, 3)


def test_a_picture_refused_for_its_size_says_the_size() -> None:
    found = digest_file(png_that_states(300, 200), max_pixels=50_000)
    assert (found.fault, found.width_px, found.height_px) == ("too_many_pixels", 300, 200)


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF", "BMP"])
def test_a_picture_cut_short_is_named(format_name: str) -> None:
    noise = np.random.default_rng(3).integers(0, 255, (90, 90, 3), dtype=np.uint8)
    data = saved(Image.fromarray(noise), format_name)
    assert refusal(data[: len(data) // 2]) == "damaged_picture"


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8\xff\xe0 this claims to be a JPEG",
        b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic and then nothing",
        b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif and then nothing",
        png_that_states(64, 64, b"not deflate"),
        png_that_states(0, 0),
        b"GIF89a",
        b"II*\x00\x08\x00\x00\x00",
    ],
)
def test_a_lying_file_is_named(data: bytes) -> None:
    assert refusal(data) == "damaged_picture"


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_random_damage_gives_a_picture_or_a_typed_refusal(data: st.DataObject) -> None:
    format_name = data.draw(st.sampled_from(["JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF"]))
    whole = bytearray(saved(Image.fromarray(RAMP[:40, :60]).convert("RGB"), format_name))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    found = digest_file(bytes(whole))
    assert found.size_bytes == len(whole)
    assert (found.pdq is None) or (found.fault is None)
