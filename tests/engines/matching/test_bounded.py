"""A crowd of hashes that look alike is looked for a few at a time, so that memory stays bounded."""

from functools import partial

import numpy as np
import pytest
from numpy.typing import NDArray

from causeway.matching import HammingIndex, TooManyHits, groups, near_duplicate_groups, neighbours, some_at_a_time
from causeway.matching._kernels import Variant, best_variant
from causeway.matching.index import Hits
from causeway.matching.tables import SCAN_BELOW, Tables

CROWD, FEW, MOST = 300, 5_000, 10_000
WAYS = [Variant(number) for number in range(best_variant() + 1)]


def crowded() -> NDArray[np.uint8]:
    """Some that all lie within 12 bits of one another, among many that look like nothing."""
    rng = np.random.default_rng(3)
    flips = np.zeros((CROWD, 256), np.uint8)
    for _ in range(6):
        flips[np.arange(CROWD), rng.integers(0, 256, CROWD)] = 1
    crowd = np.packbits(flips, axis=1) ^ rng.integers(0, 256, 32, dtype=np.uint8)
    return np.concatenate([rng.integers(0, 256, (FEW, 32), dtype=np.uint8), crowd])


@pytest.mark.parametrize("radius_bits", [31, 40])
@pytest.mark.parametrize("variant", WAYS)
def test_more_matches_than_may_be_held_are_refused(variant: Variant, radius_bits: int) -> None:
    words = crowded().view(np.uint64)
    built = Tables.build(words, np.arange(len(words)))
    tables = Tables(built.words, built.starts, built.siblings, built.rows, built.ids, built.firsts, variant)
    assert len(words) > SCAN_BELOW
    with pytest.raises(TooManyHits):
        tables.search(words[FEW:], radius_bits, 1, MOST)
    assert len(tables.search(words[FEW:], radius_bits, 1, 2 * CROWD * CROWD).row) >= CROWD * CROWD


def test_as_many_are_looked_for_at_a_time_as_may_be_held() -> None:
    hashes, asked = crowded(), list[slice]()
    index = HammingIndex.build(hashes)

    def ask(which: slice, most: int) -> Hits:
        asked.append(which)
        return index.search(hashes[which], threads=1, most=most)

    found = list(some_at_a_time(ask, len(hashes), at_once=1_024, most=MOST))
    assert sum(len(hits.query) for _, hits in found) == FEW + CROWD * CROWD
    assert max(len(hits.query) for _, hits in found) <= MOST
    assert [which.start for which, _ in found] == [0, *(which.stop for which, _ in found[:-1])]
    assert len(asked) < 40


def test_one_hash_may_have_as_many_matches_as_there_are() -> None:
    hashes = crowded()[FEW:]
    index = HammingIndex.build(hashes)
    found = list(some_at_a_time(lambda which, most: index.search(hashes[which], most=most), CROWD, most=10))
    assert [len(hits.query) for _, hits in found] == CROWD * [CROWD]


def test_groups_and_pairs_are_the_same_however_few_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    hashes = crowded()
    labels, pairs = near_duplicate_groups(hashes, 31), sum(len(some.left) for some in neighbours(hashes, 31))
    monkeypatch.setattr(groups, "some_at_a_time", partial(some_at_a_time, most=MOST))
    assert np.array_equal(near_duplicate_groups(hashes, 31), labels)
    assert sum(len(some.left) for some in neighbours(hashes, 31)) == pairs == CROWD * (CROWD - 1) // 2


def test_equal_hashes_count_one_by_one() -> None:
    hashes = np.zeros((CROWD, 32), np.uint8)
    index = HammingIndex.build(hashes)
    with pytest.raises(TooManyHits):
        index.search(hashes, 31, threads=1, most=MOST)
    assert len(index.search(hashes, 31, threads=1, most=CROWD * CROWD).id) == CROWD * CROWD
