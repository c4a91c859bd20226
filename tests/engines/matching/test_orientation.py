"""A picture that is stored turned: hashed as it is stored and as it is to be seen, and both said."""

from io import BytesIO
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageOps, TiffImagePlugin

from causeway.matching import Examiner, Turn, decode_picture, digest_file, dihedral_hashes, pdq_hash
from causeway.matching.look import Findings, from_line, to_line
from causeway.matching.orientation import upright
from engines.matching.test_pdq import drawn

STORED = drawn(90, 150)
TURNED: dict[Turn, Any] = {
    Turn.NONE: lambda picture: picture,
    Turn.ROTATED_90: np.rot90,
    Turn.ROTATED_180: lambda picture: np.rot90(picture, 2),
    Turn.ROTATED_270: lambda picture: np.rot90(picture, 3),
    Turn.FLIPPED_TOP_BOTTOM: np.flipud,
    Turn.FLIPPED_LEFT_RIGHT: np.fliplr,
    Turn.TRANSPOSED: lambda picture: np.swapaxes(picture, 0, 1),
    Turn.ANTI_TRANSPOSED: lambda picture: np.swapaxes(np.rot90(picture, 2), 0, 1),
}


def noting(orientation: int, form: str = "PNG", picture: NDArray[np.uint8] = STORED, **options: Any) -> bytes:
    """The stored picture in a file that notes an orientation."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    file = BytesIO()
    Image.fromarray(picture).save(file, form, exif=exif, **options)
    return file.getvalue()


@pytest.mark.parametrize("turn", Turn)
def test_the_hash_of_a_turn_is_that_of_the_turned_pixels(turn: Turn) -> None:
    for height, width in ((331, 502), (64, 64), (97, 300)):
        picture = drawn(height, width)
        assert pdq_hash(picture, turn) == pdq_hash(np.ascontiguousarray(TURNED[turn](picture))), (height, width)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(
    ("form", "options"),
    [
        ("PNG", {}),
        ("JPEG", {"quality": 95}),
        ("WEBP", {"lossless": True}),
        ("TIFF", {}),
        ("TIFF", {"compression": "lzw"}),
    ],
    ids=["png", "jpeg", "webp", "tiff", "lzw"],
)
def test_both_hashes_are_stated_and_which_is_which(form: str, options: dict[str, Any], orientation: int) -> None:
    data = noting(orientation, form, **options)
    pixels = decode_picture(noting(1, form, **options))
    turned = np.asarray(ImageOps.exif_transpose(Image.open(BytesIO(data))).convert("RGB"))
    stored, seen = pdq_hash(pixels).hex, pdq_hash(turned).hex
    as_stored, as_seen = digest_file(data), digest_file(data, upright=True)
    assert np.array_equal(decode_picture(data), pixels)
    assert np.array_equal(decode_picture(data, apply_orientation=True), turned)
    assert (as_stored.orientation, as_stored.is_upright, as_stored.pdq) == (orientation, False, stored)
    assert (as_seen.orientation, as_seen.is_upright, as_seen.pdq) == (orientation, True, seen)
    assert (as_stored.pdq_other, as_seen.pdq_other) == ((None, None) if orientation == 1 else (seen, stored))
    assert (as_stored.height_px, as_stored.width_px) == pixels.shape[:2]
    assert (as_seen.height_px, as_seen.width_px) == turned.shape[:2]


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw"])
def test_a_tiff_that_notes_it_in_xmp_alone_is_as_wide_as_it_is_stored(compression: str) -> None:
    file, tags = BytesIO(), TiffImagePlugin.ImageFileDirectory_v2()
    tags[ExifTags.Base.XMLPacket] = b'<rdf:Description tiff:Orientation="6"/>'
    Image.fromarray(STORED).save(file, "TIFF", tiffinfo=tags, compression=compression)
    as_stored, as_seen = digest_file(file.getvalue()), digest_file(file.getvalue(), upright=True)
    assert (as_stored.orientation, as_stored.height_px, as_stored.width_px) == (6, *STORED.shape[:2])
    assert (as_seen.width_px, as_seen.height_px) == STORED.shape[:2]
    assert as_stored.pdq == pdq_hash(STORED).hex


@pytest.mark.parametrize("noted", [0, 9, 65535, None])
def test_an_orientation_that_is_none_turns_nothing(noted: int | None) -> None:
    broken = BytesIO()
    Image.fromarray(STORED).save(broken, "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff")
    found = digest_file(broken.getvalue() if noted is None else noting(noted, "JPEG"))
    assert (found.orientation, found.pdq_other, found.fault) == (None, None, None)


def test_the_eight_hashes_stay_when_the_picture_is_turned_upright() -> None:
    hashes = dihedral_hashes(STORED)
    turned = tuple(each.hex for turn, each in hashes.items() if turn is not Turn.NONE)
    digests = digest_file(noting(6))
    seen, others = upright(digests, turned)
    near = hashes[Turn.ROTATED_270].hex
    assert digests.pdq is not None
    assert others == tuple(digests.pdq if text == near else text for text in turned)
    assert upright(seen, others) == (seen, others)


def test_an_examiner_says_the_same(tmp_path: Any) -> None:
    data = noting(8, "JPEG")
    path = tmp_path / "photo.jpg"
    path.write_bytes(data)
    with Examiner(shared=True) as examiner:
        assert examiner.examine(data) == digest_file(data)
    with Examiner(shared=True, upright=True) as examiner:
        assert examiner.examine_path(path) == digest_file(data, upright=True)
        assert examiner.examine(b"a text") == digest_file(b"a text")


def test_an_orientation_that_there_is_not_is_no_answer_of_the_child() -> None:
    assert from_line(to_line(Findings(orientation=8))) == Findings(orientation=8)
    assert from_line(to_line(Findings(orientation=9))) is None
    assert from_line(to_line(Findings(pdq_upright="no hash"))) is None
