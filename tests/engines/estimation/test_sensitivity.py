"""How far the silent could move a share."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.estimation import EstimationError, Frame, Silence, shifted, silence, worst_case

FRAME = Frame.of([(("Ash", "constable"), 100), (("Ash", "sergeant"), 100), (("Birch", "constable"), 200)])
SHARE = st.floats(0, 1)


def test_the_silent_are_those_who_were_asked_and_not_those_whom_chance_left_out() -> None:
    found = silence(FRAME, np.array([5.0, 5, 10]), np.array([10.0, 10, 20]))
    assert [found.share, found.spread] == pytest.approx([0.5, 0.0])


def test_where_everybody_was_asked_all_who_did_not_answer_are_silent() -> None:
    assert silence(FRAME, np.array([20.0, 20, 40])).share == pytest.approx(0.8)


def test_a_stratum_in_which_nobody_was_asked_counts_by_the_rate_of_all() -> None:
    found = silence(FRAME, np.array([8.0, 2, 0]), np.array([10.0, 10, 0]))
    assert found.share == pytest.approx(0.25 * 0.2 + 0.25 * 0.8 + 0.5 * 0.5)


def test_more_answers_than_were_asked_leave_nobody_silent() -> None:
    assert silence(FRAME, np.array([11.0, 10, 20]), np.array([10.0, 10, 20])).share == pytest.approx(0.0)


def test_the_worst_case_runs_from_none_to_all_of_the_silent() -> None:
    band = worst_case(0.5, Silence(share=0.8, spread=0.0))
    assert [band.low, band.high] == pytest.approx([0.1, 0.9])


@given(st.lists(st.tuples(st.integers(1, 500), SHARE, SHARE), min_size=1, max_size=8))
def test_the_worst_case_is_never_narrower_than_the_bounds_summed_by_stratum(
    strata: list[tuple[int, float, float]],
) -> None:
    people, rate, said = (np.array(column, dtype=np.float64) for column in zip(*strata, strict=True))
    frame = Frame.of(((str(number), "constable"), size) for number, (size, _, _) in enumerate(strata))
    silent = silence(frame, people * rate)
    spoken = float((people * rate * said).sum() / people.sum())
    band = worst_case(float((people * said).sum() / people.sum()), silent)
    assert band.low <= spoken + 1e-9
    assert band.high >= spoken + silent.share - 1e-9


def test_where_those_who_say_yes_answer_most_the_worst_case_is_wider_than_the_silent_alone_make_it() -> None:
    silent = silence(FRAME, np.array([0.0, 0, 200]))
    band = worst_case(0.5, silent)  # all of Birch said yes, and none of Ash, who stayed silent
    assert [band.low, band.high] == pytest.approx([0.0, 1.0])
    assert silent.share == pytest.approx(0.5)


def test_a_difference_of_the_silent_moves_the_interval_by_their_share() -> None:
    band = shifted(0.4, 0.6, Silence(share=0.8, spread=0.1), 0.1)
    assert [band.low, band.high] == pytest.approx([0.32, 0.68])


def test_no_band_leaves_0_to_1() -> None:
    band = shifted(0.01, 0.99, Silence(share=0.8, spread=0.1), 0.1)
    assert [band.low, band.high] == [0.0, 1.0]


def test_a_difference_beyond_1_is_refused() -> None:
    with pytest.raises(EstimationError, match="between 0 and 1"):
        shifted(0.4, 0.6, Silence(share=0.8, spread=0.1), 1.5)


def test_a_share_of_all_that_adding_up_has_rounded_is_a_share_of_all() -> None:
    silent = Silence(share=0.5, spread=0.1)
    assert worst_case(1.0 + 2e-16, silent) == worst_case(1.0, silent)
