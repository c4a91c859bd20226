"""`causeway retention run`: the erasure run by hand, or what it would do."""

from typing import Annotated

import typer

from causeway.cli.hub import load_hub
from causeway.cli.hub_desks import programs_named
from causeway.cli.output import print_json, print_table

_retention = typer.Typer(help="How long things are kept.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_retention, name="retention")


@_retention.callback()
def _root() -> None:
    """Keep the name of the group, though it has one command."""


@_retention.command(
    epilog="Examples: causeway retention run --dry-run · causeway retention run --organisation 'Harbour'"
)
def run(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what would be erased, and change nothing.")] = False,
    organisation: Annotated[str | None, typer.Option(help="Only for the organisation of this name.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Erase what is at the end of its time and was told of thirty days ago, and tell of what will be next. The worker
    does the same every hour.
    """
    load_hub()
    from django.utils import timezone

    from causeway.hub.road.retention.commands.run import erase_what_ended, forget_searches, plan
    from causeway.hub.road.retention.commands.tell import warn_of_endings

    now, rows = timezone.now(), []
    for program in programs_named(organisation):
        planned = plan(program, now)
        erased = 0
        while not dry_run and (some := erase_what_ended(program, now)):
            erased += len(some)
        told = 0 if dry_run else warn_of_endings(program, now)
        searches = planned.searches if dry_run else forget_searches(program, now)
        rows.append(
            {
                "organisation": program.organisation_name,
                "to_erase" if dry_run else "erased": planned.now if dry_run else erased,
                "searches": searches,
                "waiting": planned.later,
                "newly_told_of": told,
            }
        )
    if as_json:
        print_json(rows)
    else:
        busy = [row for row in rows if any(list(row.values())[1:])]
        if busy:
            print_table("Retention", list(busy[0]), [list(row.values()) for row in busy])
        if len(busy) < len(rows):
            typer.echo(f"Nothing at {len(rows) - len(busy)} of {len(rows)} organisations.")
