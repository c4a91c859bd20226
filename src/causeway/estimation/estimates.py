"""Proportions, means and totals of a weighted sample, overall and by domain, each with its interval.

These take a sample all of whose people answered; `questions.py` leaves out blanks and weights those who answered.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from causeway.estimation._arrays import Numbers, Truths, count_by, over, sum_by
from causeway.estimation._errors import EstimationError
from causeway.estimation._shares import Shares, leanings_of, shares_of
from causeway.estimation.frame import Coded
from causeway.estimation.intervals import LEVEL, IntervalMethod, student_interval
from causeway.estimation.variance import Spread, Sums, ratio_spread, spread_of
from causeway.estimation.weighting import Weighted

_MOST_CELLS = 500_000
"""Strata by groups by categories that are summed at once: some 4 MB a table, of which there are a dozen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One figure. `group` is None for everybody; `category` is None for a number.

    `n`: answers in the group; `count`: those of this category, for disclosure control alone; `people`: how many of
    the frame's people the group stands for. `se`, with `df`, is the linearised standard error; a share's interval is
    wider than it where strata are thin. `effective_n`: how many answers of equal weight would tell as much (Kish).
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
    people: float
    effective_n: float
    df: float
    design_effect: float
    method: IntervalMethod


def proportions(
    weighted: Weighted,
    answers: Coded,
    by: Coded | None = None,
    *,
    level: float = LEVEL,
    method: IntervalMethod = IntervalMethod.WILSON,
) -> tuple[Estimate, ...]:
    """The share of each category, in each group of `by` (people without a group are in none). `method` is Wilson's or
    the logit interval; whichever, the standard error is the linearised one.

    Raises:
        EstimationError: a person has no answer.
    """
    if not answers.is_given.all():
        raise EstimationError("blank_answer", "A person without an answer cannot be counted; leave them out first.")
    everybody = _everybody(weighted)
    leaning = leanings_of(weighted, answers, (by or everybody).is_given)
    if by is None:
        return tuple(_listed(shares_of(weighted, answers, everybody, leaning, level, method), answers, (None,)))
    block = max(_MOST_CELLS // (len(weighted.sample.counts) * len(answers.labels)), 1)
    return tuple(
        one
        for groups in _blocks(by, block)
        for one in _listed(shares_of(weighted, answers, groups, leaning, level, method), answers, groups.labels)
    )


def _listed(shares: Shares, answers: Coded, groups: Sequence[str | None]) -> Iterator[Estimate]:
    for at, group in enumerate(groups):
        for place, label in enumerate(answers.labels):
            yield Estimate(
                group=group,
                category=label,
                value=float(shares.value[at, place]) if shares.n[at] else float("nan"),
                se=float(shares.se[at, place]),
                low=float(shares.low[at, place]),
                high=float(shares.high[at, place]),
                n=int(shares.n[at]),
                count=int(shares.count[at, place]),
                people=float(shares.people[at]),
                effective_n=float(shares.effective_n[at]),
                df=float(shares.df[at, place]),
                design_effect=float(shares.design_effect[at, place]),
                method=IntervalMethod.LOGIT if shares.is_logit[at, place] else IntervalMethod.WILSON,
            )


def proportion(
    weighted: Weighted,
    holds: Truths,
    by: Coded | None = None,
    *,
    level: float = LEVEL,
    method: IntervalMethod = IntervalMethod.WILSON,
) -> tuple[Estimate, ...]:
    """The share for whom something holds, one estimate a group."""
    answers = Coded(codes=np.asarray(holds, dtype=np.intp), labels=("no", "yes"))
    found = proportions(weighted, answers, by, level=level, method=method)
    return tuple(one for one in found if one.category == "yes")


def mean(weighted: Weighted, values: Numbers, by: Coded | None = None, *, level: float = LEVEL) -> tuple[Estimate, ...]:
    """The mean of a number, one estimate a group."""
    sums = _number_sums(weighted, values, by or _everybody(weighted))
    people = sums.w.sum(axis=0)
    value = over(sums.wy.sum(axis=0), people)
    spread = ratio_spread(sums, weighted.strata, value, people)
    return _numbers(weighted, values, by, value, spread, level)


def total(
    weighted: Weighted, values: Numbers, by: Coded | None = None, *, level: float = LEVEL
) -> tuple[Estimate, ...]:
    """The sum of a number over the population, one estimate a group. For a count, give ones."""
    sums = _number_sums(weighted, values, by or _everybody(weighted))
    spread = spread_of(sums.wy, sums.wwyy, weighted.strata)
    return _numbers(weighted, values, by, sums.wy.sum(axis=0), spread, level)


def _numbers(
    weighted: Weighted, values: Numbers, by: Coded | None, value: Numbers, spread: Spread, level: float
) -> tuple[Estimate, ...]:
    groups = by or _everybody(weighted)
    kept, size = groups.is_given, len(groups.labels)
    codes, weight, y = groups.codes[kept], weighted.weight[kept], values[kept]
    n = count_by(codes, size)
    people = sum_by(codes, weight, size)
    effective = over(people**2, sum_by(codes, weight**2, size))
    low, high = student_interval(value, spread.variance, spread.df, level)
    average = over(sum_by(codes, y, size), n)
    simple = over(sum_by(codes, y**2, size) - n * average**2, np.maximum(n - 1, 1) * n)
    design_effect, se = over(spread.variance, simple), np.sqrt(spread.variance)
    return tuple(
        Estimate(
            group=None if by is None else by.labels[at],
            category=None,
            value=float(value[at]) if n[at] else float("nan"),
            se=float(se[at]),
            low=float(low[at]),
            high=float(high[at]),
            n=int(n[at]),
            count=None,
            people=float(people[at]),
            effective_n=float(effective[at]),
            df=float(spread.df[at]),
            design_effect=float(design_effect[at]),
            method=IntervalMethod.STUDENT,
        )
        for at in range(size)
    )


def _blocks(by: Coded, size: int) -> Iterator[Coded]:
    """The groups, so many at a time."""
    for start in range(0, len(by.labels), size):
        labels = by.labels[start : start + size]
        inside = (by.codes >= start) & (by.codes < start + len(labels))
        yield Coded(codes=np.where(inside, by.codes - start, -1), labels=labels)


def _everybody(weighted: Weighted) -> Coded:
    return Coded(codes=np.zeros(len(weighted.weight), dtype=np.intp), labels=("",))


def _number_sums(weighted: Weighted, values: Numbers, groups: Coded) -> Sums:
    kept, size = groups.is_given, len(groups.labels)
    height = len(weighted.sample.counts)
    places = (weighted.sample.stratum * size + groups.codes)[kept]
    w, y = weighted.weight[kept], np.asarray(values, dtype=np.float64)[kept]

    def summed(items: Numbers) -> Numbers:
        return sum_by(places, items, height * size).reshape(height, size)

    return Sums(w=summed(w), wy=summed(w * y), ww=summed(w * w), wwy=summed(w * w * y), wwyy=summed(w * w * y * y))
