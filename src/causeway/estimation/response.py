"""Who answered: response rates by their AAPOR names, and how even response was.

The rates follow "Standard Definitions" (American Association for Public Opinion Research, 10th edition, 2023). The
R-indicator is Schouten, Cobben and Bethlehem's (Survey Methodology 35, 2009), by stratum, with Shlomo, Skinner and
Schouten's correction for small samples (Journal of Statistical Planning and Inference 142, 2012).
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from causeway.estimation._arrays import Numbers
from causeway.estimation._errors import EstimationError
from causeway.estimation.frame import Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispositions:
    """What became of those who were invited. `eligible_share` (AAPOR's e) is the share of the unknown that is
    thought eligible.
    """

    complete: int
    partial: int = 0
    refused: int = 0
    not_reached: int = 0
    other: int = 0
    unknown_eligibility: int = 0
    eligible_share: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseRates:
    """AAPOR's response rates 1 to 6, cooperation rate 1, refusal rate 1 and contact rate 1, each from 0 to 1."""

    rr1: float
    rr2: float
    rr3: float
    rr4: float
    rr5: float
    rr6: float
    coop1: float
    ref1: float
    con1: float


def response_rates(found: Dispositions) -> ResponseRates:
    """Every rate of these dispositions; 0 where nobody is left to divide by."""
    answered = found.complete + found.partial
    known = answered + found.refused + found.not_reached + found.other
    every = known + found.unknown_eligibility
    likely = known + found.eligible_share * found.unknown_eligibility
    return ResponseRates(
        rr1=_over(found.complete, every),
        rr2=_over(answered, every),
        rr3=_over(found.complete, likely),
        rr4=_over(answered, likely),
        rr5=_over(found.complete, known),
        rr6=_over(answered, known),
        coop1=_over(found.complete, answered + found.refused + found.other),
        ref1=_over(found.refused, every),
        con1=_over(answered + found.refused + found.other, every),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Evenness:
    """The R-indicator: 1 when every stratum answered alike, lower the less alike.

    `worst_bias` is the most by which an unweighted share could be off because of it (R's maximal absolute bias for an
    answer of standard deviation a half), and `rate` the response rate over all.
    """

    r_indicator: float
    rate: float
    worst_bias: float


def evenness(frame: Frame, answered: Numbers, invited: Numbers | None = None) -> Evenness:
    """How even response was over the frame's strata.

    Raises:
        EstimationError: nobody answered.
    """
    asked = np.asarray(frame.population if invited is None else invited, dtype=np.float64)
    kept = asked > 0
    asked, got = asked[kept], np.asarray(answered, dtype=np.float64)[kept]
    if got.sum() == 0:
        raise EstimationError("no_answers", "Nobody answered.")
    rate = got / asked
    share = asked / asked.sum()
    overall = float((share * rate).sum())
    spread = float((share * np.square(rate - overall)).sum())
    # What the rates of strata would differ by chance alone.
    chance = float((share * rate * (1 - rate) / np.maximum(asked - 1, 1)).sum())
    deviation = sqrt(max(spread - chance, 0.0))
    return Evenness(r_indicator=1 - 2 * deviation, rate=overall, worst_bias=min(deviation / (2 * overall), 1.0))


def _over(left: float, right: float) -> float:
    return left / right if right else 0.0
