"""Who answered, how even that was, and how far the silent could move a figure."""

import numpy as np
import pytest

from causeway.estimation import (
    BandReason,
    Dispositions,
    EstimationError,
    Frame,
    Sample,
    Weighted,
    evenness,
    post_stratify,
    response_by_stratum,
    response_rates,
    shifted,
    tipping_point,
    worst_case,
)

FRAME = Frame.of([(("Ash", "constable"), 100), (("Ash", "sergeant"), 100), (("Birch", "constable"), 200)])


def weighted(answered: tuple[int, int, int] = (20, 20, 40)) -> Weighted:
    return post_stratify(Sample(frame=FRAME, stratum=np.repeat(np.arange(3, dtype=np.intp), answered)))


def test_response_rates_go_by_their_aapor_definitions() -> None:
    found = response_rates(
        Dispositions(
            complete=50, partial=10, refused=20, not_reached=15, other=5, unknown_eligibility=100, eligible_share=0.5
        )
    )
    assert found.rr1 == pytest.approx(50 / 200)
    assert found.rr2 == pytest.approx(60 / 200)
    assert found.rr3 == pytest.approx(50 / 150)
    assert found.rr4 == pytest.approx(60 / 150)
    assert found.rr5 == pytest.approx(50 / 100)
    assert found.rr6 == pytest.approx(60 / 100)
    assert found.coop1 == pytest.approx(50 / 85)
    assert found.ref1 == pytest.approx(20 / 200)
    assert found.con1 == pytest.approx(85 / 200)


def test_nobody_invited_is_a_rate_of_nought() -> None:
    assert response_rates(Dispositions(complete=0)).rr1 == 0


def test_even_response_has_an_indicator_near_1_and_uneven_response_a_lower_one() -> None:
    even = evenness(FRAME, np.array([20.0, 20, 40]))
    uneven = evenness(FRAME, np.array([60.0, 5, 15]))
    assert even.r_indicator == pytest.approx(1)
    assert uneven.r_indicator < 0.7
    assert even.rate == uneven.rate == pytest.approx(0.2)
    assert uneven.worst_bias > even.worst_bias


def test_response_is_told_by_stratum() -> None:
    assert [one.rate for one in response_by_stratum(FRAME, np.array([20.0, 10, 40]))] == [0.2, 0.1, 0.2]


def test_the_worst_case_runs_from_none_to_all_of_the_silent() -> None:
    band = worst_case(weighted(), np.arange(80) % 2 == 0)
    assert [band.low, band.high] == pytest.approx([0.1, 0.9])
    assert band.reason is BandReason.WORST_CASE
    assert band.silent_share == pytest.approx(0.8)


def test_a_difference_of_the_silent_moves_the_figure_by_their_share() -> None:
    band = shifted(weighted(), np.arange(80) % 2 == 0, 0.1)
    assert [band.low, band.value, band.high] == pytest.approx([0.42, 0.5, 0.58])
    assert band.interval_low < band.low
    assert band.interval_high > band.high


def test_no_difference_leaves_the_interval_alone() -> None:
    band = shifted(weighted(), np.arange(80) % 2 == 0, 0.0)
    assert band.low == band.high == band.value


def test_the_tipping_point_is_where_the_figure_reaches_the_threshold() -> None:
    said = np.arange(80) % 2 == 0
    assert tipping_point(weighted(), said, 0.58) == pytest.approx(0.1, abs=1e-6)
    assert tipping_point(weighted(), said, 0.42) == pytest.approx(-0.1, abs=1e-6)
    assert tipping_point(weighted(), said, 0.95) is None


def test_a_difference_beyond_1_is_refused() -> None:
    with pytest.raises(EstimationError, match="between 0 and 1"):
        shifted(weighted(), np.arange(80) % 2 == 0, 1.5)
