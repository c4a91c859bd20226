"""The rule to beat behaves as was measured of it, faults and all."""

import numpy as np
import pytest

from causeway.warning.evaluation.sentinel_rule import message_counts, skewness


def final(counts: list[float]) -> float:
    return float(skewness(np.array([counts]))[0, -1])


@pytest.mark.parametrize(("strong", "published"), [(9, 0.905), (11, -0.905), (20, 0.0)])
def test_an_account_that_does_little_else_turns_innocent(strong: int, published: float) -> None:
    assert round(final([2.0] * strong + [0.0] * (20 - strong)), 3) == published


def test_a_spike_weighs_the_same_however_strong_it_is_and_rounding_makes_up_no_order() -> None:
    heights = [0.1 + step / 37 for step in range(100)]
    assert len({final([height] + [0.0] * 19) for height in heights}) == 1


def test_equal_numbers_that_do_not_add_up_exactly_still_have_no_spread() -> None:
    assert final([0.1] * 17) == 0


def test_there_is_no_score_before_the_tenth_message() -> None:
    scores = skewness(np.ones((1, 12)))[0]
    assert np.isnan(scores[:9]).all()
    assert not np.isnan(scores[9:]).any()


def test_a_message_under_the_threshold_counts_nothing() -> None:
    assert message_counts(np.array([-1.0, 0.099, 0.1, 0.5])).tolist() == [0, 0, 0.1, 0.5]
