"""Heads that are found by an index and one by one are those within the radius, in the order in which they came."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from causeway.scanning.heads import Heads

RADIUS_BITS = 31


def _hashes(rng: np.random.Generator, scenes: NDArray[np.uint8], number: int) -> NDArray[np.uint8]:
    """Each of a scene, with some bits flipped."""
    bits = np.unpackbits(scenes[rng.integers(0, len(scenes), number)], axis=1)
    bits ^= rng.random(bits.shape) < rng.uniform(0, 0.12, (number, 1))
    return np.packbits(bits, axis=1)


@given(st.integers(0, 2**32 - 1), st.integers(1, 90), st.integers(1, 9))
@settings(max_examples=30, deadline=None)
def test_what_is_near_is_found_whether_it_is_indexed_or_not(seed: int, number: int, at_once: int) -> None:
    rng = np.random.default_rng(seed)
    hashes = _hashes(rng, rng.integers(0, 256, (3, 32), dtype=np.uint8), number)
    words, heads, kept = hashes.view(np.uint64), Heads(number, RADIUS_BITS), list[int]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("causeway.scanning.heads.MOST_UNINDEXED", 4)
        for start in range(0, number, at_once):
            some = range(start, min(start + at_once, number))
            heads.ask_for(hashes[start : some.stop])
            for row in some:
                rows, distances = heads.near(row - start, words[row])
                apart = np.bitwise_count(words[kept] ^ words[row]).sum(axis=1, dtype=np.int64) if kept else np.array([])
                expected = [(one, int(bits)) for one, bits in zip(kept, apart, strict=True) if bits <= RADIUS_BITS]
                assert list(zip(rows.tolist(), distances.tolist(), strict=True)) == expected
                if rng.random() < 0.7:
                    heads.add(row, words[row])
                    kept.append(row)
