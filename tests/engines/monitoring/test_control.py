"""Control charts against the examples of the NIST/SEMATECH e-Handbook and Montgomery."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.monitoring import MonitoringError, Rule, ewma, p_chart, signals_of, u_chart, xmr_chart

CANS = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]
"""Montgomery, Introduction to Statistical Quality Control, table 7.1: faulty cans in samples of 50."""
WAFERS = [16, 14, 28, 16, 12, 20, 10, 12, 10, 17, 19, 17, 14, 16, 15, 13, 14, 16, 11, 20, 11, 19, 16, 31, 13]
"""e-Handbook 6.3.3.1: defects of 25 wafers."""


def test_the_p_chart_gives_montgomerys_limits_and_finds_his_two_samples() -> None:
    chart = p_chart(CANS, [50] * 30, is_adjusted=False)
    assert chart.centre == pytest.approx(0.2313, abs=5e-5)
    assert (chart.points[0].lower, chart.points[0].upper) == pytest.approx((0.0524, 0.4102), abs=5e-5)
    beyond = [number for number, point in enumerate(chart.points, 1) if Rule.BEYOND_LIMITS in point.signals]
    assert beyond == [15, 23]


def test_the_c_chart_gives_the_limits_of_the_handbook() -> None:
    chart = u_chart(WAFERS, [1.0] * 25, is_adjusted=False)
    assert (chart.centre, chart.points[0].lower, chart.points[0].upper) == (16.0, 4.0, 28.0)
    assert [n for n, point in enumerate(chart.points, 1) if Rule.BEYOND_LIMITS in point.signals] == [24]


def test_the_individuals_chart_gives_the_limits_of_the_handbook() -> None:
    # e-Handbook 6.3.2.2, ten batches.
    chart = xmr_chart([49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1])
    assert chart.centre == pytest.approx(50.81)
    assert (chart.points[0].lower, chart.points[0].upper) == pytest.approx((45.8159, 55.8041), abs=2e-3)
    assert chart.is_provisional


def test_laneys_adjustment_is_the_mean_range_of_the_scores_over_its_constant() -> None:
    plain, adjusted = p_chart(CANS, [50] * 30, is_adjusted=False), p_chart(CANS, [50] * 30)
    scores = np.array([score for score in plain.scores if score is not None])
    expected = float(np.mean(np.abs(np.diff(scores)))) / 1.128
    assert adjusted.spread == pytest.approx(expected)
    assert plain.points[0].upper is not None
    width = plain.points[0].upper - plain.centre
    assert adjusted.points[0].upper == pytest.approx(adjusted.centre + width * expected)


def test_laneys_adjustment_keeps_large_samples_from_falling_outside_every_week() -> None:
    # Weeks of 100,000 whose share drifts by a point: binomial limits are 0.5 of a point wide.
    events = [41_000, 42_000, 40_500, 41_800, 40_200, 42_100, 41_300, 40_700, 41_900, 40_400, 41_600, 41_000]
    plain, adjusted = (p_chart(events, [100_000] * 12, is_adjusted=flag) for flag in (False, True))
    assert sum(Rule.BEYOND_LIMITS in point.signals for point in plain.points) > 5
    assert not any(point.signals for point in adjusted.points)


def test_a_change_after_the_baseline_does_not_hide_itself() -> None:
    weeks = [20, 22, 19, 21, 20, 18, 21, 20, 22, 19, 20, 21, 60]
    assert Rule.BEYOND_LIMITS in u_chart(weeks, [1.0] * 13, baseline=12).points[-1].signals


def test_a_week_without_cases_has_no_value_nor_limits_and_breaks_nothing() -> None:
    chart = p_chart([1, 0, 2], [4, 0, 4])
    quiet = chart.points[1]
    assert (quiet.value, quiet.lower, quiet.upper, quiet.signals) == (None, None, None, ())
    assert chart.points[0].upper == chart.points[2].upper == 1.0


def test_nothing_cannot_be_charted() -> None:
    with pytest.raises(MonitoringError):
        p_chart([0], [0])
    with pytest.raises(MonitoringError):
        u_chart([0], [0.0])
    with pytest.raises(MonitoringError):
        xmr_chart([None])


@pytest.mark.parametrize(
    ("scores", "rule"),
    [
        ([0.1, 3.2], Rule.BEYOND_LIMITS),
        ([2.1, 0.5, 2.2], Rule.TWO_OF_THREE),
        ([0.3] * 8, Rule.LONG_RUN),
        ([-0.5, -0.3, -0.1, 0.2, 0.4, 0.6], Rule.TREND),
    ],
)
def test_each_rule_is_found_at_the_point_that_completes_it(scores: list[float | None], rule: Rule) -> None:
    signals = signals_of(scores)
    assert signals[-1] == (rule,)
    assert all(not earlier for earlier in signals[:-1])


def test_a_missing_week_is_passed_over() -> None:
    assert signals_of([0.3] * 7 + [None, 0.3])[-1] == (Rule.LONG_RUN,)


@given(st.lists(st.floats(-2, 2), max_size=20))
def test_what_turns_the_other_way_gives_the_same_signals(scores: list[float]) -> None:
    assert signals_of(scores) == signals_of([-score for score in scores])


def test_the_moving_average_gives_the_values_of_the_handbook() -> None:
    # e-Handbook 6.3.2.4.
    data = [52.0, 47.0, 53.0, 49.3, 50.1, 47.0, 51.0, 50.1, 51.2, 50.5, 49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6]
    published = [50.60, 49.52, 50.56, 50.18, 50.16, 49.21, 49.75, 49.85, 50.26, 50.33, 50.11, 49.36, 49.52, 50.05]
    found = ewma(data, centre=50, sigma=2.0539, weight=0.3, width=3, is_settled=True)
    assert [round(point.value, 2) for point in found][: len(published)] == pytest.approx(published, abs=0.011)
    assert (found[0].lower, found[0].upper) == pytest.approx((47.4115, 52.5884), abs=2e-4)


def test_a_small_lasting_shift_is_found_before_any_single_week_stands_out() -> None:
    shifted = [0.0] * 10 + [1.1] * 12
    assert any(point.is_beyond for point in ewma(shifted))
    assert max(shifted) < 3
