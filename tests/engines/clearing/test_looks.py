"""Looks that are taken back."""

import numpy as np
import pytest

from causeway.clearing.looks import Looks


@pytest.mark.parametrize("kept", [0, 3, 511, 512, 513, 1_030])
def test_what_is_taken_back_is_found_no_more_and_its_numbers_are_given_anew(kept: int) -> None:
    rng = np.random.default_rng(5)
    first, second = (rng.integers(0, 256, (1_040, 32), dtype=np.uint8) for _ in range(2))
    looks = Looks()
    for row in first:
        assert looks.add(row.tobytes().hex(), "one")
    looks.take_back(kept)
    assert len(looks) == kept
    for row in second:
        assert looks.add(row.tobytes().hex(), "two")
    for number in (0, kept - 1, kept, 1_039):
        found = looks.within(first[number].tobytes().hex(), 31)[0].tolist() if number >= 0 else []
        assert found == ([number] if 0 <= number < kept else [])
    for number in (0, 510, 1_039):
        assert looks.within(second[number].tobytes().hex(), 31)[0].tolist() == [kept + number]
