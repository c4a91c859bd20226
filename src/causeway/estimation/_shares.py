"""The shares of all categories in all groups at once, with their intervals, as arrays of groups by categories.

Everything comes from two sums by stratum, group and category: of the weights and of their squares.
"""

from dataclasses import dataclass

import numpy as np

from causeway.estimation._arrays import Numbers, Truths, count_by, over, sum_by
from causeway.estimation._borrowing import borrowed_spread, leanings
from causeway.estimation.frame import Coded
from causeway.estimation.intervals import IntervalMethod, is_inside, logit_interval, score_interval
from causeway.estimation.variance import Sums, ratio_spread
from causeway.estimation.weighting import Weighted


@dataclass(frozen=True, kw_only=True, eq=False)
class Shares:
    """Groups by categories; `n`, `people` and `effective_n` by group."""

    value: Numbers
    se: Numbers
    low: Numbers
    high: Numbers
    df: Numbers
    design_effect: Numbers
    is_logit: Truths
    count: Numbers
    n: Numbers
    people: Numbers
    effective_n: Numbers


def leanings_of(weighted: Weighted, answers: Coded, kept: Truths) -> Numbers:
    """How the strata of those who are kept lean to each category."""
    height, width = len(weighted.sample.counts), len(answers.labels)
    places = (weighted.sample.stratum * width + answers.codes)[kept]
    counts = count_by(places, height * width).reshape(height, width)
    weight = sum_by(answers.codes[kept], weighted.weight[kept], width)
    return leanings(weighted.sample.frame, counts, over(weight, weight.sum()))


def shares_of(
    weighted: Weighted, answers: Coded, groups: Coded, leaning: Numbers, level: float, method: IntervalMethod
) -> Shares:
    """The share of each category in each group; people without a group are in none. `leaning` is `leanings_of` all."""
    w, ww, counts = (_summed(weighted, groups, answers, power) for power in (1, 2, 0))
    group_w, group_ww = w.sum(axis=2, keepdims=True), ww.sum(axis=2, keepdims=True)
    people, count = group_w.sum(axis=0), counts.sum(axis=0)
    n = count.sum(axis=1, keepdims=True)
    effective_n = over(people**2, group_ww.sum(axis=0))
    value = over(w.sum(axis=0), people)
    sums, strata = Sums(w=group_w, wy=w, ww=group_ww, wwy=ww, wwyy=ww), weighted.strata
    spread = ratio_spread(sums, strata, value, people)
    borrowed = borrowed_spread(strata, sums, counts, leaning, value, people)
    unanswered = over((group_w * strata.correction[:, None, None]).sum(axis=0), people)
    low, high = score_interval(value, borrowed.variance, borrowed.df, effective_n / np.maximum(unanswered, 1e-9), level)
    is_logit = is_inside(value) & (method is IntervalMethod.LOGIT)
    if method is IntervalMethod.LOGIT:
        others = logit_interval(value, spread.variance, np.full_like(value, strata.freedom), level)
        low, high = np.where(is_logit, others[0], low), np.where(is_logit, others[1], high)
    return Shares(
        value=value,
        se=np.sqrt(spread.variance),
        low=low,
        high=high,
        df=np.where(spread.variance > 0, spread.df, np.maximum(n - 1, 1)),
        design_effect=over(spread.variance, _simple(value, np.maximum(n - 1, 1))),
        is_logit=is_logit,
        count=count,
        n=n[:, 0],
        people=people[:, 0],
        effective_n=effective_n[:, 0],
    )


def _simple(value: Numbers, n: Numbers) -> Numbers:
    """The variance of a share of `n` answers drawn simply."""
    return over(value * (1 - value), n)


def _summed(weighted: Weighted, groups: Coded, answers: Coded, power: int) -> Numbers:
    """Powers of the weights, summed by stratum, group and category."""
    kept = groups.is_given
    shape = (len(weighted.sample.counts), len(groups.labels), len(answers.labels))
    places = (weighted.sample.stratum * shape[1] + groups.codes) * shape[2] + answers.codes
    return sum_by(places[kept], weighted.weight[kept] ** power, shape[0] * shape[1] * shape[2]).reshape(shape)
