"""Waiting with some still waiting, and what work costs for each child."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.monitoring import HandlingTime, Telling, compare_handling, waiting_curve

REMISSION = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
IS_OVER = [bool(x) for x in (1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0)]
"""Freireich et al., Blood 21 (1963): the treated group that every text on the estimate works through."""


def test_the_curve_gives_the_published_estimate() -> None:
    curve = waiting_curve(REMISSION, IS_OVER)
    assert curve is not None
    assert dict(zip(curve.times, curve.waiting, strict=True)) == pytest.approx(
        {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}, abs=5e-4
    )
    assert curve.quantile(0.5) == 23
    assert curve.quantile(0.9) is None


def test_the_share_within_a_time_has_an_interval_and_ends_with_what_was_watched() -> None:
    curve = waiting_curve(REMISSION, IS_OVER)
    assert curve is not None
    share = curve.within(10)
    assert share is not None
    assert share.share == pytest.approx(1 - 0.753, abs=5e-4)
    # Log-log limits of S(10) as R's survfit(conf.type="log-log") prints them: 0.503 and 0.889.
    assert (1 - share.high, 1 - share.low) == pytest.approx((0.503, 0.889), abs=2e-3)
    assert curve.within(36) is None


def test_what_still_waits_counts_as_long_as_it_has_waited() -> None:
    flattering = waiting_curve([1, 1, 1], [True] * 3)
    honest = waiting_curve([1, 1, 1, 30, 30, 30], [True] * 3 + [False] * 3)
    assert flattering is not None
    assert honest is not None
    assert (flattering.quantile(0.9), honest.quantile(0.9)) == (1, None)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=40))
def test_with_nothing_waiting_the_shares_are_plain_shares(waits: list[float]) -> None:
    curve = waiting_curve(waits, [True] * len(waits))
    assert curve is not None
    middle = sorted(waits)[len(waits) // 2]
    share = curve.within(middle)
    assert share is not None
    assert share.share == pytest.approx(sum(wait <= middle for wait in waits) / len(waits))


def test_nothing_has_no_curve() -> None:
    assert waiting_curve([], []) is None


MODEL = {
    time.code: time
    for time in (
        HandlingTime(code="first_reading", low=10, central=20, high=40),
        HandlingTime(code="later_reading", low=1, central=5, high=10),
        HandlingTime(code="case.opened", low=5, central=15, high=30),
    )
}


def test_bundling_and_sorting_cost_less_for_each_child() -> None:
    # Ten referrals, of which the last but one tells again of the third; only the line of the ninth led to a child.
    tellings = [Telling(arrived=n, line=n, openings=0) for n in range(8)]
    tellings += [Telling(arrived=8, line="child", openings=2, children=1), Telling(arrived=9, line="child", openings=0)]
    found = compare_handling(tellings, {"case.opened": 1}, MODEL)
    assert (found.tellings, found.lines, found.children) == (10, 9, 1)
    assert (found.read, found.read_plainly) == (1, 9)
    assert found.per_child is not None
    assert found.per_child_plainly is not None
    assert found.per_child.central == 20 + 5 + 15
    assert found.per_child_plainly.central == 9 * 20 + 5 + 15
    assert (found.per_child.low, found.per_child.high) == (16, 80)


def test_a_child_told_of_again_is_one_child() -> None:
    twice = [Telling(arrived=n, line="same", openings=1, children=1) for n in range(2)]
    assert compare_handling(twice, {}, MODEL).children == 1


def test_without_a_child_nothing_is_divided() -> None:
    found = compare_handling([Telling(arrived=0, line=0, openings=1)], {}, MODEL)
    assert found.per_child is None
    assert found.per_child_plainly is None
    assert found.read_plainly == 0


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1, max_size=20))
def test_the_plain_list_never_needs_more_readings_than_there_are_referrals(drawn: list[tuple[int, bool]]) -> None:
    tellings = [Telling(arrived=n, line=line, openings=1, children=int(has)) for n, (line, has) in enumerate(drawn)]
    found = compare_handling(tellings, {}, MODEL)
    assert found.read_plainly <= len(tellings)
    assert found.children <= found.lines


def test_an_order_of_times_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="low over central"):
        HandlingTime(code="x", low=3, central=2, high=4)
