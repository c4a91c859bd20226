"""Probabilities mean what they say, on other accounts than those they were fitted on."""

from itertools import pairwise

import numpy as np
import pytest

from causeway.warning import (
    Calibration,
    CalibrationImpossible,
    Labelled,
    calibration_as_toml,
    fit_isotonic,
    fit_logistic,
    parse_calibration,
    reliability,
)


def made(seed: int, accounts: int = 4_000) -> Labelled:
    """Scores that claim twice the log-odds that are true."""
    rng = np.random.default_rng(seed)
    truth = rng.normal(-2.0, 1.5, accounts)
    labels = rng.random(accounts) < 1 / (1 + np.exp(-truth))
    return Labelled(accounts=[f"{seed}-{number}" for number in range(accounts)], scores=2 * truth, labels=labels)


@pytest.mark.parametrize("fit", [fit_logistic, fit_isotonic])
def test_what_is_said_is_confirmed_on_accounts_never_seen(fit: object) -> None:
    calibration: Calibration = fit(made(1))  # type: ignore[operator]
    for row in reliability(calibration, made(2), rows=5):
        assert row.said == pytest.approx(row.confirmed, abs=0.05)


def test_overconfidence_is_found_to_its_measure() -> None:
    calibration = fit_logistic(made(1))
    assert calibration.slope == pytest.approx(0.5, abs=0.05)


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    holds = 0
    for seed in range(100):
        found = fit_logistic(made(seed, 600)).probability(-2.0)
        holds += found.low <= 1 / (1 + np.exp(1.0)) <= found.high
    assert holds >= 88


@pytest.mark.parametrize("fit", [fit_logistic, fit_isotonic])
def test_a_higher_score_never_has_a_lower_probability(fit: object) -> None:
    calibration: Calibration = fit(made(3))  # type: ignore[operator]
    said = [calibration.probability(float(score)) for score in np.linspace(-30, 30, 301)]
    assert all(one.value <= other.value for one, other in pairwise(said))
    assert all(0 <= each.low <= each.value <= each.high <= 1 for each in said)


def test_accounts_that_it_was_fitted_on_cannot_check_it() -> None:
    with pytest.raises(CalibrationImpossible):
        reliability(fit_logistic(made(1)), made(1))


def test_another_base_rate_moves_the_mean() -> None:
    known = made(4)
    assert known.labels.mean() > 0.1
    moved = fit_logistic(known, base_rate=0.001)
    assert np.mean([moved.probability(float(score)).value for score in known.scores]) < 0.01


@pytest.mark.parametrize(
    "given",
    [
        Labelled(accounts=["a"] * 5, scores=np.zeros(5), labels=np.ones(5, dtype=bool)),
        Labelled(accounts=["a"], scores=np.zeros(40), labels=np.arange(40) < 20),
        Labelled(accounts=["a"] * 40, scores=np.full(40, np.nan), labels=np.arange(40) < 20),
        Labelled(accounts=["a"] * 40, scores=np.arange(40.0), labels=np.arange(40) < 20),
    ],
)
def test_what_cannot_be_fitted_is_refused(given: Labelled) -> None:
    with pytest.raises(CalibrationImpossible):
        fit_logistic(given)


def test_a_calibration_is_read_as_it_was_written_without_the_accounts() -> None:
    fitted = fit_logistic(made(5))
    text = calibration_as_toml(fitted)
    read = parse_calibration(text)
    assert read.probability(-1.0) == fitted.probability(-1.0)
    assert "5-0" not in text
