"""What everybody may read of counts: rounded, small ones withheld, whole quarters only."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.hub.commons.awareness.figures import (
    Quarter,
    figures_document,
    finished_quarters,
    protected,
    quarter_of,
)


@pytest.mark.parametrize(
    ("count", "shown"), [(0, 0), (1, None), (9, None), (10, 10), (12, 10), (13, 15), (17, 15), (18, 20), (102, 100)]
)
def test_small_counts_are_withheld_and_others_rounded(count: int, shown: int | None) -> None:
    assert protected(count) == shown


@given(st.integers(10, 10_000_000))
def test_rounding_moves_a_count_by_two_at_most(count: int) -> None:
    shown = protected(count)
    assert shown is not None
    assert shown % 5 == 0
    assert abs(shown - count) <= 2


def test_a_count_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="below zero"):
        protected(-1)


def test_only_finished_quarters_are_counted() -> None:
    assert finished_quarters(date(2026, 1, 1)) == [
        Quarter(2025, 1),
        Quarter(2025, 2),
        Quarter(2025, 3),
        Quarter(2025, 4),
    ]
    assert finished_quarters(date(2026, 12, 31), 1) == [Quarter(2026, 3)]


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_a_day_lies_in_its_quarter(day: date) -> None:
    quarter = quarter_of(day)
    assert quarter.begins.date() <= day < quarter.next.begins.date()
    assert quarter.next.before == quarter


def test_the_table_leaves_out_what_was_never_told_and_has_no_total() -> None:
    quarters = [Quarter(2026, 1), Quarter(2026, 2)]
    made = figures_document(
        quarters, [{"grooming": 41, "other": 3, "x": 0}, {"grooming": 12, "y": 30}], date(2026, 7, 2)
    )
    assert made["rows"] == [
        {"concern": "y", "counts": [0, 30]},
        {"concern": "grooming", "counts": [40, 10]},
        {"concern": "other", "counts": [None, 0]},
    ]


def test_the_order_of_rows_says_nothing_of_what_is_withheld() -> None:
    quarter = [Quarter(2026, 1)]
    one = figures_document(quarter, [{"a": 2, "b": 9}], date(2026, 4, 2))
    other = figures_document(quarter, [{"a": 9, "b": 2}], date(2026, 4, 2))
    assert one == other
