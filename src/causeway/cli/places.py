"""`causeway clearing places`: the schools and places by which a desk routes, on the hub's own machine."""

from pathlib import Path
from typing import Annotated, Any

import typer

from causeway.cli.hub import load_hub
from causeway.cli.hub_desks import desk_program
from causeway.cli.output import CommandFailed, print_json, print_table

places = typer.Typer(
    help="Schools and other places by whose name a referral goes to a force: CSV with the columns name, kind, force, "
    "local_authority, postcode, aliases.",
    no_args_is_help=True,
)

Desk = Annotated[str | None, typer.Option(help="The desk of this name; needed where there are several.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@places.command(
    epilog="Examples: causeway clearing places load schools.csv --dry-run · "
    "causeway clearing places load schools.csv --reason 'The register of November' --json"
)
def load(
    file: Annotated[Path, typer.Argument(help="The CSV file.", exists=True, dir_okay=False, readable=True)],
    reason: Annotated[str, typer.Option(help="Where it is from, and why it is loaded.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be refused, and keep nothing.")] = False,
    desk: Desk = None,
    as_json: Json = False,
) -> None:
    """Load a file in the place of the version in force. Rows that are refused are left out and named."""
    load_hub()
    from causeway.hub.base.acting.errors import HubError
    from causeway.hub.road.routes.commands.load_places import load_places

    try:
        with file.open("rb") as stream:
            done = load_places(desk_program("LOAD_PLACES", desk), stream, reason, is_trial=dry_run, on_rows=_tell)
    except HubError as fault:
        raise CommandFailed(f"{fault.field or 'places'}: {fault.message}", exit_code=2) from fault
    refused = [{"row": one.row, "column": one.column, "why": str(one.why)} for one in done.refused]
    if as_json:
        counts = {"version": done.number, "places": done.places, "refused": done.refused_count}
        print_json({**counts, "refused_rows": refused})
        return
    what = "The file would bring" if dry_run else f"Version {done.number} is in force with"
    typer.echo(f"{what} {done.places:,} places; {done.refused_count:,} rows refused.")
    if refused:
        print_table("Rows refused", ("Row", "Column", "Fault"), [list(one.values()) for one in refused])


@places.command(
    epilog="Examples: causeway clearing places find 'Tidewater School' · causeway clearing places find --json"
)
def find(
    name: Annotated[str, typer.Argument(help="A name or an alias; without one, all.")] = "",
    page: Annotated[int, typer.Option(min=1, help="Which page of fifty.")] = 1,
    desk: Desk = None,
    as_json: Json = False,
) -> None:
    """Find places in the version in force: by name, else what is only like it and would send nothing."""
    load_hub()
    from causeway.hub.road.routes.queries.places import find_places

    found = find_places(desk_program("LOAD_PLACES", desk), name=name, page=page)
    rows: list[dict[str, Any]] = [
        {"name": one.name, "alias": one.alias, "kind": one.kind.value, "force": one.force, "code": one.force_code}
        for one in found.lines
    ]
    if as_json:
        print_json({"is_alike": found.is_alike, "has_next": found.has_next, "places": rows})
    elif rows:
        print_table("Only alike" if found.is_alike else "Places", list(rows[0]), [list(row.values()) for row in rows])
    else:
        typer.echo("Nothing is found.")


@places.command(epilog="Examples: causeway clearing places versions · causeway clearing places versions --json")
def versions(desk: Desk = None, as_json: Json = False) -> None:
    """List the versions: what each holds, when and why it was loaded, and which is in force."""
    load_hub()
    from causeway.hub.road.routes.queries.places import place_shelf

    rows: list[dict[str, Any]] = [
        {
            "version": one.number,
            "places": one.places,
            "refused": one.refused,
            "loaded": f"{one.loaded_at:%Y-%m-%d %H:%M}",
            "state": "in force" if one.is_in_force else "can be used again" if one.has_rows else "rows gone",
            "reason": one.reason,
        }
        for one in place_shelf(desk_program("LOAD_PLACES", desk)).versions
    ]
    if as_json:
        print_json(rows)
    elif rows:
        print_table("Schools and places", list(rows[0]), [list(row.values()) for row in rows])
    else:
        typer.echo("Nothing was loaded yet.")


@places.command(epilog="Example: causeway clearing places use 3 --reason 'The newest left out a county'")
def use(
    version: Annotated[int, typer.Argument(min=0, help="The number of a version; 0 is none.")],
    reason: Annotated[str, typer.Option(help="Why.")],
    desk: Desk = None,
) -> None:
    """Put an earlier version into force again, or none."""
    load_hub()
    from causeway.hub.base.acting.errors import HubError
    from causeway.hub.road.routes.commands.load_places import use_places
    from causeway.hub.road.routes.queries.places import place_shelf

    actor = desk_program("LOAD_PLACES", desk)
    found = {one.number: one.id for one in place_shelf(actor).versions}
    if version and version not in found:
        raise CommandFailed(f"there is no version {version}: see `causeway clearing places versions`", exit_code=2)
    try:
        use_places(actor, found.get(version), reason)
    except HubError as fault:
        raise CommandFailed(fault.message, exit_code=2) from fault
    typer.echo("Changed.")


def _tell(rows: int) -> None:
    typer.echo(f"\rRead {rows:,} rows ", err=True, nl=False)
