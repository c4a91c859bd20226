"""Intervals that hold what they promise, also near 0 and 1 and with few answers.

A share's interval is Wilson's score interval on the effective number of answers, p(1 - p) over the variance, with
Student's t (Kott and Carr, "Developing an Estimation Strategy for a Pesticide Data Program", Journal of Official
Statistics 13, 1997; recommended for surveys by Dean and Pagano, Journal of Survey Statistics and Methodology 3, 2015,
and by Franco, Little, Louis and Slud, there, 7, 2019). Its variance is the borrowed one (`_borrowing.py`). The plain
interval, estimate and two standard errors, leaves the range from 0 to 1 and misses the truth too often there.

The logit interval on the linearised variance, with answers less strata as degrees of freedom, is the one that
`samplics` and R's `survey::svyciprop(method = "logit")` give (Korn and Graubard, "Analysis of Health Surveys", 1999,
section 3.2). It is there to compare with theirs. Where rates are small and strata thin, it is too narrow:
`benchmarks/bench_estimation.py` prints how often each of them covered.
"""

from enum import StrEnum

import numpy as np
import scipy  # loads `special` once it is asked for, which takes a third of a second

from causeway.estimation._arrays import Numbers, Truths

LEVEL = 0.95
_TINY = 1e-12


class IntervalMethod(StrEnum):
    """How an interval was made."""

    WILSON = "wilson"
    """A share's, on the effective number of answers. Where all or none said it, a logit interval is this one too."""
    LOGIT = "logit"
    """A share's, as others make it from the linearised variance."""
    STUDENT = "student"
    """A mean's or a total's."""


def t_quantile(df: Numbers, level: float = LEVEL) -> Numbers:
    """How many standard errors an interval reaches to each side."""
    return np.asarray(scipy.special.stdtrit(np.maximum(df, 1.0), 0.5 + level / 2), dtype=np.float64)


def score_interval(
    value: Numbers, variance: Numbers, df: Numbers, least_n: Numbers, level: float = LEVEL
) -> tuple[Numbers, Numbers]:
    """Wilson's interval on as many answers as the variance says. `least_n` stands where all or none said it."""
    simple = value * (1 - value)
    effective_n = np.where(is_inside(value), simple / np.maximum(variance, _TINY), least_n)
    return wilson_interval(value, effective_n, t_quantile(df, level))


def logit_interval(value: Numbers, variance: Numbers, df: Numbers, level: float = LEVEL) -> tuple[Numbers, Numbers]:
    """The interval on the log-odds; nan where they have no value."""
    p = np.where(is_inside(value), value, np.nan)
    centre, reach = scipy.special.logit(p), t_quantile(df, level) * np.sqrt(variance) / (p * (1 - p))
    return scipy.special.expit(centre - reach), scipy.special.expit(centre + reach)


def is_inside(value: Numbers) -> Truths:
    """Whether some said it, and some did not."""
    return np.asarray((value > _TINY) & (value < 1 - _TINY), dtype=np.bool_)


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
