"""Recall at so many alerts a day, how many days it took, and what ours has over each other ranking."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from numpy.typing import NDArray

from causeway.warning.evaluation._arrays import Flags, Floats, Rows
from causeway.warning.evaluation.daily import DailyReviews
from causeway.warning.evaluation.figures import Chance
from causeway.warning.evaluation.intervals import Interval, bootstrap_intervals
from causeway.warning.evaluation.rivals import OURS


@dataclass(frozen=True, slots=True, eq=False)
class DayByDay:
    """What rankings said of accounts, day after day.

    `scores` holds, for each ranking, accounts by days (`DailyReviews`); `since` when each account's risk began, in days
    from the first day's beginning; `authors` who each account is of.
    """

    positive: Flags
    authors: Sequence[Hashable] | NDArray[Any]
    since: Floats
    scores: Mapping[str, Floats]


@dataclass(frozen=True, slots=True)
class DailyFigures:
    """One ranking at one number of alerts a day: what is found, by how many reviews, and within how many days."""

    recall: Interval
    spent: float
    precision: float
    days_until_quarter_half_three_quarters: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class AlertsFigures:
    """All rankings at one number of alerts a day, and the recall that ours has over each other."""

    rankings: Mapping[str, DailyFigures]
    gain: Mapping[str, Interval]


def figures_by_day(found: DayByDay, alerts_a_day: Sequence[int], chance: Chance) -> dict[int, AlertsFigures]:
    """The figures for each number of alerts a day. Raises EvaluationError as `DailyReviews` and the bootstrap."""
    return {alerts: _figures(found, alerts, chance) for alerts in alerts_a_day}


def alerts_document(found: Mapping[int, AlertsFigures]) -> dict[str, Any]:
    """The same as JSON: by the number of alerts a day, then by ranking."""
    return {
        str(alerts): {
            **{name: _document(one) for name, one in at.rankings.items()},
            "gain": {
                name: {"estimate": one.estimate, "low": one.low, "high": one.high, "excludes_zero": one.excludes_zero}
                for name, one in at.gain.items()
            },
        }
        for alerts, at in found.items()
    }


def _figures(found: DayByDay, alerts: int, chance: Chance) -> AlertsFigures:
    reviews = {name: DailyReviews(scores, found.positive, alerts) for name, scores in found.scores.items()}
    others = [name for name in reviews if name != OURS]

    def of(rows: Rows) -> list[float]:
        recalls = {name: one.recall(rows) for name, one in reviews.items()}
        return [*recalls.values(), *(recalls[OURS] - recalls[name] for name in others)]

    intervals = bootstrap_intervals(of, found.authors, found.positive, seed=chance.seed, replicates=chance.replicates)
    return AlertsFigures(
        rankings={
            name: DailyFigures(
                recall=interval,
                spent=one.spent,
                precision=one.precision,
                days_until_quarter_half_three_quarters=one.days_until(found.since),
            )
            for (name, one), interval in zip(reviews.items(), intervals, strict=False)
        },
        gain=dict(zip(others, intervals[len(reviews) :], strict=True)),
    )


def _document(found: DailyFigures) -> dict[str, Any]:
    waited = found.days_until_quarter_half_three_quarters
    return {
        "recall": found.recall.estimate,
        "interval": [found.recall.low, found.recall.high],
        "alerts_spent": found.spent,
        "precision": found.precision,
        "days_until": {
            share: days if isfinite(days) else None
            for share, days in zip(("quarter", "half", "three_quarters"), waited, strict=True)
        },
    }
