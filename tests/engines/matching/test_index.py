"""The index against a brute-force oracle: every radius, every awkward shape, nothing missed and nothing made up."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

import causeway.matching.tables as tables_module
from causeway.matching import (
    BadHashes,
    BadRadius,
    BadThreads,
    HammingIndex,
    _kernels,
    first_of_equal,
    near_duplicate_groups,
    neighbours,
    pack_hashes,
)
from causeway.matching._kernels import Variant, best_variant
from shared_data import shared_data

Triples = list[tuple[int, int, int]]


def oracle(hashes: NDArray[np.uint8], queries: NDArray[np.uint8], radius_bits: int) -> Triples:
    found = []
    for number, query in enumerate(queries):
        distances = np.bitwise_count(hashes ^ query).sum(axis=1)
        near = [(int(distances[row]), int(row)) for row in np.flatnonzero(distances <= radius_bits)]
        found += [(number, row, distance) for distance, row in sorted(near)]
    return found


def searched(index: HammingIndex, queries: NDArray[np.uint8], radius_bits: int) -> Triples:
    hits = index.search(queries, radius_bits)
    return [(int(query), int(row), int(distance)) for query, row, distance in zip(*hits, strict=True)]


def flipped(hashes: NDArray[np.uint8], rng: np.random.Generator, most_bits: int) -> NDArray[np.uint8]:
    """Each hash with up to `most_bits` of its bits flipped, anywhere or all close together."""
    bits = np.unpackbits(hashes, axis=1)
    for row in bits:
        count = int(rng.integers(0, most_bits + 1))
        if rng.random() < 0.5:
            row[rng.choice(256, count, replace=False)] ^= 1
        else:
            start = int(rng.integers(0, 257 - count))
            row[start : start + count] ^= 1
    return np.packbits(bits, axis=1)


WAYS = [(variant, way) for variant in Variant if variant <= best_variant() for way in (0, 1 << 62)]


@pytest.fixture(
    autouse=True, params=WAYS, ids=[f"{variant.name}-{'scan' if way else 'tables'}" for variant, way in WAYS]
)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every variant of the kernels that this processor can run, by tables and by scans. Small indexes scan; setting
    the threshold to 0 makes them use their tables as large ones do.
    """
    variant, scan_below = request.param
    monkeypatch.setattr(_kernels, "best_variant", lambda: variant)
    monkeypatch.setattr(tables_module, "SCAN_BELOW", scan_below)


@pytest.fixture(scope="module")
def clustered() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """3,000 hashes, random, repeated, near one another and blank; 200 queries near them and far away."""
    rng = np.random.default_rng(11)
    seeds = rng.integers(0, 256, (400, 32), dtype=np.uint8)
    near = flipped(np.repeat(seeds[:100], 20, axis=0), rng, 40)
    blank = flipped(np.zeros((300, 32), dtype=np.uint8), rng, 3)
    hashes = np.concatenate([seeds, seeds[:300], near, blank])
    queries = np.concatenate([flipped(hashes[::20], rng, 40), rng.integers(0, 256, (50, 32), dtype=np.uint8)])
    return hashes, queries


@pytest.mark.parametrize("radius_bits", [*range(34), 64, 128, 255, 256])
def test_every_radius_gives_the_oracle_s_answer(
    radius_bits: int, clustered: tuple[NDArray[np.uint8], NDArray[np.uint8]]
) -> None:
    hashes, queries = clustered
    if radius_bits > 33:
        hashes, queries = hashes[::10], queries[::10]
    assert searched(HammingIndex.build(hashes), queries, radius_bits) == oracle(hashes, queries, radius_bits)


@given(st.integers(0, 2**32), st.integers(0, 40), st.integers(0, 25), st.integers(0, 256))
@settings(max_examples=40, deadline=None)
def test_any_small_index_gives_the_oracle_s_answer(seed: int, size: int, query_count: int, radius_bits: int) -> None:
    rng = np.random.default_rng(seed)
    hashes = rng.integers(0, 256, (size, 32), dtype=np.uint8) & rng.integers(0, 256, 32, dtype=np.uint8)
    queries = np.resize(flipped(hashes, rng, 32), (query_count, 32)) if size else np.zeros((query_count, 32), np.uint8)
    assert searched(HammingIndex.build(hashes), queries, radius_bits) == oracle(hashes, queries, radius_bits)


@pytest.mark.parametrize("bits_per_chunk", [1, 2])
def test_differences_spread_as_evenly_as_can_be_are_found(bits_per_chunk: int) -> None:
    """The worst case of the pigeonhole: no chunk is equal; at 31 bits one has a single flip and all others two."""
    base = np.random.default_rng(5).integers(0, 256, (40, 32), dtype=np.uint8)
    for exception in range(16):
        chunks = np.full(16, (1 << bits_per_chunk) - 1, dtype=np.uint16)
        chunks[exception] >>= 1
        query = base ^ chunks.view(np.uint8)
        bits = 16 * bits_per_chunk - 1
        found = searched(HammingIndex.build(base), query, bits)
        assert [(row, row, bits) for row in range(40)] == found


def test_a_crowded_bucket_is_searched_completely() -> None:
    rng = np.random.default_rng(2)
    hashes = flipped(np.zeros((9000, 32), dtype=np.uint8), rng, 20)
    queries = np.zeros((3, 32), dtype=np.uint8)
    assert searched(HammingIndex.build(hashes), queries, 10) == oracle(hashes, queries, 10)


def test_many_queries_are_searched_by_several_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables_module, "WORK_A_THREAD", 1)
    monkeypatch.setattr(tables_module, "_MATCHES_A_THREAD", 1)
    rng = np.random.default_rng(4)
    hashes = rng.integers(0, 256, (500, 32), dtype=np.uint8)
    queries = flipped(hashes[:60], rng, 31)
    assert searched(HammingIndex.build(hashes), queries, 31) == oracle(hashes, queries, 31)


def test_the_given_identifiers_are_told() -> None:
    hashes = np.random.default_rng(1).integers(0, 256, (5, 32), dtype=np.uint8)
    ids = np.array([50, 40, 30, 20, 10])
    assert HammingIndex.build(hashes, ids).search(hashes, 0).id.tolist() == [50, 40, 30, 20, 10]


def test_answers_stand_in_order_of_query_distance_and_identifier() -> None:
    hashes = np.zeros((4, 32), dtype=np.uint8)
    hashes[0, 0] = 3
    hits = HammingIndex.build(hashes, np.array([1, 9, 5, 7])).search(hashes[1:3], 31)
    assert hits.query.tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
    assert hits.id.tolist() == [5, 7, 9, 1] * 2
    assert hits.distance.tolist() == [0, 0, 0, 2] * 2


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize("radius_bits", [0, 5, 31, 256])
def test_many_matches_of_a_query_stand_in_order_whatever_their_identifiers_and_changes(
    radius_bits: int, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crowd in which a query has thousands of matches, among them equal hashes, added ones and removed ones."""
    monkeypatch.setattr(tables_module, "WORK_A_THREAD", 1)
    monkeypatch.setattr(tables_module, "_MATCHES_A_THREAD", 1)
    rng = np.random.default_rng(8)
    hashes = flipped(np.zeros((900, 32), dtype=np.uint8), rng, 3)
    hashes[:200] = hashes[0]
    ids = rng.permutation(np.concatenate([rng.integers(-(1 << 62), 1 << 62, 450), np.arange(450)]))
    added, added_ids = hashes[::9], np.arange(1_000, 1_100)
    queries = np.concatenate([hashes[:3], ~hashes[:1], hashes[600:604]])
    for gone in (ids[:0], ids[::3]):
        index = HammingIndex.build(hashes, ids)
        index.remove(gone)
        index.add(added, added_ids)
        stays = ~np.isin(ids, gone)
        every, every_id = np.concatenate([hashes[stays], added]), np.concatenate([ids[stays], added_ids])
        expected = []
        for number, query in enumerate(queries):
            distances = np.bitwise_count(every ^ query).sum(axis=1)
            near = sorted(zip(distances.tolist(), every_id.tolist(), strict=True))
            expected += [(number, name, far) for far, name in near if far <= radius_bits]
        hits = index.search(queries, radius_bits, threads=threads)
        assert [tuple(map(int, each)) for each in zip(*hits, strict=True)] == expected


def test_an_empty_index_and_an_empty_query_find_nothing() -> None:
    empty = np.empty((0, 32), dtype=np.uint8)
    one = np.zeros((1, 32), dtype=np.uint8)
    assert len(HammingIndex.build(empty)) == 0
    assert searched(HammingIndex.build(empty), one, 256) == []
    assert searched(HammingIndex.build(one), empty, 256) == []


def test_hashes_that_do_not_lie_in_one_piece_are_taken() -> None:
    wide = np.random.default_rng(1).integers(0, 256, (60, 64), dtype=np.uint8)
    index = HammingIndex.build(wide[::3, ::2])
    assert searched(index, wide[::3, ::2], 0) == [(row, row, 0) for row in range(20)]


@pytest.mark.parametrize(
    "wrong",
    [
        np.zeros(32, np.uint8),
        np.zeros((2, 31), np.uint8),
        np.zeros((2, 32), np.int8),
        np.zeros((1, 2, 32), np.uint8),
        [[0] * 32],
        [[0] * 32, [0] * 31],
        [bytes(32)],
        ["00" * 32],
        "00" * 32,
        bytes(32),
        None,
        7,
    ],
)
def test_another_type_or_shape_is_refused(wrong: Any) -> None:
    one = HammingIndex.build(np.zeros((1, 32), np.uint8))
    refusing: list[Callable[[], object]] = [
        lambda: HammingIndex.build(wrong),
        lambda: one.search(wrong),
        lambda: one.add(wrong, [1]),
        lambda: neighbours(wrong, 31),
        lambda: near_duplicate_groups(wrong, 31),
        lambda: first_of_equal(wrong),
    ]
    for refused in refusing:
        with pytest.raises(BadHashes, match="hashes are an array of uint8 with 32 columns, not "):
            refused()


def test_what_was_given_instead_is_named() -> None:
    for wrong, named in (
        ([[0] * 32], "of type list and gives int64[1, 32]"),
        (np.zeros((2, 31), np.uint8), "uint8[2, 31]"),
    ):
        with pytest.raises(BadHashes) as caught:
            HammingIndex.build(wrong)
        assert caught.value.message.endswith(named)


def test_a_list_is_taken_where_it_is_one_of_hashes() -> None:
    rows = list(np.random.default_rng(5).integers(0, 256, (9, 32), dtype=np.uint8))
    index = HammingIndex.build(rows, ids=list(range(100, 109)))
    index.add(rows[:1], [7])
    index.remove([101, 102])
    index.remove([])
    assert [hits.tolist() for hits in index.search(rows[:2], 0)] == [[0, 0], [7, 100], [0, 0]]
    assert len(index) == 8


@pytest.mark.parametrize(
    "ids",
    [np.arange(3), np.zeros((2, 1), np.int64), np.array([0.5, 1.5]), ["a", "b"], "ab", 2, [1 << 63, 1], [1 << 64, 1]],
)
def test_identifiers_that_do_not_fit_are_refused(ids: Any) -> None:
    hashes = np.zeros((2, 32), np.uint8)
    index = HammingIndex.build(hashes)
    with pytest.raises(BadHashes, match="identifier"):
        HammingIndex.build(hashes, ids)
    with pytest.raises(BadHashes, match="identifier"):
        index.add(hashes, ids)
    if not isinstance(ids, np.ndarray) or ids.shape != (3,):
        with pytest.raises(BadHashes, match="identifier"):
            index.remove(ids)


@pytest.mark.parametrize("radius_bits", [-1, 257, 31.0, "31", None, True])
def test_an_impossible_radius_is_refused(radius_bits: Any) -> None:
    hashes = np.zeros((2, 32), np.uint8)
    for refused in (HammingIndex.build(hashes).search, neighbours, near_duplicate_groups):
        with pytest.raises(BadRadius):
            refused(hashes, radius_bits)


@pytest.mark.parametrize("threads", [0, -1, True, 1.5])
def test_an_impossible_number_of_threads_is_refused(threads: Any) -> None:
    hashes = np.zeros((2, 32), np.uint8)
    with pytest.raises(BadThreads):
        HammingIndex.build(hashes).search(hashes, threads=threads)


def test_an_empty_list_makes_an_empty_index_that_is_kept_under_a_path_of_either_type(tmp_path: Path) -> None:
    index = HammingIndex.build([])
    path = str(tmp_path / "empty.index")
    index.save(path)
    assert len(HammingIndex.open(path)) == 0
    assert len(index.search([]).id) == 0


def test_the_published_needles_are_found_in_the_published_haystack() -> None:
    haystack = pack_hashes(shared_data("pdq/haystack.txt").read_text().split())
    needles = pack_hashes(shared_data("pdq/needles.txt").read_text().split())
    assert searched(HammingIndex.build(haystack), needles, 31) == oracle(haystack, needles, 31)


@given(st.integers(0, 2**32), st.integers(0, 60), st.integers(0, 40))
@settings(max_examples=20, deadline=None)
def test_every_pair_of_neighbours_is_told_once(seed: int, size: int, radius_bits: int) -> None:
    rng = np.random.default_rng(seed)
    hashes = flipped(np.resize(rng.integers(0, 256, (7, 32), dtype=np.uint8), (size, 32)), rng, 40)
    expected = [(left, right, far) for left, right, far in oracle(hashes, hashes, radius_bits) if left < right]
    found = [
        pair for pairs in neighbours(hashes, radius_bits) for pair in zip(*(p.tolist() for p in pairs), strict=True)
    ]
    assert sorted(found) == sorted(expected)


@given(st.integers(0, 2**32), st.integers(0, 60), st.integers(0, 40))
@settings(max_examples=40, deadline=None)
def test_groups_are_what_chains_of_neighbours_join(seed: int, size: int, radius_bits: int) -> None:
    rng = np.random.default_rng(seed)
    hashes = flipped(np.resize(rng.integers(0, 256, (7, 32), dtype=np.uint8), (size, 32)), rng, 40)
    expected = list(range(size))
    pairs = [(query, row) for query, row, _ in oracle(hashes, hashes, radius_bits)]
    for _ in range(size):
        for left, right in pairs:
            expected[left] = expected[right] = min(expected[left], expected[right])
    assert near_duplicate_groups(hashes, radius_bits).tolist() == expected


def test_a_long_chain_is_one_group() -> None:
    chain = np.packbits(np.tri(257, 256, -1, dtype=np.uint8), axis=1)
    shuffled = np.random.default_rng(3).permutation(257)
    assert set(near_duplicate_groups(chain[shuffled], 1).tolist()) == {0}
    assert len(set(near_duplicate_groups(chain[shuffled], 0).tolist())) == 257
