"""Linearised (Taylor) variance of weighted ratios, by domain, for stratified and post-stratified samples.

A proportion, mean or total over a domain is linearised to one value a person, which is 0 outside the domain; its
variance is the sum over strata of the usual stratified one, with the finite population correction (Woodruff 1971;
Särndal, Swensson and Wretman, "Model Assisted Survey Sampling", 1992, sections 5.5 and 7.6). Within a stratum,
response counts as a simple random sample: that is the assumption on which every figure here stands. Degrees of freedom
are Satterthwaite's, from the strata that carry the variance. A stratum with one answer has no spread of its own: its
value is set against the whole sample's mean of 0, which overstates the variance (the "adjust" rule for lonely units,
Lumley, "Complex Surveys", 2010, section 2.2).
"""

from dataclasses import dataclass

import numpy as np

from causeway.estimation._arrays import Numbers


@dataclass(frozen=True, kw_only=True, eq=False)
class Strata:
    """How many answered in each stratum, and its finite population correction (1 less the share that answered)."""

    counts: Numbers
    correction: Numbers

    @classmethod
    def of(cls, counts: Numbers, population: Numbers) -> "Strata":
        """The correction is 0 where everybody answered."""
        share = np.divide(counts, population, out=np.zeros_like(counts), where=population > 0)
        return cls(counts=counts, correction=np.clip(1 - share, 0.0, 1.0))

    @property
    def freedom(self) -> float:
        """The design's degrees of freedom: answers less strata that answered."""
        return max(float(self.counts.sum() - np.count_nonzero(self.counts)), 1.0)


@dataclass(frozen=True, kw_only=True, eq=False)
class Sums:
    """Sums over the people of each stratum (first axis) and domain (the other axes): of w, w·y, w², w²·y and w²·y²."""

    w: Numbers
    wy: Numbers
    ww: Numbers
    wwy: Numbers
    wwyy: Numbers


@dataclass(frozen=True, kw_only=True, eq=False)
class Spread:
    """Variance and degrees of freedom, by domain."""

    variance: Numbers
    df: Numbers


def ratio_spread(sums: Sums, strata: Strata, value: Numbers, people: Numbers) -> Spread:
    """The variance of `value` = Σw·y / Σw in each domain, where `people` = Σw."""
    safe = np.where(people > 0, people, 1.0)
    first = (sums.wy - value * sums.w) / safe
    second = (sums.wwyy - 2 * value * sums.wwy + value * value * sums.ww) / (safe * safe)
    return spread_of(first, second, strata)


def spread_of(first: Numbers, second: Numbers, strata: Strata) -> Spread:
    """From the sum and the sum of squares of the linearised values of each stratum (first axis) and domain."""
    extra = (1,) * (first.ndim - 1)
    n = strata.counts.reshape(-1, *extra)
    correction = strata.correction.reshape(-1, *extra)
    many = n > 1
    centred = np.where(many, second - first * first / np.maximum(n, 1.0), second)
    by_stratum = correction * np.maximum(centred, 0.0) * np.where(many, n / np.maximum(n - 1, 1.0), 1.0)
    variance = by_stratum.sum(axis=0)
    scaled = by_stratum / np.where(variance > 0, variance, 1.0)
    lonely = np.where(many, 0.0, scaled).sum(axis=0)
    share = (np.square(np.where(many, scaled, 0.0)) / np.maximum(n - 1, 1.0)).sum(axis=0)
    share += np.square(lonely) / np.maximum(np.count_nonzero((n == 1) & (by_stratum > 0), axis=0), 1)
    df = np.where(variance > 0, 1 / np.where(share > 0, share, 1.0), 1.0)
    return Spread(variance=np.asarray(variance, dtype=np.float64), df=np.asarray(df, dtype=np.float64))
