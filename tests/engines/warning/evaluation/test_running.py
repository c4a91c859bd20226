"""Scores are followed message by message, whatever the lengths of the accounts."""

import numpy as np
import pytest

from causeway.warning.evaluation import EvaluationError, penalty_rate
from causeway.warning.evaluation._arrays import Floats, Rows
from causeway.warning.evaluation.rivals import even_odds
from causeway.warning.evaluation.running import best_threshold, run

MESSAGES = np.array([1.0, 2.0, 5.0, 0.0])
ACCOUNTS = [np.array([0, 1]), np.array([3]), np.array([2, 3]), np.array([3, 3, 3])]


def sums(messages: Rows) -> Floats:
    return np.cumsum(MESSAGES[messages], axis=1)


def test_accounts_of_different_lengths_keep_their_places() -> None:
    running = run(ACCOUNTS, sums)
    assert running.final.tolist() == [3, 0, 5, 0]
    assert running.until(3).tolist() == [2, np.inf, 1, np.inf]


def test_an_account_without_a_score_comes_last_and_is_never_warned_of() -> None:
    running = run(ACCOUNTS, lambda messages: np.full(messages.shape, np.nan))
    assert running.final.tolist() == [-np.inf] * 4
    assert np.isinf(running.until(-1e9)).all()
    with pytest.raises(EvaluationError, match="long enough"):
        best_threshold(running, np.array([True, False, False, False]), penalty_rate(40))


def test_the_threshold_that_parts_the_kinds_is_found() -> None:
    running = run(ACCOUNTS, sums)
    assert best_threshold(running, np.array([True, False, True, False]), penalty_rate(40)) == 3


def test_an_empty_account_is_refused() -> None:
    with pytest.raises(EvaluationError, match="accounts"):
        run([np.array([], dtype=np.intp)], sums)


def test_our_threshold_is_at_even_odds_and_needs_no_fitting() -> None:
    assert even_odds(0.5) == 0
    assert even_odds(0.01) == pytest.approx(np.log(99))
