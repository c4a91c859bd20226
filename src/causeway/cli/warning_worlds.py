"""`causeway warning evaluate --corpus world --worlds N`: what the policy raises in several worlds, each and together.

One world has too few who seek children out, and fewer still who avoid being seen.
"""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import numpy as np
import typer

from causeway.cli.output import print_table
from causeway.cli.warning_world import WatchedWorld, false_rate, watched_world
from causeway.warning import WarningPolicy, warning_policy
from causeway.warning.watching import made_under
from causeway.worlds.behaviour_manners import EVADERS, BehaviourKind


def evaluate_worlds(
    seed: int,
    worlds: int,
    *,
    accounts: int,
    weeks: int,
    policy: WarningPolicy | None = None,
    on_step: Callable[[str], None] = lambda _step: None,
) -> dict[str, Any]:
    """Watch the worlds of `seed` and those that follow; nothing is fitted.

    Returns:
        `worlds`: of each its seed, accounts, `seekers` and `evaders` as [raised, all], and innocent accounts raised for
        100,000 a week; `kinds`: of all together [raised, all]; `false_per_100000_a_week`: their mean.
    """
    used, found = policy or warning_policy(), []
    kinds = {kind.value: [0, 0] for kind in BehaviourKind}
    for number in range(seed, seed + worlds):
        on_step(f"the world of seed {number}")
        world = watched_world(number, accounts, weeks, used)
        of_world = _by_kind(world)
        found.append(_row(number, world, of_world))
        for kind, counts in of_world.items():
            kinds[kind.value] = [one + more for one, more in zip(kinds[kind.value], counts, strict=True)]
    return {
        "made_under": asdict(made_under(used, None, None)),
        "weeks": weeks,
        "worlds": found,
        "kinds": kinds,
        "false_per_100000_a_week": float(np.mean([each["false_per_100000_a_week"] for each in found])),
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
        )
        for each in found["worlds"]
    ]
    headings = ("Seed", "Accounts", "Seekers raised", "Evaders among them", "False, of 100,000 a week")
    print_table(f"Raised in each world, {found['weeks']} weeks; policy {found['made_under']['policy']}", headings, rows)
    typer.echo(f"On average {found['false_per_100000_a_week']:.0f} false a week of 100,000 innocent accounts.")
    kinds = [(kind.replace("_", " "), _of(counts)) for kind, counts in found["kinds"].items()]
    print_table("Raised, by kind of account, all worlds", ("Kind", "Raised"), kinds)


def _row(seed: int, world: WatchedWorld, kinds: dict[BehaviourKind, list[int]]) -> dict[str, Any]:
    names = world.names
    is_raised = np.array([name in world.raised for name in names])
    evaders = [kinds[kind] for kind in sorted(EVADERS)]
    return {
        "seed": seed,
        "accounts": len(names),
        "seekers": [int((is_raised & world.labels).sum()), int(world.labels.sum())],
        "evaders": [sum(column) for column in zip(*evaders, strict=True)],
        "false_per_100000_a_week": false_rate(is_raised, world),
    }


def _by_kind(world: WatchedWorld) -> dict[BehaviourKind, list[int]]:
    counts = {kind: [0, 0] for kind in BehaviourKind}
    for name, kind in world.world.kinds.items():
        counts[kind][0] += name in world.raised
        counts[kind][1] += 1
    return counts


def _of(counts: list[int]) -> str:
    return f"{counts[0]:,} of {counts[1]:,}"
