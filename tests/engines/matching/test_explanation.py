"""What is said of two hashes: the bits that differ, and which shapes they speak of."""

from typing import Any

import numpy as np
import pytest

from causeway.matching import BadHashes, explain

NOTHING = bytes(32)


def test_equal_hashes_differ_in_nothing() -> None:
    assert explain(NOTHING, NOTHING).sentence() == (
        "0 of 256 bits differ, 0 of them in large shapes: a match at a radius of 31."
    )


def test_the_last_bit_written_is_the_coarsest_frequency() -> None:
    found = explain(NOTHING, bytes(31) + b"\x01")
    assert found.bits == (255,)
    assert found.frequency(255) == (0, 0)
    assert found.coarse == 1
    assert found.grid().splitlines()[0] == "#" + "." * 15


def test_the_first_bit_written_is_the_finest_frequency() -> None:
    found = explain(b"\x80" + bytes(31), NOTHING)
    assert (found.bits, found.frequency(0), found.coarse) == ((0,), (15, 15), 0)
    assert found.grid().splitlines()[15] == "." * 15 + "#"


def test_beyond_the_radius_it_is_no_match() -> None:
    found = explain(b"\xff" * 4 + bytes(28), NOTHING)
    assert found.distance == 32
    assert "no match at a radius of 31" in found.sentence()
    assert ": a match at a radius of 32" in found.sentence(32)


def test_a_row_of_an_array_and_hexadecimal_digits_are_hashes_too() -> None:
    rows = np.array([[0] * 32, [0] * 31 + [1]], np.uint8)
    for left, right in ((rows[0], rows[1]), ("0" * 64, "0" * 63 + "1"), (NOTHING, rows[1])):
        assert explain(left, right).bits == (255,)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (bytes(31), "type bytes"),
        ("0" * 63, "type str"),
        ("g" * 64, "type str"),
        (np.zeros((1, 32), np.uint8), "uint8[1, 32]"),
        (np.zeros(32), "float64[32]"),
        (7, "type int"),
    ],
)
def test_what_is_no_hash_is_named_in_the_refusal(wrong: Any, named: str) -> None:
    with pytest.raises(BadHashes) as caught:
        explain(NOTHING, wrong)
    assert caught.value.message.endswith(named)
