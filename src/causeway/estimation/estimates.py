"""Proportions, means and totals of a weighted sample, overall and by domain, each with its interval.

These take a sample all of whose people answered; `questions.py` leaves out blanks and weights those who answered.
"""

from dataclasses import dataclass

import numpy as np

from causeway.estimation._arrays import Numbers, Truths, count_by, over, sum_by
from causeway.estimation._errors import EstimationError
from causeway.estimation.frame import Coded
from causeway.estimation.intervals import (
    LEVEL,
    IntervalMethod,
    is_inside,
    proportion_interval,
    student_interval,
)
from causeway.estimation.variance import Spread, Strata, Sums, ratio_spread, spread_of
from causeway.estimation.weighting import Weighted


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One figure. `group` is None for everybody; `category` is None for a number.

    `n`: answers in the group; `count`: those of this category, for disclosure control alone. `effective_n`: how many
    answers of equal weight would tell as much (Kish).
    `design_effect`: the variance over that of as many answers drawn simply. A figure of nobody is nan.
    """

    group: str | None
    category: str | None
    value: float
    se: float
    low: float
    high: float
    n: int
    count: int | None
    effective_n: float
    df: float
    design_effect: float
    method: IntervalMethod


def proportions(
    weighted: Weighted, answers: Coded, by: Coded | None = None, *, level: float = LEVEL
) -> tuple[Estimate, ...]:
    """The share of each category, in each group of `by` (people without a group are in none).

    Raises:
        EstimationError: a person has no answer.
    """
    if not answers.is_given.all():
        raise EstimationError("blank_answer", "A person without an answer cannot be counted; leave them out first.")
    groups, size = _groups(weighted, by)
    shape = (len(weighted.sample.counts), size, len(answers.labels))
    w, ww, count = (_summed(weighted, groups, answers, power, shape) for power in (1, 2, 0))
    in_group = {power: array.sum(axis=2, keepdims=True) for power, array in ((1, w), (2, ww), (0, count))}
    people = in_group[1].sum(axis=0)
    n, squares = in_group[0].sum(axis=0), in_group[2].sum(axis=0)
    given = count.sum(axis=0)
    value = over(w.sum(axis=0), people)
    sums = Sums(w=in_group[1], wy=w, ww=in_group[2], wwy=ww, wwyy=ww)
    strata = Strata.of(weighted.sample.counts, weighted.sample.frame.population)
    spread = ratio_spread(sums, strata, value, people)
    effective = over(people * people, squares)
    remaining = over((in_group[1] * strata.correction[:, None, None]).sum(axis=0), people)
    inside = is_inside(value, spread.variance)
    df = np.where(inside, spread.df, np.maximum(n - 1, 1))
    known = effective / np.maximum(remaining, 1e-9)
    low, high = proportion_interval(value, spread.variance, df, known, level)
    simple = over(value * (1 - value), np.maximum(n - 1, 1))
    return tuple(
        Estimate(
            group=None if by is None else by.labels[group],
            category=label,
            value=float(value[group, place]) if n[group, 0] else float("nan"),
            se=float(np.sqrt(spread.variance[group, place])),
            low=float(low[group, place]),
            high=float(high[group, place]),
            n=int(n[group, 0]),
            count=int(given[group, place]),
            effective_n=float(effective[group, 0]),
            df=float(df[group, place]),
            design_effect=float(over(spread.variance, simple)[group, place]),
            method=IntervalMethod.LOGIT if inside[group, place] else IntervalMethod.WILSON,
        )
        for group in range(size)
        for place, label in enumerate(answers.labels)
    )


def proportion(
    weighted: Weighted, holds: Truths, by: Coded | None = None, *, level: float = LEVEL
) -> tuple[Estimate, ...]:
    """The share for whom something holds, one estimate a group."""
    answers = Coded(codes=np.asarray(holds, dtype=np.intp), labels=("no", "yes"))
    found = proportions(weighted, answers, by, level=level)
    return tuple(one for one in found if one.category == "yes")


def mean(weighted: Weighted, values: Numbers, by: Coded | None = None, *, level: float = LEVEL) -> tuple[Estimate, ...]:
    """The mean of a number, one estimate a group."""
    groups, size = _groups(weighted, by)
    sums = _number_sums(weighted, groups, values, size)
    people = sums.w.sum(axis=0)
    value = over(sums.wy.sum(axis=0), people)
    strata = Strata.of(weighted.sample.counts, weighted.sample.frame.population)
    spread = ratio_spread(sums, strata, value, people)
    return _numbers(weighted, groups, by, values, value, spread, size, level)


def total(
    weighted: Weighted, values: Numbers, by: Coded | None = None, *, level: float = LEVEL
) -> tuple[Estimate, ...]:
    """The sum of a number over the population, one estimate a group. For a count, give ones."""
    groups, size = _groups(weighted, by)
    sums = _number_sums(weighted, groups, values, size)
    strata = Strata.of(weighted.sample.counts, weighted.sample.frame.population)
    value = sums.wy.sum(axis=0)
    return _numbers(weighted, groups, by, values, value, spread_of(sums.wy, sums.wwyy, strata), size, level)


def _numbers(
    weighted: Weighted,
    groups: Coded,
    by: Coded | None,
    values: Numbers,
    value: Numbers,
    spread: Spread,
    size: int,
    level: float,
) -> tuple[Estimate, ...]:
    kept = groups.is_given
    codes, weight = groups.codes[kept], weighted.weight[kept]
    n = count_by(codes, size)
    effective = over(sum_by(codes, weight, size) ** 2, sum_by(codes, weight**2, size))
    low, high = student_interval(value, spread.variance, spread.df, level)
    first = over(sum_by(codes, values[kept], size), n)
    simple = over(sum_by(codes, values[kept] ** 2, size) - n * first**2, np.maximum(n - 1, 1) * n)
    return tuple(
        Estimate(
            group=None if by is None else by.labels[group],
            category=None,
            value=float(value[group]) if n[group] else float("nan"),
            se=float(np.sqrt(spread.variance[group])),
            low=float(low[group]),
            high=float(high[group]),
            n=int(n[group]),
            count=None,
            effective_n=float(effective[group]),
            df=float(spread.df[group]),
            design_effect=float(over(spread.variance, simple)[group]),
            method=IntervalMethod.STUDENT,
        )
        for group in range(size)
    )


def _groups(weighted: Weighted, by: Coded | None) -> tuple[Coded, int]:
    if by is None:
        return Coded(codes=np.zeros(len(weighted.weight), dtype=np.intp), labels=("",)), 1
    return by, len(by.labels)


def _summed(weighted: Weighted, groups: Coded, answers: Coded, power: int, shape: tuple[int, int, int]) -> Numbers:
    """Powers of the weights, summed by stratum, group and category."""
    kept = groups.is_given
    places = (weighted.sample.stratum * shape[1] + groups.codes) * shape[2] + answers.codes
    sums = sum_by(places[kept], weighted.weight[kept] ** power, shape[0] * shape[1] * shape[2])
    return np.asarray(sums.reshape(shape), dtype=np.float64)


def _number_sums(weighted: Weighted, groups: Coded, values: Numbers, size: int) -> Sums:
    kept = groups.is_given
    height = len(weighted.sample.counts)
    places = (weighted.sample.stratum * size + groups.codes)[kept]
    w, y = weighted.weight[kept], np.asarray(values, dtype=np.float64)[kept]

    def summed(items: Numbers) -> Numbers:
        return sum_by(places, items, height * size).reshape(height, size)

    return Sums(w=summed(w), wy=summed(w * y), ww=summed(w * w), wwy=summed(w * w * y), wwyy=summed(w * w * y * y))
