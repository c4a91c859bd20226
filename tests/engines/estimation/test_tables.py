"""Cross-tables, change between waves, and many comparisons at once."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causeway.estimation import (
    Coded,
    Estimate,
    EstimationError,
    Frame,
    Overlap,
    Sample,
    change,
    crosstab,
    holm,
    post_stratify,
    proportion,
)


def simple(count: int) -> Sample:
    return Sample.of(Frame.of([(("Ash", "constable"), 10_000_000)]), [("Ash", "constable")] * count)


def tabled(rows: list[int], columns: list[int]) -> tuple[Coded, Coded]:
    return Coded.of([f"r{one}" for one in rows]), Coded.of([f"c{one}" for one in columns])


def test_without_strata_the_correction_is_that_of_a_simple_sample() -> None:
    rng = np.random.default_rng(1)
    rows, columns = tabled(rng.integers(0, 2, 400).tolist(), rng.integers(0, 3, 400).tolist())
    table = crosstab(post_stratify(simple(400)), rows, columns)
    assert table.test is not None
    assert table.test.df == pytest.approx(2, abs=1e-6)
    assert table.test.statistic * 2 == pytest.approx(table.test.pearson * 399 / 400, rel=1e-3)


def test_of_independent_answers_one_in_twenty_is_called_telling() -> None:
    rng = np.random.default_rng(7)
    frame = Frame.of([((force, "constable"), people) for force, people in (("Ash", 400), ("Birch", 9000))])
    sample = Sample.of(frame, [("Ash", "constable")] * 150 + [("Birch", "constable")] * 100)
    weighted = post_stratify(sample)
    found = []
    for _ in range(600):
        rows, columns = tabled((rng.random(250) < 0.3).astype(int).tolist(), rng.integers(0, 3, 250).tolist())
        test = crosstab(weighted, rows, columns).test
        assert test is not None
        found.append(test.p_value < 0.05)
    assert 0.025 <= np.mean(found) <= 0.08


def test_answers_that_go_together_are_found_and_the_residual_says_where() -> None:
    rng = np.random.default_rng(2)
    rows = rng.integers(0, 2, 500)
    columns = np.where(rng.random(500) < 0.5, rows, rng.integers(0, 2, 500))
    table = crosstab(post_stratify(simple(500)), *tabled(rows.tolist(), columns.tolist()))
    assert table.test is not None
    assert table.test.p_value < 1e-6
    assert table.residual[0, 0] > 3
    assert table.residual[0, 1] < -3
    assert table.p_value[0, 0] < 0.001
    assert table.row_share.sum(axis=1) == pytest.approx([1, 1])


def test_a_table_of_one_row_has_no_test() -> None:
    assert crosstab(post_stratify(simple(20)), *tabled([0] * 20, [0, 1] * 10)).test is None


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.booleans()), min_size=2, max_size=30))
def test_a_thin_table_has_a_test_between_0_and_1_or_none(people: list[tuple[int, int, bool]]) -> None:
    frame = Frame.of([(("Ash", "constable"), 400), (("Birch", "constable"), 900)])
    sample = Sample.of(frame, [("Ash" if first else "Birch", "constable") for *_, first in people])
    table = crosstab(post_stratify(sample), *tabled([one[0] for one in people], [one[1] for one in people]))
    assert table.test is None or 0 <= table.test.p_value <= 1
    assert np.isfinite(table.residual).all()


def test_a_blank_is_refused() -> None:
    with pytest.raises(EstimationError, match="without an answer"):
        crosstab(post_stratify(simple(2)), Coded.of(["a", None]), Coded.of(["a", "b"]))


PAIRS = 400


def wave(share: float, count: int = 400) -> Estimate:
    return proportion(post_stratify(simple(count)), np.arange(count) < share * count)[0]


def test_a_change_is_the_later_less_the_earlier_with_both_errors() -> None:
    found = change(wave(0.4), wave(0.5))
    assert found.value == pytest.approx(0.1)
    assert found.high - found.low == pytest.approx(2 * 1.966 * np.sqrt(0.24 / 399 + 0.25 / 399), rel=0.01)
    assert found.low < 0.1 < found.high
    assert found.p_value == pytest.approx(0.0044, abs=0.0005)
    assert found.overlap is Overlap.UNKNOWN


def test_people_who_answered_both_waves_make_the_interval_narrower() -> None:
    apart = change(wave(0.4), wave(0.5))
    together = change(wave(0.4), wave(0.5), overlap=Overlap.KNOWN, correlation=0.5)
    assert together.high - together.low < apart.high - apart.low


def test_where_nobody_said_so_in_either_wave_it_may_still_have_moved() -> None:
    none = change(wave(0), wave(0))
    assert (none.value, none.p_value) == (0, 1)
    assert none.low < -0.005
    assert none.high > 0.005


@settings(max_examples=60)
@given(st.floats(0, 1), st.floats(0, 1), st.integers(10, 300))
def test_a_change_is_clear_where_its_interval_leaves_none_out(then: float, now: float, count: int) -> None:
    found = change(wave(then, count), wave(now, count))
    assert found.low <= found.value <= found.high
    assert (found.p_value < 0.05) == (not found.low <= 0 <= found.high)


@pytest.mark.parametrize("rate", [0.01, 0.03, 0.2, 0.5])
def test_intervals_of_a_change_hold_the_truth_as_often_as_they_say(rate: float) -> None:
    rng, count, held = np.random.default_rng(7), 120, 0
    weighted, later = post_stratify(simple(count)), rate * 1.5
    for _ in range(PAIRS):
        then = proportion(weighted, rng.random(count) < rate)[0]
        now = proportion(weighted, rng.random(count) < later)[0]
        found = change(then, now)
        held += found.low <= later - rate <= found.high
    assert 0.93 <= held / PAIRS <= 0.995


def test_holm_holds_all_findings() -> None:
    p_values = [0.01, 0.04, 0.03, 0.005]
    assert holm(p_values) == pytest.approx((0.03, 0.06, 0.06, 0.02))
