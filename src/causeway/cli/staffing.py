"""`causeway staffing what-if`: what a referral desk would do with other arrivals or officers. It needs no hub."""

from pathlib import Path
from typing import Annotated

import typer

_staffing = typer.Typer(help="What-if questions about the staff of a referral desk.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_staffing, name="staffing")


@_staffing.callback()
def _root() -> None:
    """Keep the name of the group, though it has one command."""


@_staffing.command(
    "what-if",
    epilog="Examples: causeway staffing what-if --arrivals very_high=5,high=20,medium=40,low=60 --officers 8 · "
    "causeway staffing what-if --scenario desk.toml --need 0.99 --within 7 --levers --json",
)
def what_if_(
    arrivals: Annotated[str, typer.Option(help="Referrals a week by band: very_high=5,high=20,medium=40,low=60.")] = "",
    officers: Annotated[int | None, typer.Option(help="Trained officers of the first team.")] = None,
    untrained: Annotated[int | None, typer.Option(help="Officers without training in the first team.")] = None,
    scenario: Annotated[
        Path | None, typer.Option(help="A TOML file that says the rest; see docs/explanation/staffing.md.")
    ] = None,
    need: Annotated[
        float | None, typer.Option(help="Find how many trained officers see this share of high and very high in time.")
    ] = None,
    within: Annotated[
        float | None, typer.Option(help="For --need: within this many days, not each band's own.")
    ] = None,
    levers: Annotated[bool, typer.Option("--levers", help="Compare with bundling, better triage, training.")] = False,
    weeks: Annotated[int | None, typer.Option(help="Weeks to measure.")] = None,
    replications: Annotated[int | None, typer.Option(help="How often to simulate.")] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed gives the same answer.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Simulate a referral desk: days until somebody looks, by band, and the share seen in time."""
    from causeway.cli.staffing_answers import answer_what_if

    answer_what_if(
        scenario,
        arrivals,
        officers,
        untrained,
        need=need,
        within=within,
        levers=levers,
        given={"weeks": weeks, "replications": replications, "seed": seed},
        as_json=as_json,
    )
