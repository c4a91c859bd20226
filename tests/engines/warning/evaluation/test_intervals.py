"""Intervals come from authors, and a gain from the same resamples for both."""

import numpy as np
import pytest
from scipy.stats import binom

from causeway.warning.evaluation import EvaluationError, Interval, Ranking, bootstrap_interval, paired_gain
from causeway.warning.evaluation._arrays import Rows


def test_the_interval_of_a_share_is_the_binomial_one() -> None:
    """The bootstrap of a share has a known distribution: binomial with the share that was seen."""
    hit = np.array([1.0] * 120 + [0.0] * 280)
    found = bootstrap_interval(lambda rows: float(hit[rows].mean()), range(400), [1] * 400, seed=4, replicates=4000)
    assert found.estimate == pytest.approx(0.3)
    assert found.low == pytest.approx(binom.ppf(0.025, 400, 0.3) / 400, abs=0.004)
    assert found.high == pytest.approx(binom.ppf(0.975, 400, 0.3) / 400, abs=0.004)


def test_rows_of_one_author_are_drawn_together() -> None:
    """Ten copies of each of 40 authors are worth no more than the 40: the interval is as wide, not a third of it."""
    hit = np.repeat(np.array([1.0, 0.0] * 20), 10)
    authors = np.repeat(np.arange(40), 10)
    together = bootstrap_interval(lambda rows: float(hit[rows].mean()), authors, np.ones(400), seed=4)
    alone = bootstrap_interval(lambda rows: float(hit[rows].mean()), range(400), np.ones(400), seed=4)
    assert _width(together) > 2.5 * _width(alone)


def test_every_resample_keeps_the_share_of_positives() -> None:
    labels = np.array([1] * 3 + [0] * 97)
    found = bootstrap_interval(lambda rows: float(labels[rows].mean()), range(100), labels, seed=1)
    assert found == Interval(0.03, 0.03, 0.03)


def test_every_row_of_a_drawn_author_comes_with_it() -> None:
    authors = ["dale", "glen", "dale", "ford", "glen", "dale"]

    def whole(rows: Rows) -> float:
        counts = np.bincount(rows, minlength=6)
        return float(counts[0] == counts[2] == counts[5] and counts[1] == counts[4])

    assert bootstrap_interval(whole, authors, [1, 0, 0, 1, 0, 0], seed=7).low == 1


def test_a_gain_over_itself_is_nothing() -> None:
    ranking = Ranking([3, 2, 1, 0], [1, 0, 1, 0])
    assert paired_gain(ranking, ranking, range(4), seed=1) == Interval(0, 0, 0)


def test_a_sure_gain_excludes_zero_and_a_doubtful_one_does_not() -> None:
    labels = np.array([1] * 20 + [0] * 180)
    noise = np.random.default_rng(3).normal(size=(2, 200))
    sure = paired_gain(Ranking(noise[0] + 3 * labels, labels), Ranking(noise[1], labels), range(200), seed=1)
    doubtful = paired_gain(Ranking(noise[0], labels), Ranking(noise[1], labels), range(200), seed=1)
    assert sure.excludes_zero
    assert not doubtful.excludes_zero


def test_the_same_seed_gives_the_same_interval() -> None:
    ranking, other = Ranking([3, 2, 1, 0], [1, 0, 1, 0]), Ranking([0, 1, 2, 3], [1, 0, 1, 0])
    assert paired_gain(ranking, other, range(4), seed=9) == paired_gain(ranking, other, range(4), seed=9)


def test_one_positive_author_gives_no_interval() -> None:
    with pytest.raises(EvaluationError, match="authors"):
        bootstrap_interval(lambda rows: 1.0, ["dale", "glen"], [1, 0], seed=1)


def test_rankings_of_other_rows_are_not_compared() -> None:
    with pytest.raises(EvaluationError, match="theirs"):
        paired_gain(Ranking([1, 2], [1, 1]), Ranking([1, 2], [1, 0]), range(2), seed=1)


def _width(interval: Interval) -> float:
    return interval.high - interval.low
