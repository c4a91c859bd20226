"""Indexes in parts on two machines: whatever one machine answers, and whatever is lost meanwhile."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("ray", reason="Ray is not installed (the extra `scale`)")

from causeway import scale
from causeway.matching import (
    BadHashes,
    BadRadius,
    DigestIndex,
    HammingIndex,
    near_duplicate_groups,
    neighbours,
)
from engines.scale.two_machines import kill, processes, two_machines

pytestmark = pytest.mark.slow
Hashes = NDArray[np.uint8]


@pytest.fixture(scope="module")
def cluster() -> Iterator[scale.Cluster]:
    with two_machines() as address, scale.joined(address) as cluster:
        yield cluster


def crowded(count: int, seed: int) -> Hashes:
    """Hashes of which most are near others, and some equal."""
    generator = np.random.default_rng(seed)
    centres = generator.integers(0, 256, (max(1, count // 8), 32), np.uint8)
    hashes = centres[generator.integers(0, len(centres), count)]
    flips = generator.integers(0, 256, (count, 12))
    for column in flips[:, : generator.integers(0, 12)].T:
        hashes[np.arange(count), column // 8] ^= (1 << (column % 8)).astype(np.uint8)
    return hashes


def assert_same(found: tuple[NDArray[np.int64], ...], expected: tuple[NDArray[np.int64], ...]) -> None:
    for ours, theirs in zip(found, expected, strict=True):
        assert ours.dtype == theirs.dtype
        np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("seed", range(2))
def test_a_search_in_parts_answers_as_one_index_does(
    cluster: scale.Cluster, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("causeway.scale._fanning._BATCH", 64)  # more queries than are sent at once
    generator = np.random.default_rng(seed)
    hashes = crowded((3, 5000)[seed], seed)
    ids = generator.integers(0, 500, len(hashes))
    queries = np.concatenate([hashes[::7], crowded(150, seed + 100)])
    whole = HammingIndex.build(hashes, ids)
    parts = scale.ShardedHammingIndex.build(cluster, hashes, ids)
    assert len(parts) == len(whole)
    for radius in (0, 31, int(generator.integers(32, 257))):
        assert_same(parts.search(queries, radius), whole.search(queries, radius))
        assert_same(parts.search(queries[:0], radius), whole.search(queries[:0], radius))


def test_what_is_added_and_removed_is_found_as_in_one_index_even_after_a_part_was_killed(
    cluster: scale.Cluster,
) -> None:
    hashes, more = crowded(2000, 2), crowded(300, 3)
    one, parts = HammingIndex.build(hashes), scale.ShardedHammingIndex.build(cluster, hashes, shards=2)
    queries = np.concatenate([hashes[:100], more])
    for step in range(3):
        for index in (one, parts):
            index.remove(np.arange(step, 2000, 9))
            index.add(more[step::3], np.arange(step, 300, 3) + 5000)
            index.remove(np.array([5000 + step]))
        assert_same(parts.search(queries, 31), one.search(queries, 31))
        victims = processes("ray::_Holder")
        kill(victims[step % len(victims)])
    assert_same(parts.search(queries, 31), one.search(queries, 31))
    assert len(parts) == len(one)


def test_saved_parts_are_mapped_and_found_again_after_all_were_killed(cluster: scale.Cluster, tmp_path: Path) -> None:
    hashes = crowded(3000, 4)
    ids = np.arange(len(hashes))[::-1].copy()
    paths = scale.save_hash_shards(tmp_path, hashes, ids, shards=2)
    parts, one = scale.ShardedHammingIndex.open(cluster, paths), HammingIndex.build(hashes, ids)
    assert_same(parts.search(hashes[:200], 31), one.search(hashes[:200], 31))
    for victim in processes("ray::_Holder"):
        kill(victim)
    assert_same(parts.search(hashes[:200], 31), one.search(hashes[:200], 31))


def test_exact_digests_in_parts_are_found_as_in_one_index(cluster: scale.Cluster, tmp_path: Path) -> None:
    generator = np.random.default_rng(5)
    digests = generator.integers(0, 256, (4000, 20), np.uint8)[generator.integers(0, 3000, 4000)]
    ids = generator.integers(0, 100, 4000)
    queries = np.concatenate([digests[::5], generator.integers(0, 256, (50, 20), np.uint8)])
    expected = DigestIndex.build(digests, ids).lookup(queries)
    assert len(expected.query) > len(queries[:-50])
    built = scale.ShardedDigestIndex.build(cluster, digests, ids)
    assert_same(built.lookup(queries), expected)
    assert len(built) == len(digests)
    opened = scale.ShardedDigestIndex.open(cluster, scale.save_digest_shards(tmp_path, digests, ids, shards=2))
    assert_same(opened.lookup(queries), expected)


def test_bad_questions_are_refused_here(cluster: scale.Cluster) -> None:
    parts = scale.ShardedHammingIndex.build(cluster, crowded(10, 6), shards=1)
    with pytest.raises(BadRadius):
        parts.search(crowded(1, 7), 257)
    with pytest.raises(BadHashes):
        parts.search(np.zeros((1, 31), np.uint8), 31)
    with pytest.raises(BadHashes):
        parts.add(crowded(2, 8), np.array([1]))
    with pytest.raises(BadHashes):
        parts.remove(np.array([1.5]))
    parts.remove([0, 1])
    assert len(parts) == 8
    digests = scale.ShardedDigestIndex.build(cluster, np.zeros((1, 20), np.uint8), shards=1)
    with pytest.raises(BadHashes):
        digests.lookup(np.zeros((1, 16), np.uint8))


def test_groups_across_parts_are_those_of_one_machine(cluster: scale.Cluster) -> None:
    hashes = crowded(2500, 4)
    expected = near_duplicate_groups(hashes, 20)
    assert 1 < len(np.unique(expected)) < len(hashes)
    np.testing.assert_array_equal(scale.near_duplicate_groups(cluster, hashes, 20, shards=3), expected)


def test_each_near_pair_is_found_once_also_when_parts_are_killed_underway(
    cluster: scale.Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("causeway.scale.groups._BATCH", 50)
    hashes = crowded(2000, 9)
    expected = np.concatenate([np.stack(pairs) for pairs in neighbours(hashes, 24)], axis=1)
    found = []
    for number, pairs in enumerate(scale.neighbours(cluster, hashes, 24, shards=2)):
        found.append(np.stack(pairs))
        if number in (2, 12):
            kill(processes("ray::_Holder")[0])
    together = np.concatenate(found, axis=1)
    np.testing.assert_array_equal(together[:, np.lexsort(together)], expected[:, np.lexsort(expected)])


def test_a_part_that_cannot_be_made_is_told(cluster: scale.Cluster, tmp_path: Path) -> None:
    paths = scale.save_hash_shards(tmp_path, crowded(10, 10), shards=1)
    parts = scale.ShardedHammingIndex.open(cluster, paths)
    assert len(parts) == 10
    paths[0].write_bytes(b"no index any more")
    for victim in processes("ray::_Holder"):
        kill(victim)
    with pytest.raises(scale.ClusterFailed):
        parts.search(crowded(1, 11), 31)


def test_no_hashes_have_no_groups(cluster: scale.Cluster) -> None:
    assert len(scale.near_duplicate_groups(cluster, np.empty((0, 32), np.uint8), 31, shards=1)) == 0
