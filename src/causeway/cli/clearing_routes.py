"""`causeway clearing routes replay`: the rules of routing put to the test of what people corrected."""

from typing import Annotated

import typer

from causeway.cli.hub import load_hub
from causeway.cli.output import CommandFailed, print_json, print_table

routes = typer.Typer(help="Which force a referral goes to, and where people knew better.", no_args_is_help=True)


@routes.callback()
def _root() -> None:
    """Keep the name of the group, though it has one command."""


@routes.command(epilog="Examples: causeway clearing routes replay · causeway clearing routes replay --json")
def replay(
    desk: Annotated[str | None, typer.Option(help="Only for the desk of this name.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Run the router of today over every route that a person changed, and count what it would now get right, by the
    rule that erred. Rules with few corrections are counted together.
    """
    load_hub()
    from causeway.hub.base.acting.permissions import Permission, may
    from causeway.hub.base.organisations.actors import all_programs
    from causeway.hub.road.routes.queries.corrections import rules_that_erred
    from causeway.routing import Verdict

    programs = [
        each
        for each in all_programs()
        if may(each, Permission.REPLAY_ROUTES) and desk in (None, each.organisation_name)
    ]
    if not programs:
        raise CommandFailed(f"no desk is named {desk!r}" if desk else "there is no desk yet")
    rows = [
        {
            "desk": program.organisation_name,
            "rule": "rest" if rule.is_rest else rule.basis.value if rule.basis else "none",
            "corrections": rule.corrections,
            **{verdict.value: rule.verdicts[verdict] for verdict in Verdict},
        }
        for program in programs
        for rule in rules_that_erred(program)
    ]
    if as_json:
        print_json(rows)
    elif rows:
        print_table("Routes that people changed", list(rows[0]), [list(row.values()) for row in rows])
    else:
        typer.echo("No route was changed by a person yet.")
