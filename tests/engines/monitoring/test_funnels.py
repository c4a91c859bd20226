"""Funnel plots: exact limits, over-dispersion, and no judgement of small numbers."""

from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from causeway.monitoring import (
    MonitoringError,
    Place,
    Unit,
    dispersion_of,
    is_overdispersed,
    proportion_funnel,
    wilson_interval,
    winsorised,
)


@pytest.mark.parametrize(
    ("events", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_score_interval_gives_the_values_of_newcombe_1998_table_1(
    events: int, of: int, low: float, high: float
) -> None:
    assert wilson_interval(events, of) == pytest.approx((low, high), abs=5e-5)


def test_there_is_no_interval_of_nothing() -> None:
    assert wilson_interval(0, 0) is None


@settings(max_examples=25)
@given(st.integers(10, 3_000), st.floats(0.02, 0.98))
def test_binomial_limits_lie_between_the_counts_around_the_exact_quantile(of: int, target: float) -> None:
    funnel = proportion_funnel([Unit(name="a", events=0, of=of)], target=target)
    assert funnel is not None
    limits = min(funnel.curve, key=lambda each: abs(each.of - of))
    exact = stats.binom.ppf(0.999, round(limits.of), target)
    assert (exact - 1) / round(limits.of) <= limits.outer_high + 1e-12
    assert limits.outer_high <= exact / round(limits.of) + 1e-12


@settings(max_examples=25)
@given(st.integers(10, 3_000), st.floats(0.02, 0.98))
def test_the_funnel_is_in_order_and_narrows_with_size(of: int, target: float) -> None:
    funnel = proportion_funnel([Unit(name="a", events=0, of=of)], target=target)
    assert funnel is not None
    for each in funnel.curve:
        assert 0 <= each.outer_low <= each.inner_low <= each.inner_high <= each.outer_high <= 1
    wide, narrow = funnel.curve[0], funnel.curve[-1]
    assert narrow.outer_high - narrow.outer_low <= wide.outer_high - wide.outer_low + 1e-9


def test_a_small_unit_is_listed_and_not_judged() -> None:
    funnel = proportion_funnel([Unit(name="Small", events=0, of=9), Unit(name="Large", events=50, of=100)])
    assert funnel is not None
    by_name = {unit.name: unit for unit in funnel.units}
    assert (by_name["Small"].place, by_name["Small"].value) == (Place.TOO_FEW, None)
    assert by_name["Large"].place is Place.WITHIN


def test_where_all_are_small_there_is_no_funnel() -> None:
    assert proportion_funnel([Unit(name="Small", events=0, of=9)]) is None


def test_the_same_share_is_chance_in_a_small_unit_and_unusual_in_a_large_one() -> None:
    funnel = proportion_funnel(
        [Unit(name="Small", events=4, of=20), Unit(name="Large", events=400, of=2_000)], target=0.4
    )
    assert funnel is not None
    assert {unit.name: unit.place for unit in funnel.units} == {"Small": Place.WITHIN, "Large": Place.VERY_LOW}
    assert [unit.name for unit in funnel.unusual] == ["Large"]


@given(st.lists(st.tuples(st.text("abcdef", min_size=1), st.integers(0, 50)), min_size=1, max_size=12))
def test_units_stand_by_name_and_never_by_value(drawn: list[tuple[str, int]]) -> None:
    funnel = proportion_funnel([Unit(name=name, events=events, of=50) for name, events in drawn])
    assert funnel is not None
    assert [unit.name for unit in funnel.units] == sorted(name for name, _ in drawn)


def test_winsorising_draws_in_a_tenth_at_each_end_and_keeps_the_number() -> None:
    assert list(winsorised([9.0, *range(8), -5.0])) == [0, 0, 1, 2, 3, 4, 5, 6, 7, 7]


def test_dispersion_is_the_mean_square_and_one_outlier_does_not_make_it() -> None:
    assert dispersion_of([1, -1, 1, -1]) == 1.0
    assert dispersion_of([1.0, -1.0] * 5 + [20.0]) == 1.0
    assert is_overdispersed(2.0, 20)
    assert not is_overdispersed(1.6, 20)


def test_where_units_differ_more_than_chance_the_limits_are_widened() -> None:
    units = [Unit(name=f"{n:02}", events=e, of=1_000) for n, e in enumerate([300, 360, 400, 440, 500] * 4)]
    widened, plain = proportion_funnel(units), proportion_funnel(units, is_widened=False)
    assert widened is not None
    assert plain is not None
    assert widened.is_widened
    assert not plain.is_widened
    assert widened.dispersion == plain.dispersion
    assert not widened.unusual
    assert plain.unusual
    factor = sqrt(widened.dispersion or 0)
    pairs = zip(widened.curve, plain.curve, strict=True)
    assert all(w.outer_high - 0.4 == pytest.approx((p.outer_high - 0.4) * factor) for w, p in pairs if w.outer_high < 1)


def test_few_units_do_not_measure_dispersion() -> None:
    funnel = proportion_funnel([Unit(name=str(n), events=n * 200, of=1_000) for n in range(4)])
    assert funnel is not None
    assert (funnel.dispersion, funnel.is_widened) == (None, False)


def test_more_events_than_cases_are_refused() -> None:
    with pytest.raises(MonitoringError):
        proportion_funnel([Unit(name="a", events=11, of=10)])
