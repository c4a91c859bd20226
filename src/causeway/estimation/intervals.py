"""Intervals that hold what they promise, also near 0 and 1 and with few answers.

A proportion's interval is made on the logit scale with Student's t and Satterthwaite's degrees of freedom (Korn and
Graubard, "Analysis of Health Surveys", 1999, sections 3.2 and 5.2), because the plain one (estimate and two standard
errors) leaves the range from 0 to 1 and misses the truth too often there. Where everybody or nobody said it, the
logit has no value and the variance is 0: there Wilson's score interval stands, on Kish's effective number of answers.
So it does where the answers that happened to come are too alike to show how much they vary: where the strata show
less than a tenth of the spread of a simple sample, or, with fewer than five of a rarer answer than one in twenty,
less than half of what unequal weights alone would give.
`benchmarks/bench_estimation.py` prints how often each of them covered.
"""

from enum import StrEnum

import numpy as np
from scipy.special import expit, logit, stdtrit

from causeway.estimation._arrays import Numbers, Truths

LEVEL = 0.95


class IntervalMethod(StrEnum):
    """How an interval was made."""

    LOGIT = "logit"
    WILSON = "wilson"
    STUDENT = "student"


def t_quantile(df: Numbers, level: float = LEVEL) -> Numbers:
    """How many standard errors an interval reaches to each side."""
    return np.asarray(stdtrit(np.maximum(df, 1.0), 0.5 + level / 2), dtype=np.float64)


def proportion_interval(
    value: Numbers, variance: Numbers, df: Numbers, inside: Truths, effective_n: Numbers, level: float = LEVEL
) -> tuple[Numbers, Numbers]:
    """Low and high of each proportion: on the logit scale where `inside`, Wilson's on `effective_n` elsewhere."""
    t = t_quantile(df, level)
    p = np.where(inside, value, 0.5)
    centre, reach = logit(p), t * np.sqrt(np.where(inside, variance, 0.0)) / (p * (1 - p))
    low, high = wilson_interval(value, effective_n, t)
    return np.where(inside, expit(centre - reach), low), np.where(inside, expit(centre + reach), high)


_LEAST_OF_SIMPLE = 0.1
_FEW, _RARE = 5, 0.05
_LEAST_OF_KISH = 0.5


def has_spread(
    value: Numbers, variance: Numbers, *, simple: Numbers, kish: Numbers, rarer: Numbers, n: Numbers
) -> Truths:
    """Where the logit interval can be made.

    `simple` and `kish`: the variance of a simple sample of as many, and of effectively as many, answers. `rarer`: how
    many of the `n` gave the answer, or did not give it, whichever is fewer.
    """
    is_between = (value > 1e-12) & (value < 1 - 1e-12) & (variance > 0)
    is_plausible = (rarer >= _FEW) | (rarer >= _RARE * n) | (variance > _LEAST_OF_KISH * kish)
    return np.asarray(is_between & is_plausible & (variance > _LEAST_OF_SIMPLE * simple), dtype=np.bool_)


def wilson_interval(value: Numbers, effective_n: Numbers, t: Numbers) -> tuple[Numbers, Numbers]:
    """Wilson's score interval for a share of `effective_n` answers; all of 0 to 1 where there is none."""
    n = np.maximum(effective_n, 1e-12)
    square = t * t
    centre = (value + square / (2 * n)) / (1 + square / n)
    reach = t / (1 + square / n) * np.sqrt(np.maximum(value * (1 - value), 0) / n + square / (4 * n * n))
    return np.maximum(centre - reach, 0.0), np.minimum(centre + reach, 1.0)


def student_interval(value: Numbers, variance: Numbers, df: Numbers, level: float = LEVEL) -> tuple[Numbers, Numbers]:
    """The plain interval of a mean or total."""
    reach = t_quantile(df, level) * np.sqrt(variance)
    return value - reach, value + reach
