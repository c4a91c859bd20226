"""`causeway demand recount`: what the pages of demand count, made anew from the ledger."""

from typing import Annotated

import typer

from causeway.cli.hub import load_hub
from causeway.cli.hub_desks import programs_named
from causeway.cli.output import print_json

_demand = typer.Typer(help="What the pages of demand count.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_demand, name="demand")


@_demand.callback()
def _root() -> None:
    """Keep the name of the group, though it has one command."""


@_demand.command(epilog="Examples: causeway demand recount · causeway demand recount --organisation 'Kent Police'")
def recount(
    organisation: Annotated[str | None, typer.Option(help="Only for the organisation of this name.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Count anew, from the ledger, what happened to each referral. The worker keeps the counts up; this is for a hub
    that had a long history before it counted, or for doubt.
    """
    load_hub()
    from causeway.hub.commons.demand.commands.count_again import recount as count_all_again

    counted = {program.organisation_name: count_all_again(program) for program in programs_named(organisation)}
    if as_json:
        print_json(counted)
        return
    for name, number in counted.items():
        typer.echo(f"{name}: {number} counted")
