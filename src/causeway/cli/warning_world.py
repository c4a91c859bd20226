"""`causeway warning evaluate --corpus world`: early warning on generated worlds whose truth is known.

What is fitted is fitted on one world; what is told is measured on another, that shares no account with it. Beside ours
stand plain rules: the number of messages, which is all the length there is without text, the number of new contacts,
and the share of messages to one account alone. Chance is in every figure: intervals draw persons, with all their
accounts.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from math import inf
from statistics import median
from typing import Any, Final

import numpy as np

from causeway.cli.warning_watched import WatchedWorld, watched_world
from causeway.warning import (
    Calibration,
    Labelled,
    WarningPolicy,
    fit_isotonic,
    fit_logistic,
    reliability,
    warning_policy,
)
from causeway.warning.alerting import DAY
from causeway.warning.evaluation import (
    Interval,
    Ranking,
    bootstrap_interval,
    early_detection,
    latency_quantiles,
    paired_gain,
    penalty_rate,
)
from causeway.warning.evaluation.daily_figures import alerts_document, figures_by_day
from causeway.warning.evaluation.figures import Chance
from causeway.warning.evaluation.latency import QUANTILES
from causeway.warning.watching import made_under
from causeway.worlds.behaviour_manners import BehaviourKind

FIT_SEED: Final = 1_000_003
"""Added to the seed for the world on which things are fitted."""
ALERTS_A_DAY: Final = (1, 2, 5)
"""Accounts that a team can review in a day, of some 4,000."""
_REPLICATES: Final = 400
_WANTED_FALSE: Final = 50.0
"""Innocent accounts over the fitted threshold for 100,000 of them a week, at most."""


def evaluate_world(
    seed: int,
    *,
    accounts: int = 4_000,
    weeks: int = 4,
    policy: WarningPolicy | None = None,
    alerts_a_day: Sequence[int] = ALERTS_A_DAY,
    on_step: Callable[[str], None] = lambda _step: None,
) -> dict[str, Any]:
    """Fit on one world, measure on another.

    Returns:
        `ours` and what knows nothing: average precision with its interval, precision at 50; `gain` of ours over each;
        `alerts_a_day`: what a team finds on the world's own days, by how many accounts it can review in each, and
        within how many days of a seeker's first contact with a minor; `alerts`: what the policy raised, false ones by
        account and by candidate; `kinds` and `slices`: the same by kind, and by language, region and age band;
        `threshold` and `calibration`: what was fitted, and what it was worth. All shares are between 0 and 1; `ap` and
        `gain` hold `estimate`, `low`, `high`
        (95%).
    """
    used = policy or warning_policy()
    on_step("the world on which things are fitted")
    fitted_on = watched_world(seed + FIT_SEED, accounts, weeks, used)
    on_step("the world on which things are measured")
    found = watched_world(seed, accounts, weeks, used)
    on_step("intervals")
    rankings = {name: Ranking(scores, found.labels) for name, scores in found.scores.items()}
    daily = figures_by_day(found.days, alerts_a_day, Chance(seed, _REPLICATES))
    return {
        "seed": seed,
        "fitted_on_seed": seed + FIT_SEED,
        "accounts": len(found.names),
        "seekers": int(found.labels.sum()),
        "events": len(found.world.events),
        "weeks": weeks,
        "policy_version": used.version,
        "made_under": asdict(made_under(used, None, None)),
        **{name: _ranked(ranking, found, seed) for name, ranking in rankings.items()},
        "gain": {
            name: _figures(paired_gain(rankings["ours"], ranking, found.owners, seed=seed, replicates=_REPLICATES))
            for name, ranking in rankings.items()
            if name != "ours"
        },
        "alerts_a_day": alerts_document(daily),
        "alerts": _alerts(found),
        "kinds": _kinds(found),
        "slices": [{**asdict(each), "raised_per_100000": each.per_100_000} for each in found.slices],
        "threshold": _threshold(fitted_on, found),
        "calibration": _calibration(fitted_on, found),
    }


def _ranked(ranking: Ranking, found: WatchedWorld, seed: int) -> dict[str, Any]:
    interval = bootstrap_interval(
        ranking.average_precision, found.owners, found.labels, seed=seed, replicates=_REPLICATES
    )
    return {"ap": _figures(interval), "precision_at_50": ranking.precision_at(50)}


def _alerts(found: WatchedWorld) -> dict[str, Any]:
    """What the policy raised, as often as it did, and how early."""
    is_raised = np.array([name in found.raised for name in found.names])
    rate = penalty_rate(max(2.0, median(float(count) for count in found.scores["message_count"][found.labels])))
    detection = early_detection(found.messages_until_raised, found.labels, rate)
    quantiles = latency_quantiles(found.messages_until_raised, found.labels)
    return {
        "precision": detection.precision,
        "recall": detection.recall,
        "speed": detection.speed,
        "f_latency": detection.f_latency,
        "messages_until_quartiles": _finite(quantiles),
        "days_until_quartiles": _finite(np.quantile(days_waited(found), QUANTILES, method="inverted_cdf")),
        "false_per_100000_a_week": false_rate(is_raised, found),
        "false_candidates_per_100000_a_week": false_candidates(found),
        "triggers": dict(sorted(found.triggers.items())),
    }


def days_waited(found: WatchedWorld) -> np.ndarray[Any, Any]:
    """Of each seeker, days from its first contact with a minor to its candidate; infinite where there was none."""
    began, raised = found.world.risk_began, found.raised
    return np.array(
        [
            max(0.0, raised[name] - began.get(name, raised[name])) / DAY if name in raised else inf
            for name in sorted(found.world.seekers)
        ]
    )


def _finite(values: Iterable[float]) -> list[float | None]:
    """Numbers for JSON, which knows no infinity."""
    return [float(value) if value < inf else None for value in values]


def false_rate(is_over: np.ndarray[Any, Any], found: WatchedWorld) -> float:
    """Innocent accounts that were raised at all, for 100,000 innocent accounts a week."""
    innocent = ~found.labels
    return 100_000 * float((is_over & innocent).sum()) / float(innocent.sum()) / found.world.weeks


def false_candidates(found: WatchedWorld) -> float:
    """Candidates of innocent accounts, as often as they came, for 100,000 innocent accounts a week."""
    candidates = sum(
        found.times_raised[name] for name, label in zip(found.names, found.labels, strict=True) if not label
    )
    return 100_000 * candidates / float((~found.labels).sum()) / found.world.weeks


def _kinds(found: WatchedWorld) -> dict[str, dict[str, Any]]:
    by_kind: dict[BehaviourKind, list[int]] = defaultdict(list)
    for place, name in enumerate(found.names):
        by_kind[found.world.kinds[name]].append(place)
    return {
        kind.value: {
            "accounts": len(by_kind[kind]),
            "raised": sum(found.names[place] in found.raised for place in by_kind[kind]),
            "median_score": round(float(np.median(found.scores["ours"][by_kind[kind]])), 2),
            "raised_per_100000_a_week": 100_000
            * sum(found.names[place] in found.raised for place in by_kind[kind])
            / len(by_kind[kind])
            / found.world.weeks,
        }
        for kind in BehaviourKind
    }


def _threshold(fitted_on: WatchedWorld, found: WatchedWorld) -> dict[str, float]:
    """The lowest score with few enough innocents over it in one world, and what it does in the other."""
    innocent = np.sort(fitted_on.scores["ours"][~fitted_on.labels])[::-1]
    allowed = int(_WANTED_FALSE / 100_000 * len(innocent) * fitted_on.world.weeks)
    level = float(np.nextafter(innocent[allowed], inf))
    is_over = found.scores["ours"] >= level
    return {
        "wanted_false_per_100000_a_week": _WANTED_FALSE,
        "score": level,
        "false_per_100000_a_week": false_rate(is_over, found),
        "recall": float(is_over[found.labels].mean()),
    }


def _calibration(fitted_on: WatchedWorld, found: WatchedWorld) -> dict[str, Any]:
    known = Labelled(
        accounts=[f"fit:{n}" for n in fitted_on.names], scores=fitted_on.scores["ours"], labels=fitted_on.labels
    )
    new = Labelled(accounts=[f"new:{n}" for n in found.names], scores=found.scores["ours"], labels=found.labels)
    forms: dict[str, Calibration] = {"logistic": fit_logistic(known), "isotonic": fit_isotonic(known)}
    told: dict[str, Any] = {}
    for name, calibration in forms.items():
        said = np.array([calibration.probability(float(score)).value for score in found.scores["ours"]])
        told[name] = {
            "digest": calibration.digest,
            "brier": float(((said - found.labels) ** 2).mean()),
            "said": float(said.mean()),
            "confirmed": float(found.labels.mean()),
            "highest_rows": [
                {"accounts": row.accounts, "said": round(row.said, 4), "confirmed": round(row.confirmed, 4)}
                for row in reliability(calibration, new, rows=100)[-5:]
            ],
        }
    return told


def _figures(interval: Interval) -> dict[str, float]:
    return {"estimate": interval.estimate, "low": interval.low, "high": interval.high}
