"""`causeway clearing evaluate` and `world`: the engines, measured on worlds whose truth is known; no hub."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from causeway.cli.output import CommandFailed, print_json

START: Final = datetime(2026, 1, 5, tzinfo=UTC)
"""When the worlds begin; the same seed gives the same world on any day."""

Referrals = Annotated[int, typer.Option(help="How many referrals the world has.", min=1)]
Seed = Annotated[int, typer.Option(help="The same seed gives the same world.", min=0)]
Errors = Annotated[float, typer.Option(help="Every rate of error is multiplied by this.", min=0)]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        epilog="Examples: causeway clearing evaluate --referrals 10000 --seed 7 · causeway clearing evaluate --world "
        "my-world/ --json"
    )(evaluate)
    app.command(epilog="Example: causeway clearing world my-world/ --referrals 100000 --seed 7")(world)


def evaluate(
    referrals: Referrals = 10_000,
    seed: Seed = 1,
    world: Annotated[
        Path | None, typer.Option(help="The folder of a world that you bring, in place of one that is made.")
    ] = None,
    central_desks: Annotated[
        str, typer.Option(help="The countries whose central desk is registered, by two letters: FR,DE. None without.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Measure bundles, clusters, routes and order on a world of known truth, beside what a desk does without engines.

    A world that is made is measured twice: as it is, and with every rate of error doubled. The engines see what a hub
    sees, and none of the truth. A route alone sends nothing: how much the rules would send by themselves is told apart.
    """
    from causeway.cli import clearing_figures as figures
    from causeway.cli.clearing_evaluate import evaluate_traffic
    from causeway.worlds import WorldError, read_surrounds, read_world

    desks = _countries(central_desks)
    try:
        if world is not None:
            with figures.progress("the world of the folder") as on_step:
                told, around = read_world(world), read_surrounds(world)
                found = evaluate_traffic(told, around, central_desks=desks, on_step=on_step)
            if not found["referrals"]:
                raise CommandFailed(f"{world} holds no referral: there is nothing to measure", exit_code=2)
            found = {"world": str(world), **found}
        else:
            found = _of_seed(seed, referrals, desks)
    except WorldError as error:
        raise CommandFailed(str(error)) from error
    if as_json:
        print_json(found)
    else:
        figures.print_figures(found)


def world(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    referrals: Referrals = 10_000,
    seed: Seed = 1,
    errors: Errors = 1.0,
) -> None:
    """Write a world into a folder: referrals, what goes with them, and the truth apart."""
    from causeway.cli.clearing_evaluate import world_of
    from causeway.worlds import WorldError, surrounds, write_world

    try:
        count = write_world(folder, surrounds(seed), world_of(seed, referrals, errors, START))
    except WorldError as error:
        raise CommandFailed(str(error)) from error
    typer.echo(f"{count:,} referrals written to {folder}.")


def _countries(text: str) -> tuple[str, ...]:
    from causeway.routing import country_names

    codes = tuple(code.strip().upper() for code in text.split(",") if code.strip())
    for code in codes:
        if code not in country_names():
            raise CommandFailed(f"--central-desks: {code!r} is no country's two letters", exit_code=2)
    return codes


def _of_seed(seed: int, referrals: int, desks: tuple[str, ...]) -> dict[str, object]:
    from causeway.cli import clearing_figures as figures
    from causeway.cli.clearing_evaluate import evaluate_traffic, world_of
    from causeway.worlds import surrounds

    found: list[dict[str, object]] = []
    for errors, name in ((1.0, "the world as it is"), (2.0, "the world with errors doubled")):
        with figures.progress(name, referrals) as on_step:
            told, around = world_of(seed, referrals, errors, START), surrounds(seed)
            found.append(evaluate_traffic(told, around, central_desks=desks, on_step=on_step))
    return {"seed": seed, **found[0], "errors_doubled": found[1]}
