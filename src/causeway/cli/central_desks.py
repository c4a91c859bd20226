"""`causeway clearing central-desks`: the register of the central desks of other countries, on the hub's own machine."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from causeway.cli.hub import load_hub
from causeway.cli.hub_desks import desk_program
from causeway.cli.output import CommandFailed, print_json, print_table

if TYPE_CHECKING:
    from causeway.hub.base.acting.actors import Actor

central_desks = typer.Typer(
    help="Where referrals about somebody in another country go. Verifying one takes a person, on its page.",
    no_args_is_help=True,
)

Desk = Annotated[str | None, typer.Option(help="The desk of this name; needed where there are several.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@central_desks.command(
    "list", epilog="Examples: causeway clearing central-desks list · causeway clearing central-desks list --json"
)
def list_them(
    desk: Desk = None, closed: Annotated[bool, typer.Option(help="Closed ones too.")] = False, as_json: Json = False
) -> None:
    """List the register: for which countries, in this hub or outside, and whether referrals may go there."""
    load_hub()
    from causeway.hub.road.routes.queries.central_desks import central_desks as registered

    rows: list[dict[str, Any]] = [
        {
            "id": str(one.id),
            "name": one.name,
            "countries": list(one.countries),
            "takes": "outside, by hand" if one.is_outside else "in this hub",
            "state": "closed" if one.closed_at else "verified" if one.verified_at else "to be verified",
        }
        for one in registered(desk_program("KEEP_CENTRAL_DESKS", desk), with_closed=closed)
    ]
    if as_json:
        print_json(rows)
    elif rows:
        shown = [[*list(row.values())[:2], ", ".join(row["countries"]), row["takes"], row["state"]] for row in rows]
        print_table("Central desks of other countries", list(rows[0]), shown)
    else:
        typer.echo("No central desk is registered yet.")


@central_desks.command(
    epilog="Examples: causeway clearing central-desks register 'Lantern Desk' --country FR --country LU "
    "--mailbox desk@example.org --channel 'Secure mail' --note 'Named by the national unit'"
)
def register(
    name: Annotated[str, typer.Argument(help="Its name.")],
    country: Annotated[list[str], typer.Option(help="A country that it serves: name or two letters. Repeat it.")],
    note: Annotated[str, typer.Option(help="Where you know it from.")],
    force: Annotated[str, typer.Option(help="The name of the police force of this hub that it is.")] = "",
    mailbox: Annotated[str, typer.Option(help="Its role mailbox, if it is outside.")] = "",
    phone: Annotated[str, typer.Option(help="Its telephone, with the country.")] = "",
    channel: Annotated[str, typer.Option(help="By which secure way a package reaches it, if it is outside.")] = "",
    public_key: Annotated[str, typer.Option(help="Its age public key.")] = "",
    desk: Desk = None,
) -> None:
    """Register a central desk. Nothing goes there until a person has verified it on its page."""
    load_hub()
    from causeway.hub.base.acting.errors import HubError
    from causeway.hub.road.routes.commands.central_desks import NewCentralDesk, register_central_desk

    actor = desk_program("KEEP_CENTRAL_DESKS", desk)
    new = NewCentralDesk(
        name=name,
        countries=tuple(country),
        note=note,
        organisation_id=_force(actor, force) if force else None,
        mailbox=mailbox,
        phone=phone,
        channel=channel,
        public_key=public_key,
    )
    try:
        number = register_central_desk(actor, new)
    except HubError as fault:
        raise CommandFailed(f"{fault.field or 'central desk'}: {fault.message}", exit_code=2) from fault
    typer.echo(f"Registered {number}. A person must verify it before anything goes there.")


@central_desks.command(epilog="Example: causeway clearing central-desks close ID --reason 'It moved'")
def close(
    number: Annotated[str, typer.Argument(metavar="ID", help="Its identifier, as the list shows it.")],
    reason: Annotated[str, typer.Option(help="Why.")],
    desk: Desk = None,
) -> None:
    """Send nothing there any more. What it was sent stays as it is."""
    load_hub()
    from uuid import UUID

    from causeway.hub.base.acting.errors import HubError
    from causeway.hub.road.routes.commands.central_desks import close_central_desk

    try:
        close_central_desk(desk_program("KEEP_CENTRAL_DESKS", desk), UUID(number), reason)
    except ValueError as fault:
        raise CommandFailed(f"{number!r} is no identifier: see the list", exit_code=2) from fault
    except HubError as fault:
        raise CommandFailed(fault.message, exit_code=2) from fault
    typer.echo("Closed.")


def _force(actor: "Actor", name: str) -> Any:
    from causeway.hub.base.organisations.queries.directory import directory
    from causeway.vocabulary.organisations import OrganisationKind

    found = [one for one in directory(actor, kind=OrganisationKind.POLICE_FORCE) if one.name == name]
    if not found:
        raise CommandFailed(f"--force: no police force of this hub is named {name!r}", exit_code=2)
    return found[0].id
