"""`causeway warning evaluate --corpus world --worlds N`: what the policy raises in several worlds, each and together.

One world has too few who seek children out, and fewer still who avoid being seen.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import typer

from causeway.cli.output import print_table
from causeway.cli.warning_watched import RANKINGS, WatchedWorld, watched_world
from causeway.cli.warning_world import ALERTS_A_DAY, false_candidates, false_rate
from causeway.warning import WarningPolicy, warning_policy
from causeway.warning.evaluation import DailyReviews
from causeway.warning.watching import made_under
from causeway.worlds.behaviour_manners import EVADERS, BehaviourKind


def evaluate_worlds(
    seed: int,
    worlds: int,
    *,
    accounts: int,
    weeks: int,
    policy: WarningPolicy | None = None,
    alerts_a_day: Sequence[int] = ALERTS_A_DAY,
    on_step: Callable[[str], None] = lambda _step: None,
) -> dict[str, Any]:
    """Watch the worlds of `seed` and those that follow; nothing is fitted.

    Returns:
        `worlds`: of each its seed, accounts, `seekers` and `evaders` as [raised, all], innocent accounts raised for
        100,000 a week and their candidates, and `recall_at_alerts_a_day` of each ranking, each world with a team of its
        own; `kinds`: accounts of all together [raised, all], and `persons` [with an account raised, all];
        `false_per_100000_a_week`, `false_candidates_per_100000_a_week` and `recall_at_alerts_a_day`: means over the
        worlds.
    """
    used, found = policy or warning_policy(), []
    kinds, persons = ({kind.value: [0, 0] for kind in BehaviourKind} for _ in range(2))
    for number in range(seed, seed + worlds):
        on_step(f"the world of seed {number}")
        world = watched_world(number, accounts, weeks, used)
        of_world = _by_kind(world)
        found.append(_row(number, world, of_world, alerts_a_day))
        for together, more in ((kinds, of_world), (persons, _persons(world))):
            for kind, counts in more.items():
                together[kind.value] = [one + other for one, other in zip(together[kind.value], counts, strict=True)]
    return {
        "made_under": asdict(made_under(used, None, None)),
        "weeks": weeks,
        "worlds": found,
        "kinds": kinds,
        "persons": persons,
        "false_per_100000_a_week": float(np.mean([each["false_per_100000_a_week"] for each in found])),
        "false_candidates_per_100000_a_week": float(
            np.mean([each["false_candidates_per_100000_a_week"] for each in found])
        ),
        "recall_at_alerts_a_day": _means([each["recall_at_alerts_a_day"] for each in found]),
    }


def print_worlds(found: dict[str, Any]) -> None:
    """The worlds as two tables."""
    rows = [
        (
            each["seed"],
            each["accounts"],
            _of(each["seekers"]),
            _of(each["evaders"]),
            f"{each['false_per_100000_a_week']:.0f}",
            f"{each['false_candidates_per_100000_a_week']:.0f}",
        )
        for each in found["worlds"]
    ]
    columns = (
        "Seed",
        "Accounts",
        "Seekers raised",
        "Evaders among them",
        "False accounts, of 100,000 a week",
        "Their candidates",
    )
    print_table(f"Raised in each world, {found['weeks']} weeks; policy {found['made_under']['policy']}", columns, rows)
    typer.echo(
        f"On average {found['false_per_100000_a_week']:.0f} of 100,000 innocent accounts a week are raised, in "
        f"{found['false_candidates_per_100000_a_week']:.0f} candidates."
    )
    recalls = [
        (alerts, *(f"{one[name]:.2f}" for name in RANKINGS)) for alerts, one in found["recall_at_alerts_a_day"].items()
    ]
    headings = ("Alerts a day", "Ours", "Messages sent", "New contacts", "To one alone")
    print_table("Recall of a team that reviews so many a day in each world, mean", headings, recalls)
    kinds = [(kind.replace("_", " "), _of(of), _of(found["persons"][kind])) for kind, of in found["kinds"].items()]
    print_table("Raised, by kind of account, all worlds", ("Kind", "Accounts raised", "Persons with one raised"), kinds)


def _row(
    seed: int, world: WatchedWorld, kinds: dict[BehaviourKind, list[int]], alerts_a_day: Sequence[int]
) -> dict[str, Any]:
    names = world.names
    is_raised = np.array([name in world.raised for name in names])
    evaders = [kinds[kind] for kind in sorted(EVADERS)]
    return {
        "seed": seed,
        "accounts": len(names),
        "seekers": [int((is_raised & world.labels).sum()), int(world.labels.sum())],
        "evaders": [sum(column) for column in zip(*evaders, strict=True)],
        "false_per_100000_a_week": false_rate(is_raised, world),
        "false_candidates_per_100000_a_week": false_candidates(world),
        "recall_at_alerts_a_day": {
            str(alerts): {
                name: DailyReviews(scores, world.labels, alerts).recall() for name, scores in world.days.scores.items()
            }
            for alerts in alerts_a_day
        },
    }


def _means(worlds: Sequence[Mapping[str, Mapping[str, float]]]) -> dict[str, dict[str, float]]:
    """By the number of alerts a day and by ranking."""
    return {
        alerts: {name: float(np.mean([each[alerts][name] for each in worlds])) for name in RANKINGS}
        for alerts in worlds[0]
    }


def _by_kind(world: WatchedWorld) -> dict[BehaviourKind, list[int]]:
    counts = {kind: [0, 0] for kind in BehaviourKind}
    for name, kind in world.world.kinds.items():
        counts[kind][0] += name in world.raised
        counts[kind][1] += 1
    return counts


def _persons(world: WatchedWorld) -> dict[BehaviourKind, list[int]]:
    """Of each kind how many persons had an account raised: one is enough to find them by."""
    found: dict[BehaviourKind, dict[str, bool]] = {kind: {} for kind in BehaviourKind}
    for name, kind in world.world.kinds.items():
        owner = world.world.owners[name]
        found[kind][owner] = found[kind].get(owner, False) or name in world.raised
    return {kind: [sum(owners.values()), len(owners)] for kind, owners in found.items()}


def _of(counts: list[int]) -> str:
    return f"{counts[0]:,} of {counts[1]:,}"
