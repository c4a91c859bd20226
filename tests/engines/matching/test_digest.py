"""Exact digests do not depend on how a file comes in."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from causeway.matching import ExactDigester, digest_stream


@given(st.lists(st.binary(max_size=5000), max_size=6))
def test_pieces_give_the_digests_of_the_whole(chunks: list[bytes]) -> None:
    whole = b"".join(chunks)
    found = digest_stream(chunks)
    assert found.sha256 == hashlib.sha256(whole).hexdigest()
    assert found.md5 == hashlib.md5(whole, usedforsecurity=False).hexdigest()
    assert found.sha1 == hashlib.sha1(whole, usedforsecurity=False).hexdigest()
    assert found.size_bytes == len(whole)
    assert found == digest_stream([whole])


def test_the_type_is_seen_through_pieces_of_one_byte() -> None:
    assert digest_stream(bytes([byte]) for byte in b"%PDF-1.7 and so on").media_type == "application/pdf"


def test_a_view_of_memory_is_taken_as_bytes_are() -> None:
    digester = ExactDigester()
    digester.update(memoryview(b"x" * 10_000))
    assert digester.finish() == digest_stream([b"x" * 10_000])
