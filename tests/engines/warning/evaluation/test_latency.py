"""A late warning is worth less, and a missed one is never early."""

from math import exp, inf, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.warning.evaluation import (
    EvaluationError,
    early_detection,
    f_latency,
    latency_quantiles,
    messages_until,
    penalty_rate,
)

RATE = 0.0078  # what Sadeque, Xu and Bethard used


def test_warnings_at_the_first_message_cost_nothing() -> None:
    assert f_latency([1, 1, inf], [1, 1, 0], RATE) == 1


def test_f_latency_by_hand() -> None:
    """Three right of four warnings, of five positives; the middle one of the right came after 11 messages."""
    found = early_detection([3, 11, 90, inf, inf, 5], [1, 1, 1, 1, 1, 0], RATE)
    assert (found.precision, found.recall) == (0.75, 0.6)
    assert found.f1 == pytest.approx(2 / 3)
    assert found.speed == pytest.approx(1 - (-1 + 2 / (1 + exp(-RATE * 10))))
    assert found.f_latency == pytest.approx(found.f1 * found.speed)


def test_a_wrong_warning_does_not_count_towards_speed() -> None:
    assert early_detection([20, 1], [1, 0], RATE).speed == early_detection([20, inf], [1, 0], RATE).speed


def test_no_right_warning_is_worth_nothing() -> None:
    assert f_latency([inf, 1], [1, 0], RATE) == 0


def test_the_rate_makes_a_warning_half_way_worth_half() -> None:
    rate = penalty_rate(41)
    assert rate == pytest.approx(log(3) / 40)
    assert early_detection([41], [1], rate).speed == pytest.approx(0.5)


@given(st.lists(st.integers(1, 500), min_size=1, max_size=9), st.integers(1, 100))
def test_later_never_pays(read: list[int], delay: int) -> None:
    labels = [1] * len(read)
    assert f_latency([one + delay for one in read], labels, RATE) <= f_latency(read, labels, RATE)


def test_quantiles_are_over_every_positive_and_a_missed_one_waits_forever() -> None:
    assert latency_quantiles([4, 2, inf, inf, 1], [1, 1, 1, 1, 0]) == (2, 4, inf)


def test_messages_are_counted_until_the_score_first_stands_at_the_threshold() -> None:
    scores = [[0.1, 0.9, 0.2], [0.1, 0.2, 0.3], [np.nan, np.nan, 0.5]]
    assert messages_until(scores, 0.5).tolist() == [2, inf, 3]


@pytest.mark.parametrize(
    ("read", "rate", "field"), [([0.0], RATE, "messages_read"), ([1.0], 0, "rate"), ([1.0], inf, "rate")]
)
def test_what_is_no_count_or_rate_is_refused(read: list[float], rate: float, field: str) -> None:
    with pytest.raises(EvaluationError) as refused:
        f_latency(read, [1], rate)
    assert refused.value.field == field


def test_quantiles_outside_their_range_are_refused() -> None:
    with pytest.raises(EvaluationError, match="quantiles"):
        latency_quantiles([1.0], [1], [0.0])


def test_a_length_that_no_penalty_fits_is_refused() -> None:
    with pytest.raises(EvaluationError, match="half_at_messages"):
        penalty_rate(1)
