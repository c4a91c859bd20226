"""The figures of one scorer, and of one scorer against another, for whatever corpus was scored."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from causeway.warning.evaluation._arrays import Flags, Floats, Rows
from causeway.warning.evaluation.intervals import Interval, bootstrap_interval
from causeway.warning.evaluation.latency import early_detection, latency_quantiles
from causeway.warning.evaluation.ranking import Ranking

FIRST, ALERTS = 50, 100
"""Of how many accounts at the top precision is told, and within how many alerts recall."""


@dataclass(frozen=True, slots=True)
class Chance:
    """How intervals are drawn."""

    seed: int
    replicates: int


@dataclass(frozen=True, slots=True)
class RankingFigures:
    """How well the positive accounts come first, after all their messages."""

    average_precision: Interval
    precision_at_50: Interval
    recall_at_100: float


@dataclass(frozen=True, slots=True)
class EarlyFigures:
    """How early the warnings come, at a threshold that was chosen on other accounts."""

    f_latency: Interval
    precision: float
    recall: float
    f1: float
    speed: float
    threshold: float
    messages_until_quarter_half_three_quarters: tuple[float, ...]


def ranking_figures(ranking: Ranking, chance: Chance) -> RankingFigures:
    """Average precision, precision of the first 50, recall within 100, with intervals; a row is an author."""
    first = min(FIRST, len(ranking.positive))
    return RankingFigures(
        average_precision=interval_of(ranking.average_precision, ranking.positive, chance),
        precision_at_50=interval_of(partial(ranking.precision_at, first), ranking.positive, chance),
        recall_at_100=ranking.recall_at(ALERTS),
    )


def early_figures(read: Floats, positive: Flags, threshold: float, rate: float, chance: Chance) -> EarlyFigures:
    """F-latency with its interval and parts, from how many messages were read until the threshold was reached."""
    found = early_detection(read, positive, rate)

    def of(rows: Rows) -> float:
        return early_detection(read[rows], positive[rows], rate).f_latency

    return EarlyFigures(
        f_latency=interval_of(of, positive, chance),
        precision=found.precision,
        recall=found.recall,
        f1=found.f1,
        speed=found.speed,
        threshold=threshold,
        messages_until_quarter_half_three_quarters=latency_quantiles(read, positive),
    )


def interval_of(statistic: Callable[[Rows], float], positive: Flags, chance: Chance) -> Interval:
    """The interval of any figure of rows, where a row is an author."""
    authors = np.arange(len(positive))
    return bootstrap_interval(statistic, authors, positive, seed=chance.seed, replicates=chance.replicates)


@dataclass(frozen=True, slots=True)
class ScorerFigures:
    """One scorer: its ranking of each kind of positive account, and how early it warns."""

    rankings: Mapping[str, RankingFigures]
    early: EarlyFigures
