"""All that can be said of one file, whatever it is."""

import hashlib
from io import BytesIO

from PIL import Image

from causeway.matching import digest_file
from engines.matching.test_pdq import drawn
from shared_data import shared_data


def test_a_photo_has_every_digest() -> None:
    data = shared_data("photos/bridge-mods/aaa-orig.jpg").read_bytes()
    found = digest_file(data)
    assert found.sha256 == hashlib.sha256(data).hexdigest()
    assert (found.media_type, found.width_px, found.height_px) == ("image/jpeg", 1600, 1004)
    assert (found.pdq_quality, found.fault) == (100, None)
    assert found.pdq is not None
    assert len(found.pdq) == 64


def test_a_blank_picture_says_that_its_hash_is_worth_nothing() -> None:
    file = BytesIO()
    Image.new("RGB", (300, 300), "white").save(file, "PNG")
    assert digest_file(file.getvalue()).pdq_quality == 0


def test_a_document_has_neither_hash_nor_fault() -> None:
    found = digest_file(b"%PDF-1.7\n")
    assert (found.media_type, found.pdq, found.pdq_quality, found.fault) == ("application/pdf", None, None, None)


def test_an_empty_file_has_exact_digests() -> None:
    found = digest_file(b"")
    assert (found.size_bytes, found.fault) == (0, None)
    assert found.md5 == "d41d8cd98f00b204e9800998ecf8427e"


def test_a_broken_picture_keeps_its_exact_digests() -> None:
    data = b"\xff\xd8\xff\xe0 broken"
    found = digest_file(data)
    assert (found.fault, found.sha256) == ("damaged_picture", hashlib.sha256(data).hexdigest())


def test_of_a_damaged_png_no_half_is_hashed() -> None:
    file = BytesIO()
    Image.fromarray(drawn(90, 150)).save(file, "PNG")
    data = bytearray(file.getvalue())
    middle = len(data) // 2
    data[middle : middle + 8] = bytes(8)
    found = digest_file(bytes(data))
    assert (found.fault, found.pdq, found.width_px) == ("damaged_picture", None, None)
    cut = digest_file(bytes(data[:middle]))
    assert (cut.fault, cut.pdq) == ("damaged_picture", None)
