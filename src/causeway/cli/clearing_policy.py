"""`causeway clearing policy check` and `compare`: policies of priority as files, tried before anybody lives by them."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

from causeway.cli.clearing_outcomes import print_outcomes, read_gains, with_gains
from causeway.cli.output import CommandFailed, print_json, print_table, read_text
from causeway.triage import (
    Judged,
    PolicyComparison,
    PolicyInvalid,
    PriorityPolicy,
    compare_policies,
    parse_priority_policy,
    shipped_priority_policy,
)
from causeway.vocabulary.findings import BAND_ORDER

if TYPE_CHECKING:
    from causeway.triage.comparing import Fall, GroupBands
    from causeway.triage.outcome_comparing import OutcomeComparison

SHIPPED = "shipped"
_MOST_FALLS = 20
_policy = typer.Typer(help="Policies of priority, as TOML.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_policy, name="policy")


@_policy.command("check", epilog="Examples: causeway clearing policy check ours.toml · ... check shipped --json")
def check(
    file: Annotated[str, typer.Argument(help=f"A policy as TOML, or `{SHIPPED}`.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say whether a policy can be used and whether its examples hold. Exit code 1 and every fault with its row, where
    not.
    """
    text = _text(file)
    try:
        policy = parse_priority_policy(text)
    except PolicyInvalid as fault:
        if as_json:
            print_json({"is_valid": False, "faults": [asdict(one) for one in fault.faults]})
        else:
            for one in fault.faults:
                typer.echo(str(one))
        raise typer.Exit(1) from None
    if as_json:
        print_json({"is_valid": True, "version": policy.version, "examples": len(policy.examples)})
        return
    typer.echo(f"Version {policy.version} can be used; {len(policy.examples)} examples hold.")


@_policy.command("export", epilog="Example: causeway clearing policy export > ours.toml")
def export() -> None:
    """Write the policy that ships, to begin one of your own with."""
    typer.echo(shipped_priority_policy(), nl=False)


@_policy.command(
    "compare",
    epilog="Examples: causeway clearing policy compare shipped ours.toml --world folder/ · "
    "causeway clearing policy compare shipped ours.toml --world folder/ --outcomes came.jsonl · "
    "causeway clearing policy compare shipped ours.toml --hub 'Causeway Desk' --json",
)
def compare(
    old: Annotated[str, typer.Argument(help=f"A policy as TOML, or `{SHIPPED}`.")],
    new: Annotated[str, typer.Argument(help="The policy that would come instead.")],
    world: Annotated[Path | None, typer.Option("--world", help="A folder with referrals.jsonl.")] = None,
    hub: Annotated[str, typer.Option("--hub", help="A desk of this hub, by name: on what it received.")] = "",
    outcomes: Annotated[
        Path | None,
        typer.Option("--outcomes", help="What came of the world's referrals: JSON lines with `id` and `came`."),
    ] = None,
    most: Annotated[
        int,
        typer.Option(
            "--most",
            help="At most so many; of a hub the newest, and of each sender at most a tenth of that, as long as there "
            "are others'.",
            min=1,
        ),
    ] = 100_000,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Judge past referrals by two policies: who changes band, which go down and why, who comes first, for whom it
    changes most; and by what came of them, which of the two puts first what mattered.
    """
    if bool(hub) == (world is not None):
        raise CommandFailed("say which past referrals: --world FOLDER or --hub DESK", exit_code=2)
    if hub and outcomes:
        raise CommandFailed("--outcomes goes with --world: a hub knows its own", exit_code=2)
    gains = read_gains(outcomes) if outcomes else None
    first, second = _read(old), _read(new)
    with _progress(hidden=as_json) as progress:
        task = progress.add_task("referrals judged", total=None)
        judged = []
        past = _of_hub(hub, first, second, most) if hub else _of_world(world or Path(), first, second, most)
        for one in past if gains is None else with_gains(past, gains):
            judged.append(one)
            progress.update(task, completed=len(judged), description=f"{len(judged)} referrals judged")
    if not judged:
        raise CommandFailed("there is no past referral to judge", exit_code=1)
    found = compare_policies(judged, old_version=first.version, new_version=second.version)
    came = _compared_on_outcomes(judged) if hub or outcomes else None
    if as_json:
        print_json({**found.document(), **({"outcomes": came.document()} if came else {})})
        return
    _print(found)
    if came:
        print_outcomes(came)


def _compared_on_outcomes(judged: "list[Judged]") -> "OutcomeComparison":
    from datetime import UTC, datetime

    from causeway.triage.outcome_comparing import compare_outcomes

    return compare_outcomes(judged, now=datetime.now(UTC))


def _text(name: str) -> str:
    if name == SHIPPED:
        return shipped_priority_policy()
    return read_text(Path(name))


def _read(name: str) -> PriorityPolicy:
    try:
        return parse_priority_policy(_text(name))
    except PolicyInvalid as fault:
        raise CommandFailed(f"{name}: {fault}", exit_code=2) from fault


def _progress(*, hidden: bool) -> Progress:
    return Progress(SpinnerColumn(), TextColumn("{task.description}"), console=Console(stderr=True), disable=hidden)


def _of_world(folder: Path, old: PriorityPolicy, new: PriorityPolicy, most: int) -> Iterator[Judged]:
    from itertools import islice

    from causeway.clearing import InMemoryNeighbours, Policies, PolicyPair, judge_all
    from causeway.cli.clearing_inputs import clearing_input, countries_of, signals_of
    from causeway.routing import MmdbCountries, Router
    from causeway.worlds import WorldError, read_referrals, read_surrounds

    try:
        around = read_surrounds(folder) if (folder / "world.json").exists() else None
        listed = signals_of(around) if around else ()
        yield from judge_all(
            map(clearing_input, islice(read_referrals(folder), most)),
            neighbours=InMemoryNeighbours(listed),
            router=Router(countries_of(around) if around else MmdbCountries.installed()),
            pair=PolicyPair(old=old, new=new, others=Policies()),
        )
    except WorldError as fault:
        raise CommandFailed(str(fault), exit_code=2) from fault


def _of_hub(desk: str, old: PriorityPolicy, new: PriorityPolicy, most: int) -> Iterator[Judged]:
    from causeway.cli.clearing_calibration import program_of

    program = program_of(desk)
    from causeway.hub.road.queues.policies.judging_again import judge_past

    yield from judge_past(program, old=old, new=new, most=most)


def _print(found: PolicyComparison) -> None:
    typer.echo(f"{found.referrals} referrals by {found.old_version} and by {found.new_version}")
    typer.echo(
        f"Another band: {found.changed}. Higher: {found.risen}. Lower, or no longer imminent: {len(found.falls)}. "
        f"Imminent: {found.imminent[0]} before, {found.imminent[1]} after."
    )
    print_table("By band", ("Before", "After", "Referrals"), found.moved())
    typer.echo(f"Of the first {found.first_size} of the queue (5%), {len(found.left)} would be others.")
    for title, rows in (
        ("By size of the sender", found.by_sender_size),
        ("By language", found.by_language),
        ("By country to which it goes", found.by_country),
    ):
        print_table(title, ("", "Referrals", *(f"{band}, before and after" for band in BAND_ORDER)), _rows(rows))
    if found.falls:
        print_table("Would stand lower", ("Referral", "Before", "After", "Because"), _falls(found.falls))
    if len(found.falls) > _MOST_FALLS:
        typer.echo(f"and {len(found.falls) - _MOST_FALLS} more: --json names them all")


def _rows(rows: "tuple[GroupBands, ...]") -> list[tuple[object, ...]]:
    return [
        (one.name, one.referrals, *(f"{old} → {new}" for old, new in zip(one.old, one.new, strict=True)))
        for one in rows
    ]


def _falls(falls: "tuple[Fall, ...]") -> list[tuple[object, ...]]:
    return [
        (
            one.referral_id,
            f"{one.old_band} ({one.old_score:g})",
            f"{one.new_band} ({one.new_score:g})",
            "; ".join(f"{reason.code} {reason.old:g} → {reason.new:g}" for reason in one.reasons) or "other bands",
        )
        for one in falls[:_MOST_FALLS]
    ]
