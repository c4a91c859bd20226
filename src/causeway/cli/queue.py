"""`causeway queue rebuild`: who waits where, made anew from what was decided and entered."""

from typing import Annotated

import typer

from causeway.cli.hub import load_hub
from causeway.cli.hub_desks import programs_named
from causeway.cli.output import print_json

_queue = typer.Typer(help="Who waits where.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_queue, name="queue")


@_queue.callback()
def _root() -> None:
    """Keep the name of the group, though it has one command."""


@_queue.command(epilog="Examples: causeway queue rebuild · causeway queue rebuild --organisation 'Kent Police'")
def rebuild(
    organisation: Annotated[str | None, typer.Option(help="Only for the organisation of this name.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Make the queues anew. The worker keeps them up; this is for doubt, and for a fault that was mended. While a queue
    is made, nobody can take a referral from it.
    """
    load_hub()
    from causeway.hub.road.queues.commands.rebuild import rebuild_queue

    lines = {program.organisation_name: rebuild_queue(program) for program in programs_named(organisation)}
    if as_json:
        print_json(lines)
        return
    for name, number in lines.items():
        typer.echo(f"{name}: {number} lines")
