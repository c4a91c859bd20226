"""How far those who were asked and stayed silent could move a share. Weights cannot tell: they take the silent of a
stratum to be like those who spoke. The silent are those who were asked, not those whom chance left out.

Worst case: all of the silent, or none, would have given the answer (Manski, "Partial Identification of Probability
Distributions", 2003, chapter 1). Milder: the silent differ from those of their stratum by so many points at most (a
pattern-mixture model: Little, 1993; Rubin, 1977), and the interval moves with the figure.

Both bands are made from the figure for everybody and from who answered, and from nothing else. Manski's own bounds add
up what each stratum said; shown beside the figure they would be a second sum over the same strata, and what is hidden
of a small one could be worked out from the two. A band here is never narrower than his.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from causeway.estimation._arrays import Numbers, over
from causeway.estimation._errors import EstimationError
from causeway.estimation.frame import Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """`share` is the share of the population that would have stayed silent if all had been asked, from 0 to 1;
    `spread` the standard deviation, over the population, of its strata's response rates.
    """

    share: float
    spread: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """From where to where a share could lie, within 0 and 1."""

    low: float
    high: float


def silence(frame: Frame, answered: Numbers, invited: Numbers | None = None) -> Silence:
    """Who stayed silent, by each stratum's own rate; `invited` is its population where everybody was asked. A stratum
    in which nobody was asked counts by the rate of all.
    """
    asked = frame.population if invited is None else invited
    everywhere = answered.sum() / max(asked.sum(), 1.0)
    rate = np.minimum(np.where(asked > 0, over(answered, asked), everywhere), 1.0)
    share = frame.population / frame.population.sum()
    spoke = float((share * rate).sum())
    return Silence(share=1.0 - spoke, spread=sqrt(float((share * np.square(rate - spoke)).sum())))


def worst_case(value: float, silent: Silence) -> Band:
    """The share if none, and if all, of the silent would have given the answer; sampling error is not in it.

    Of the population, spoken share times value gave the answer where response does not go with it. Where it does, this
    is off by the covariance of the two over the strata, which is at most the product of their deviations (Cauchy and
    Schwarz); that of the answer is largest where each stratum answers as one.
    """
    value = min(max(value, 0.0), 1.0)  # A share of all may be off by what adding up rounds.
    said, off = (1.0 - silent.share) * value, silent.spread * sqrt(value * (1.0 - value))
    return Band(low=max(said - off, 0.0), high=min(said + silent.share + off, 1.0))


def shifted(low: float, high: float, silent: Silence, delta: float) -> Band:
    """Where the interval from `low` to `high` could reach if the silent differed from those of their stratum by up to
    `delta` to either side.

    Raises:
        EstimationError: delta is not from 0 to 1.
    """
    if not 0 <= delta <= 1:
        raise EstimationError("delta_wrong", "The difference must lie between 0 and 1.")
    moved = silent.share * delta
    return Band(low=max(low - moved, 0.0), high=min(high + moved, 1.0))
