"""Calibration gives the ratio that is true, whatever share of the sample is positive."""

from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.warning.text import Calibration, TextError, calibrate
from causeway.warning.text.calibration import NEAR_TOPIC


@pytest.mark.parametrize("positives", [2000, 20_000])
def test_the_known_ratio_of_two_normal_curves_is_found(positives: int) -> None:
    """Between N(1, 1) and N(0, 1) the log of the ratio is x - 1/2."""
    rng = np.random.default_rng(2)
    values = np.concatenate([rng.normal(1, 1, positives), rng.normal(0, 1, 20_000)])
    found = calibrate(values, [1] * positives + [0] * 20_000)
    assert found.slope == pytest.approx(1, abs=0.1)
    assert found.intercept == pytest.approx(-0.5, abs=0.1)


def test_kinds_that_do_not_overlap_still_say_no_more_than_the_sample_bears_out() -> None:
    found = calibrate([0.0] * 30 + [1.0] * 30, [0] * 30 + [1] * 30)
    assert found.cap == pytest.approx(log(31))
    assert np.abs(found.log_likelihood_ratios(np.array([-9.0, 9.0]))).max() == pytest.approx(log(31))


def test_where_messages_tell_little_nearly_nothing_is_put_down_to_a_topic() -> None:
    """Between N(1, 1) and N(0, 1) the usual message of the class is worth half a nat: a quarter may be a topic's."""
    rng = np.random.default_rng(2)
    values = np.concatenate([rng.normal(1, 1, 5000), rng.normal(0, 1, 5000)])
    assert calibrate(values, [1] * 5000 + [0] * 5000).near_topic == pytest.approx(0.25, abs=0.05)


def test_where_messages_tell_much_a_topic_is_still_bounded() -> None:
    rng = np.random.default_rng(2)
    values = np.concatenate([rng.normal(9, 1, 5000), rng.normal(0, 1, 5000)])
    assert calibrate(values, [1] * 5000 + [0] * 5000).near_topic == NEAR_TOPIC


@given(st.lists(st.floats(-1, 1), min_size=2, max_size=20))
def test_more_contrast_is_never_less_evidence(contrasts: list[float]) -> None:
    found = Calibration(0.3, 20.0, 7.0, 3.0).log_likelihood_ratios(np.sort(contrasts))
    assert (np.diff(found) >= 0).all()


@pytest.mark.parametrize(
    ("contrasts", "labels", "field"),
    [
        ([0.1] * 40, [1] * 19 + [0] * 21, "labels"),
        ([0.1] * 40, [1] * 20, "contrasts"),
        ([float("nan")] * 40, [1, 0] * 20, "contrasts"),
        ([0.0] * 20 + [1.0] * 20, [1] * 20 + [0] * 20, "contrasts"),
    ],
)
def test_what_cannot_be_calibrated_is_refused(contrasts: list[float], labels: list[int], field: str) -> None:
    with pytest.raises(TextError) as refused:
        calibrate(contrasts, labels)
    assert refused.value.field == field


@pytest.mark.parametrize("faulty", [(float("nan"), 1, 1, 1), (0, 0, 1, 1), (0, 1, -1, 1), (0, 1, 1, -1)])
def test_a_calibration_that_makes_no_sense_is_refused(faulty: tuple[float, float, float, float]) -> None:
    with pytest.raises(TextError, match="calibration"):
        Calibration(*faulty)
