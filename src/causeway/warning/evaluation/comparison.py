"""Ours beside the Sentinel rule and beside rankings that read nothing, on the same accounts and the same resamples."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from causeway.warning.evaluation._arrays import Flags, Floats, Rows
from causeway.warning.evaluation.daily_figures import AlertsFigures, DayByDay, figures_by_day
from causeway.warning.evaluation.figures import (
    Chance,
    EarlyFigures,
    ScorerFigures,
    early_figures,
    interval_of,
    ranking_figures,
)
from causeway.warning.evaluation.intervals import Interval, paired_gain
from causeway.warning.evaluation.latency import early_detection
from causeway.warning.evaluation.pseudo_days import by_day
from causeway.warning.evaluation.ranking import Ranking
from causeway.warning.evaluation.rivals import OURS, SENTINEL_RULE
from causeway.warning.evaluation.running import Running


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """What is ranked and warned of among the accounts that were scored."""

    positive: Flags
    ranked: Mapping[str, Rows]
    """For each kind of positive account, the rows that stand in its ranking."""
    warned: Rows
    """The rows on which warnings are measured."""


@dataclass(frozen=True, slots=True)
class Warned:
    """When a warning is given, by scorer, and how fast it loses its worth."""

    thresholds: Mapping[str, float]
    rate: float


@dataclass(frozen=True, slots=True, eq=False)
class Reviewed:
    """How many accounts a team can review in a day, and when each account's risk began, in pseudo-days."""

    alerts_a_day: tuple[int, ...]
    since: Floats


@dataclass(frozen=True, slots=True)
class Comparison:
    """Figures of each scorer, of what reads nothing, and the gain of ours over the rule."""

    scorers: Mapping[str, ScorerFigures]
    baselines: Mapping[str, Mapping[str, Interval]]
    """Average precision by kind of rankings that know no text, such as length."""
    gain: Mapping[str, Interval]
    """Average precision of ours less that of the rule, by kind."""
    f_latency_gain: Interval
    daily: Mapping[int, AlertsFigures]
    """By the number of alerts a day: what is found on pseudo-days, of the accounts on which warnings are measured."""


def compare_on(
    scored: Scored,
    running: Mapping[str, Running],
    baselines: Mapping[str, Running],
    warned: Warned,
    reviewed: Reviewed,
    chance: Chance,
) -> Comparison:
    """Every figure of a trial.

    Args:
        scored: which accounts are positive, ranked and warned of.
        running: for each scorer, every account's score after each message.
        baselines: the same of each ranking that reads nothing.
        warned: thresholds that were chosen on other accounts.
        reviewed: how many accounts are reviewed in a day, and when the risk began.
        chance: how intervals are drawn.
    """
    final = {name: one.final for name, one in running.items()}
    rankings = {name: _by_kind(scored, scores) for name, scores in final.items()}
    return Comparison(
        scorers={
            name: ScorerFigures(
                rankings={kind: ranking_figures(one, chance) for kind, one in rankings[name].items()},
                early=_early(scored, one, warned.thresholds[name], warned.rate, chance),
            )
            for name, one in running.items()
        },
        baselines={name: _precisions(_by_kind(scored, one.final), chance) for name, one in baselines.items()},
        gain={kind: _gain(rankings[OURS][kind], rankings[SENTINEL_RULE][kind], chance) for kind in scored.ranked},
        f_latency_gain=_f_latency_gain(scored, running, warned, chance),
        daily=_daily(scored, {**running, **baselines}, reviewed, chance),
    )


def _daily(
    scored: Scored, running: Mapping[str, Running], reviewed: Reviewed, chance: Chance
) -> Mapping[int, AlertsFigures]:
    rows = scored.warned
    days = DayByDay(
        positive=scored.positive[rows],
        authors=np.arange(len(rows)),
        since=reviewed.since[rows],
        scores={name: by_day(one)[rows] for name, one in running.items()},
    )
    return figures_by_day(days, reviewed.alerts_a_day, chance)


def _by_kind(scored: Scored, scores: Floats) -> dict[str, Ranking]:
    return {kind: Ranking(scores[rows], scored.positive[rows]) for kind, rows in scored.ranked.items()}


def _precisions(rankings: Mapping[str, Ranking], chance: Chance) -> dict[str, Interval]:
    return {kind: interval_of(one.average_precision, one.positive, chance) for kind, one in rankings.items()}


def _gain(ours: Ranking, theirs: Ranking, chance: Chance) -> Interval:
    authors = np.arange(len(ours.positive))
    return paired_gain(ours, theirs, authors, seed=chance.seed, replicates=chance.replicates)


def _early(scored: Scored, running: Running, threshold: float, rate: float, chance: Chance) -> EarlyFigures:
    rows = scored.warned
    return early_figures(running.until(threshold)[rows], scored.positive[rows], threshold, rate, chance)


def _f_latency_gain(scored: Scored, running: Mapping[str, Running], warned: Warned, chance: Chance) -> Interval:
    positive = scored.positive[scored.warned]
    ours, theirs = (running[name].until(warned.thresholds[name])[scored.warned] for name in (OURS, SENTINEL_RULE))

    def gain(rows: Rows) -> float:
        found = (early_detection(read[rows], positive[rows], warned.rate).f_latency for read in (ours, theirs))
        return next(found) - next(found)

    return interval_of(gain, positive, chance)
