"""What a search costs is counted: crowds are answered exactly, and for about the price of a scan."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

import causeway.matching.tables as tables_module
from causeway.matching import _searching
from causeway.matching._kernels import LANES, Variant, best_variant
from causeway.matching._searching import Work
from causeway.matching.given import as_words
from causeway.matching.tables import Tables

Hashes = NDArray[np.uint8]
SIBLINGS_A_HASH, HASHES_A_FETCH, FREE_SHARE = 12, 8, 8
"""As in `native/judge.h`."""
SWEPT_SHARE = 8192
"""As in `native/search.h`."""
ENTRIES = 20_000


def drawn(count: int, rng: np.random.Generator) -> Hashes:
    return rng.integers(0, 256, (count, 32), dtype=np.uint8)


def off_by(hashes: Hashes, bits: int, rng: np.random.Generator) -> Hashes:
    mask = np.zeros((len(hashes), 256), dtype=np.bool_)
    for _ in range(bits):
        mask[np.arange(len(hashes)), rng.integers(0, 256, len(hashes))] = True
    return hashes ^ np.packbits(mask, axis=1)


def blank(count: int, rng: np.random.Generator) -> Hashes:
    return off_by(np.zeros((count, 32), dtype=np.uint8), 6, rng)


def half_shared(count: int, rng: np.random.Generator) -> Hashes:
    hashes = drawn(count, rng)
    hashes[:, :16] = 7
    return hashes


def half_blank(count: int, rng: np.random.Generator) -> Hashes:
    return np.concatenate([blank(count // 2, rng), drawn(count - count // 2, rng)])


def around(count: int, rng: np.random.Generator) -> Hashes:
    """All about 25 bits from a point, and so about 45 from one another."""
    return off_by(np.zeros((count, 32), dtype=np.uint8), 26, rng)


CROWDS: list[Callable[[int, np.random.Generator], Hashes]] = [blank, half_shared, half_blank, around, drawn]


def searched(
    tables: Tables, queries: Hashes, radius_bits: int, variant: Variant
) -> tuple[set[tuple[int, int, int]], Work]:
    found, work = _searching.search(variant, tables.kernel, as_words(queries), radius_bits, by_scan=False)
    triples = list(zip(found.query.tolist(), found.row.tolist(), found.distance.tolist(), strict=True))
    assert len(set(triples)) == len(triples)
    return set(triples), work


def by_comparing_all(tables: Tables, queries: Hashes, radius_bits: int) -> set[tuple[int, int, int]]:
    expected = set()
    for number, query in enumerate(as_words(queries)):
        distances = np.bitwise_count(tables.words ^ query).sum(axis=1, dtype=np.int64)
        rows = np.flatnonzero(distances <= radius_bits)
        expected |= {(number, int(row), int(distances[row])) for row in rows}
    return expected


def in_hashes_scanned(work: Work) -> float:
    return work.compared / SIBLINGS_A_HASH + work.fetched * HASHES_A_FETCH + work.scanned


@pytest.mark.parametrize("variant", [each for each in Variant if each <= best_variant()])
@pytest.mark.parametrize("asked", [3, 70], ids=["few", "many"])
@pytest.mark.parametrize("crowd", CROWDS)
def test_a_crowd_is_answered_exactly_at_every_radius(
    crowd: Callable[[int, np.random.Generator], Hashes], asked: int, variant: Variant
) -> None:
    rng = np.random.default_rng(5)
    hashes = crowd(3_000, rng)
    tables, queries = Tables.build(as_words(hashes), np.arange(3_000)), off_by(hashes[:asked], 5, rng)
    for radius_bits in (0, 4, 8, 15, 16, 23, 31):
        found, _work = searched(tables, queries, radius_bits, variant)
        assert found == by_comparing_all(tables, queries, radius_bits)


@pytest.mark.parametrize("asked", [3, 70], ids=["few", "many"])
@pytest.mark.parametrize("crowd", CROWDS)
def test_no_query_costs_much_more_than_a_scan(crowd: Callable[[int, np.random.Generator], Hashes], asked: int) -> None:
    rng = np.random.default_rng(6)
    hashes = crowd(ENTRIES, rng)
    tables, queries = Tables.build(as_words(hashes), np.arange(ENTRIES)), off_by(hashes[-asked:], 5, rng)
    _found, work = searched(tables, queries, 31, best_variant())
    assert in_hashes_scanned(work) <= 1.3 * asked * len(tables.words)


def test_what_meets_no_crowd_compares_a_handful_and_scans_nothing() -> None:
    rng = np.random.default_rng(7)
    hashes = half_blank(ENTRIES, rng)
    tables = Tables.build(as_words(hashes), np.arange(ENTRIES))
    _found, work = searched(tables, off_by(hashes[-50:], 5, rng), 31, best_variant())
    assert work.scanned == 0
    assert in_hashes_scanned(work) < 0.05 * 50 * len(tables.words)


def test_a_list_that_hides_its_crowd_from_the_sample_costs_no_more_than_two_scans() -> None:
    """Every 64th block of the one large bucket, those that are sampled, looks harmless."""
    rng = np.random.default_rng(8)
    hashes = drawn(ENTRIES, rng)
    hashes[:, :4] = 0
    is_sampled = np.arange(ENTRIES) // LANES % 64 == 0
    hashes[is_sampled, 2:4] = 255
    query = drawn(1, rng)
    query[:, :4] = 0
    tables = Tables.build(as_words(hashes), np.arange(ENTRIES))
    found, work = searched(tables, query, 31, best_variant())
    assert found == by_comparing_all(tables, query, 31)
    assert work.scanned == ENTRIES
    assert ENTRIES // FREE_SHARE < work.fetched <= ENTRIES // FREE_SHARE + 8 * LANES


def test_queries_that_meet_a_crowd_are_worth_more_threads_than_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables_module, "WORK_A_THREAD", 2 * ENTRIES)
    rng = np.random.default_rng(9)
    threads = {}
    for crowd in (blank, half_shared, drawn):
        hashes = crowd(ENTRIES, rng)
        tables = Tables.build(as_words(hashes), np.arange(ENTRIES))
        threads[crowd] = [tables._threads_for(as_words(hashes[:asked]), 31, 16) for asked in (1, 8, 100)]
    assert threads == {blank: [1, 5, 16], half_shared: [1, 5, 16], drawn: [1, 1, 16]}


def test_what_the_queries_of_a_batch_cost_is_told_from_some_of_them() -> None:
    rng = np.random.default_rng(10)
    hashes = half_blank(ENTRIES, rng)
    tables = Tables.build(as_words(hashes), np.arange(ENTRIES))
    mixed, others = hashes[::200], hashes[-100:]
    costs = [_searching.estimate(tables.kernel, as_words(asked), 31, by_scan=False) for asked in (mixed, others)]
    assert costs[0] - costs[1] == pytest.approx(100 * ENTRIES / 2, rel=0.3)
    assert _searching.estimate(tables.kernel, as_words(mixed), 200, by_scan=True) == 100 * ENTRIES


@pytest.mark.parametrize("variant", [variant for variant in Variant if variant <= best_variant()])
def test_one_query_some_and_many_give_the_same_answers(variant: Variant) -> None:
    """Each number is searched in its own way: alone, bucket by bucket, and with the tables read through."""
    rng = np.random.default_rng(10)
    hashes = drawn(SWEPT_SHARE * 100, rng)
    tables = Tables.build(as_words(hashes), np.arange(len(hashes)))
    queries = off_by(hashes[:300], 20, rng)
    many, work_of_many = searched(tables, queries, 31, variant)
    some, work_of_some = searched(tables, queries[:90], 31, variant)
    alone, work_of_one = searched(tables, queries[:1], 31, variant)
    assert {row for _query, row, _distance in many} >= set(range(300))
    assert some == {hit for hit in many if hit[0] < 90}
    assert alone == {hit for hit in many if hit[0] < 1}
    assert some == by_comparing_all(tables, queries[:90], 31)
    assert work_of_many.compared / 300 == pytest.approx(work_of_some.compared / 90, rel=0.05)
    assert work_of_one.scanned == work_of_some.scanned == work_of_many.scanned == 0
