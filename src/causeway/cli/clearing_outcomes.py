"""What came of past referrals, for `causeway clearing policy compare`: read from a file, and printed."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from causeway.cli.output import CommandFailed, print_table, read_text

if TYPE_CHECKING:
    from causeway.triage import Judged
    from causeway.triage.outcome_comparing import OutcomeComparison, Paired

_TOO_FEW = "too few"


def read_gains(path: Path) -> dict[str, int]:
    """What came of referrals, from a file of JSON lines with `id` and `came` (child, case, use, nothing).

    Raises:
        CommandFailed: naming the line and the field.
    """
    from causeway.triage.outcome_moves import BY_GAIN, Came

    gains = {came.value: gain for gain, came in BY_GAIN.items() if gain is not None}
    found = {}
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
            found[str(given["id"])] = gains[given["came"]]
        except (ValueError, TypeError, KeyError) as fault:
            names = ", ".join(came.value for came in Came if came is not Came.UNKNOWN)
            raise CommandFailed(f"{path}:{number}: give `id`, and `came` as one of {names}", exit_code=2) from fault
    return found


def with_gains(judged: "Iterable[Judged]", gains: dict[str, int]) -> "Iterator[Judged]":
    """The same, each with what came of it, None where the file does not say."""
    return (replace(one, gain=gains.get(one.referral_id)) for one in judged)


def print_outcomes(found: "OutcomeComparison") -> None:
    """Print what a comparison says of outcomes."""
    typer.echo(
        f"An outcome is known of {_count(found.known)}, of {_count(found.unknown)} it is not; "
        "unknown is not counted as nothing."
    )
    print_table(
        "By what came of them",
        ("", "Referrals", "Higher band", "Lower band", "Same band"),
        [(row.came.value, *map(_count, (row.referrals, row.risen, row.fallen, row.kept))) for row in found.moved],
    )
    print_table(
        "Known, by age", ("", "Referrals", "Known"), [(a.age, a.referrals, _count(a.known)) for a in found.by_age]
    )
    print_table(
        "Which of the two puts first what mattered",
        ("", "Before", "After", "Difference, 95% interval"),
        [("all", *_pair(found.recall_first)), ("all, NDCG", *_pair(found.ndcg))],
    )
    for title, groups in (
        ("By size of the sender", found.by_sender_size),
        ("By language", found.by_language),
        ("By country to which it goes", found.by_country),
    ):
        rows = [
            (one.name, one.referrals, _count(one.known), *_pair(one.recall_first), *_pair(one.ndcg)) for one in groups
        ]
        three = ("before", "after", "difference")
        heads = ("", "Referrals", "Known", *(f"{name}, {each}" for name in ("first 5%", "NDCG") for each in three))
        print_table(title, heads, rows)
    if found.lowers_recall:
        typer.echo(
            "Fewer of what was confirmed would stand in the first 5%: putting it live needs a reason of its own."
        )
    if found.lowers_recall is None:
        typer.echo(
            "Too few are confirmed to measure whether it puts first what matters: putting it live needs a reason "
            "of its own."
        )


def _pair(found: "Paired | None") -> tuple[str, str, str]:
    if found is None:
        return _TOO_FEW, _TOO_FEW, _TOO_FEW
    apart = found.difference
    return (
        f"{found.old.value:.2f}",
        f"{found.new.value:.2f}",
        f"{apart.value:+.2f}, {apart.low:+.2f} to {apart.high:+.2f}",
    )


def _count(number: int | None) -> str:
    return _TOO_FEW if number is None else str(number)
