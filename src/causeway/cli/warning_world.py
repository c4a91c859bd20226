"""`causeway warning evaluate --corpus world`: early warning on generated worlds whose truth is known.

What is fitted is fitted on one world; what is told is measured on another, that shares no account with it. Beside ours
stand two plain rules, the number of messages and the number of new contacts, and chance is in every figure: intervals
draw persons, with all their accounts.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from math import inf
from statistics import median
from typing import Any, Final

import numpy as np

from causeway.warning import (
    Calibration,
    Labelled,
    LegalBasis,
    Trigger,
    WarningPolicy,
    Watch,
    WatchSettings,
    fit_isotonic,
    fit_logistic,
    read_event,
    reliability,
    warning_policy,
)
from causeway.warning.evaluation import (
    Interval,
    Ranking,
    bootstrap_interval,
    early_detection,
    latency_quantiles,
    paired_gain,
    penalty_rate,
    precision_at,
    recall_at_alerts,
)
from causeway.warning.watching import made_under
from causeway.worlds.behaviour import BehaviourWorld, behaviour_world
from causeway.worlds.behaviour_manners import BehaviourKind

FIT_SEED: Final = 1_000_003
"""Added to the seed for the world on which things are fitted."""
_REVIEWS: Final = 100_000
"""More than any world raises: the policy is measured, not the desk's size."""
_REPLICATES: Final = 400
_WANTED_FALSE: Final = 50.0
"""Innocent accounts over the fitted threshold for 100,000 of them a week, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedWorld:
    """What one world came to: of each account the highest score, what it wrote, whom it met, and when it was raised."""

    world: BehaviourWorld
    names: list[str]
    labels: np.ndarray[Any, np.dtype[np.bool_]]
    scores: np.ndarray[Any, np.dtype[np.float64]]
    messages: np.ndarray[Any, np.dtype[np.float64]]
    contacts: np.ndarray[Any, np.dtype[np.float64]]
    raised: dict[str, float]
    triggers: Counter[str]
    messages_until_raised: np.ndarray[Any, np.dtype[np.float64]]


def evaluate_world(
    seed: int,
    *,
    accounts: int = 4_000,
    weeks: int = 4,
    policy: WarningPolicy | None = None,
    on_step: Callable[[str], None] = lambda _step: None,
) -> dict[str, Any]:
    """Fit on one world, measure on another.

    Returns:
        `ours`, `message_count`, `new_contact_count`: average precision with its interval, precision at 50, and recall
        at alerts a day; `gain` of ours over each; `alerts`: what the policy raised; `kinds`: the same by kind;
        `threshold` and `calibration`: what was fitted, and what it was worth. All shares are between 0 and 1; `ap` and
        `gain` hold `estimate`, `low`, `high` (95%).
    """
    used = policy or warning_policy()
    on_step("the world on which things are fitted")
    fitted_on = watched_world(seed + FIT_SEED, accounts, weeks, used)
    on_step("the world on which things are measured")
    found = watched_world(seed, accounts, weeks, used)
    on_step("intervals")
    rankings = {
        "ours": Ranking(found.scores, found.labels),
        "message_count": Ranking(found.messages, found.labels),
        "new_contact_count": Ranking(found.contacts, found.labels),
    }
    owners = [found.world.owners[name] for name in found.names]
    values = {"ours": found.scores, "message_count": found.messages, "new_contact_count": found.contacts}
    return {
        "seed": seed,
        "fitted_on_seed": seed + FIT_SEED,
        "accounts": len(found.names),
        "seekers": int(found.labels.sum()),
        "events": len(found.world.events),
        "weeks": weeks,
        "policy_version": used.version,
        "made_under": asdict(made_under(used, None, None)),
        **{name: _ranked(ranking, values[name], found, owners, seed) for name, ranking in rankings.items()},
        "gain": {
            name: _figures(paired_gain(rankings["ours"], ranking, owners, seed=seed, replicates=_REPLICATES))
            for name, ranking in rankings.items()
            if name != "ours"
        },
        "alerts": _alerts(found),
        "kinds": _kinds(found),
        "threshold": _threshold(fitted_on, found),
        "calibration": _calibration(fitted_on, found),
    }


def watched_world(seed: int, accounts: int, weeks: int, policy: WarningPolicy) -> WatchedWorld:
    """Watch one world to its end; no reviewer's time is short, and nobody is drawn by chance."""
    world = behaviour_world(seed, accounts=accounts, weeks=weeks)
    settings = WatchSettings(
        countries={"NL": LegalBasis(basis="a generated world")}, reviews_per_day=_REVIEWS, audits_per_day=0
    )
    watch = Watch(policy, settings)
    candidates = [one for document in world.events for one in watch.take(read_event(document))]
    candidates += watch.finish()
    raised: dict[str, float] = {}
    for one in candidates:
        raised.setdefault(one.account, one.at)
    names = list(world.kinds)
    highest = [watch.highest_score(name) for name in names]
    messages, contacts, until = _counted(world, raised)
    return WatchedWorld(
        world=world,
        names=names,
        labels=np.array([name in world.seekers for name in names]),
        scores=np.array([policy.prior_log_odds if score is None else score for score in highest]),
        messages=np.array([messages[name] for name in names], dtype=np.float64),
        contacts=np.array([contacts[name] for name in names], dtype=np.float64),
        raised=raised,
        triggers=Counter(one.trigger.value for one in candidates if one.trigger is not Trigger.RANDOM_AUDIT),
        messages_until_raised=np.array([max(1, until[name]) if name in raised else inf for name in names]),
    )


def _counted(world: BehaviourWorld, raised: dict[str, float]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Of each account: messages, different accounts it approached first, and messages until it was raised."""
    messages, contacts, until = Counter[str](), Counter[str](), Counter[str]()
    known: set[tuple[str, str]] = set()
    for event in world.events:
        actor, target = event["actor"], event.get("target")
        if event["kind"] == "message":
            messages[actor] += 1
            until[actor] += event["at"] <= raised.get(actor, inf)
        if target is not None and event["kind"] in ("message", "contact_request"):
            pair = (min(actor, target), max(actor, target))
            contacts[actor] += pair not in known
            known.add(pair)
    return messages, contacts, until


def _ranked(
    ranking: Ranking, values: np.ndarray[Any, Any], found: WatchedWorld, owners: Sequence[str], seed: int
) -> dict[str, Any]:
    interval = bootstrap_interval(ranking.average_precision, owners, found.labels, seed=seed, replicates=_REPLICATES)
    alerts = max(1, len(found.names) // 2_000)
    return {
        "ap": _figures(interval),
        "precision_at_50": precision_at(values, found.labels, 50),
        f"recall_at_{alerts * 7 * found.world.weeks}": recall_at_alerts(
            values, found.labels, alerts * 7 * found.world.weeks
        ),
    }


def _alerts(found: WatchedWorld) -> dict[str, Any]:
    """What the policy raised, as often as it did, and how early."""
    is_raised = np.array([name in found.raised for name in found.names])
    rate = penalty_rate(max(2.0, median(float(count) for count in found.messages[found.labels])))
    detection = early_detection(found.messages_until_raised, found.labels, rate)
    quantiles = latency_quantiles(found.messages_until_raised, found.labels)
    return {
        "precision": detection.precision,
        "recall": detection.recall,
        "speed": detection.speed,
        "f_latency": detection.f_latency,
        "messages_until_quartiles": [None if value == inf else value for value in quantiles],
        "false_per_100000_a_week": false_rate(is_raised, found),
        "triggers": dict(sorted(found.triggers.items())),
    }


def false_rate(is_over: np.ndarray[Any, Any], found: WatchedWorld) -> float:
    """Innocent accounts that were raised at all, for 100,000 innocent accounts a week."""
    innocent = ~found.labels
    return 100_000 * float((is_over & innocent).sum()) / float(innocent.sum()) / found.world.weeks


def _kinds(found: WatchedWorld) -> dict[str, dict[str, Any]]:
    by_kind: dict[BehaviourKind, list[int]] = defaultdict(list)
    for place, name in enumerate(found.names):
        by_kind[found.world.kinds[name]].append(place)
    return {
        kind.value: {
            "accounts": len(by_kind[kind]),
            "raised": sum(found.names[place] in found.raised for place in by_kind[kind]),
            "median_score": round(float(np.median(found.scores[by_kind[kind]])), 2),
            "raised_per_100000_a_week": 100_000
            * sum(found.names[place] in found.raised for place in by_kind[kind])
            / len(by_kind[kind])
            / found.world.weeks,
        }
        for kind in BehaviourKind
    }


def _threshold(fitted_on: WatchedWorld, found: WatchedWorld) -> dict[str, float]:
    """The lowest score with few enough innocents over it in one world, and what it does in the other."""
    innocent = np.sort(fitted_on.scores[~fitted_on.labels])[::-1]
    allowed = int(_WANTED_FALSE / 100_000 * len(innocent) * fitted_on.world.weeks)
    level = float(np.nextafter(innocent[allowed], inf))
    is_over = found.scores >= level
    return {
        "wanted_false_per_100000_a_week": _WANTED_FALSE,
        "score": level,
        "false_per_100000_a_week": false_rate(is_over, found),
        "recall": float(is_over[found.labels].mean()),
    }


def _calibration(fitted_on: WatchedWorld, found: WatchedWorld) -> dict[str, Any]:
    known = Labelled(accounts=[f"fit:{n}" for n in fitted_on.names], scores=fitted_on.scores, labels=fitted_on.labels)
    new = Labelled(accounts=[f"new:{n}" for n in found.names], scores=found.scores, labels=found.labels)
    forms: dict[str, Calibration] = {"logistic": fit_logistic(known), "isotonic": fit_isotonic(known)}
    told: dict[str, Any] = {}
    for name, calibration in forms.items():
        said = np.array([calibration.probability(float(score)).value for score in found.scores])
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
