"""The package: any age program opens it, and what is in it is whole."""

import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causeway.hub.road.evidence.package import (
    BadRecipient,
    Heading,
    Lines,
    Paragraph,
    Part,
    PassphraseLock,
    PublicKeyLock,
    Table,
    encrypted,
    pdf,
    zipped,
)

AT = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
PIECE = 64 * 1024


def test_a_passphrase_opens_the_package_with_another_implementation() -> None:
    sealed = b"".join(encrypted([b"a bridge", b" and a boat"], PassphraseLock("three quiet lighthouses")))
    assert pyrage.passphrase.decrypt(sealed, "three quiet lighthouses") == b"a bridge and a boat"
    assert b"bridge" not in sealed


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([0, 1, 100, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE]), max_size=4))
def test_a_private_key_opens_whatever_the_sizes_of_the_pieces_are(sizes: list[int]) -> None:
    identity = pyrage.x25519.Identity.generate()
    plain = [bytes([number % 251]) * size for number, size in enumerate(sizes)]
    sealed = b"".join(encrypted(plain, PublicKeyLock(str(identity.to_public()))))
    assert pyrage.decrypt(sealed, [identity]) == b"".join(plain)


@pytest.mark.parametrize("text", ["", "age1", "a public key", "age1" + "q" * 58])
def test_what_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(BadRecipient):
        PublicKeyLock(text)


def test_the_manifest_names_every_part_with_its_digest() -> None:
    parts = [Part(name="files/one.bin", chunks=[b"boat", b"house"]), Part(name="empty.txt", chunks=[])]
    archive = zipfile.ZipFile(io.BytesIO(b"".join(zipped(parts, at=AT, about={"reference": "CW-1"}))))
    assert archive.testzip() is None
    assert archive.read("files/one.bin") == b"boathouse"
    manifest = json.loads(archive.read("manifest.json"))
    assert manifest["reference"] == "CW-1"
    assert manifest["parts"][0] == {
        "name": "files/one.bin",
        "size_bytes": 9,
        "sha256": hashlib.sha256(b"boathouse").hexdigest(),
    }


def test_a_part_is_read_only_when_its_turn_comes() -> None:
    read: list[str] = []

    def chunks(name: str) -> "list[bytes]":
        read.append(name)
        return [b"x"]

    class Late:
        def __init__(self, name: str) -> None:
            self.name = name

        def __iter__(self) -> "object":
            return iter(chunks(self.name))

    stream = zipped(
        [Part(name="a", chunks=Late("a")), Part(name="b", chunks=Late("b"))],  # type: ignore[arg-type]
        at=AT,
        about={},
    )
    next(stream)
    assert read == ["a"]


def test_the_pdf_takes_markup_and_foreign_letters_as_text() -> None:
    document = pdf(
        "CW-1 <b>",
        [
            Heading("What was told"),
            Paragraph("a <script> & b\n桥 ≈ ☃"),
            Lines([("Key", "value " * 200)]),
            Table(["A", "B"], [["1", "2"]] * 80),
        ],
    )
    assert document.startswith(b"%PDF-")
    assert document.count(b"/Type /Page\n") > 1
