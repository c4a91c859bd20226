"""How far a share could be off, where most strata have few answers: variance in which thin strata borrow from others.

The spread that a stratum's own answers show is worth little when there are two or three of them, and nothing when all
said the same: it is then 0, most often just where one answer stands for many people and the other answer is rare. The
variance is too small whenever the figure is too low, and intervals miss the truth above. So each stratum's share is
drawn, for the variance alone, towards what its force and its rank lead to expect: one answer is added to its own, split
as expected (pseudo-Bayes smoothing of a table of small counts towards one without interaction: Fienberg and Holland,
"Simultaneous estimation of multinomial cell probabilities", JASA 68, 1973; Bishop, Fienberg and Holland, "Discrete
Multivariate Analysis", 1975, chapter 12). A stratum of a hundred answers hardly notices; one of two does. The figure
itself is not moved. Degrees of freedom are Satterthwaite's.
"""

from collections.abc import Iterator

import numpy as np
import scipy  # loads `special` once it is asked for, which takes a third of a second

from causeway.estimation._arrays import Numbers, over
from causeway.estimation.frame import Frame
from causeway.estimation.variance import Spread, Strata, Sums

_ADDED = 1.0
"""Answers that a stratum borrows."""
_HELD_BACK = 5.0
"""Answers, split as everybody's figure, that are added to those of a force or rank before it is said to differ."""


def leanings(frame: Frame, counts: Numbers, value: Numbers) -> Numbers:
    """The log-odds of each category by stratum, if each dimension of the frame acted on them for itself.

    `counts`: answers by stratum and category; `value`: the weighted share of each category.
    """
    everybody = _smoothed(value, counts.sum())
    return np.asarray(scipy.special.logit(everybody) + sum(_pulls(frame, counts, everybody)), dtype=np.float64)


def borrowed_spread(
    strata: Strata, sums: Sums, counts: Numbers, leaning: Numbers, value: Numbers, people: Numbers
) -> Spread:
    """The variance of the share `value` = Σw·y / Σw in each group, for intervals.

    `counts`: answers by stratum, group and category; `sums.w` and `sums.ww` are those of all categories together.
    """
    n = counts.sum(axis=2, keepdims=True)
    share = (n * over(sums.wy, sums.w) + _ADDED * _expected(leaning, counts, n)) / (n + _ADDED)
    safe = np.where(people > 0, people, 1.0)
    first = sums.w * (share - value) / safe
    second = sums.ww * (share * (1 - 2 * value) + value * value) / (safe * safe)
    # Where the expected share is the true one, this makes the variance right on the average, however few the answers.
    short = 1 - n / np.square(n + _ADDED)
    within = np.maximum(second - over(first * first, strata.counts[:, None, None]), 0.0) / short
    by_stratum = strata.correction[:, None, None] * within
    variance = by_stratum.sum(axis=0)
    squares = over(np.square(by_stratum), n + _ADDED).sum(axis=0)
    return Spread(variance=variance, df=np.where(squares > 0, over(np.square(variance), squares), np.inf))


def _expected(leaning: Numbers, counts: Numbers, n: Numbers) -> Numbers:
    """The share of each category by stratum and group: as the stratum leans, at the level of the group's answers."""
    of_group = n.sum(axis=0)
    found = _smoothed(over(counts.sum(axis=0), of_group), of_group)
    modelled = _smoothed(over((n * scipy.special.expit(leaning)[:, None, :]).sum(axis=0), of_group), of_group)
    corrected = leaning[:, None, :] + (scipy.special.logit(found) - scipy.special.logit(modelled))
    return np.asarray(scipy.special.expit(corrected), dtype=np.float64)


def _pulls(frame: Frame, counts: Numbers, everybody: Numbers) -> Iterator[Numbers]:
    """For each dimension, how far a stratum's category of it lies from everybody, on the log-odds."""
    for number, names in enumerate(frame.categories):
        codes = frame.codes[number]
        said = np.zeros((len(names), counts.shape[1]))
        np.add.at(said, codes, counts)
        share = (said + _HELD_BACK * everybody) / (said.sum(axis=1, keepdims=True) + _HELD_BACK)
        yield (scipy.special.logit(share) - scipy.special.logit(everybody))[codes]


def _smoothed(share: Numbers, n: Numbers) -> Numbers:
    """The share with half an answer more on either side, so that it lies between 0 and 1."""
    return np.asarray((share * n + 0.5) / (n + 1.0), dtype=np.float64)
