"""Scores are followed message by message, whatever the lengths of the accounts."""

import numpy as np
import pytest

from causeway.warning.evaluation import EvaluationError, penalty_rate
from causeway.warning.evaluation._arrays import Floats, Rows
from causeway.warning.evaluation.running import run, steady_threshold

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
        steady_threshold([(running, np.array([True, False, False, False]))], penalty_rate(40))


def test_the_threshold_that_parts_the_kinds_is_found() -> None:
    running = run(ACCOUNTS, sums)
    assert steady_threshold([(running, np.array([True, False, True, False]))], penalty_rate(40)) == 3


def test_where_draws_disagree_the_higher_threshold_is_taken_and_not_the_luckiest() -> None:
    """In the second draw an innocent account reaches 3; at 5 there is none, and half of the positive are left."""
    running = run(ACCOUNTS, sums)
    lucky, other = np.array([True, False, True, False]), np.array([False, False, True, False])
    draws = [(running, lucky), (running, other)]
    assert steady_threshold([draws[0]], penalty_rate(40)) == 3
    assert steady_threshold(draws, penalty_rate(40)) == 5


def test_an_empty_account_is_refused() -> None:
    with pytest.raises(EvaluationError, match="accounts"):
        run([np.array([], dtype=np.intp)], sums)
