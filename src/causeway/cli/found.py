"""`causeway found`: the first organisation of an installation and its administrator, whom nobody else could add."""

from typing import Annotated

import typer

from causeway.cli.hub import load_hub
from causeway.cli.output import CommandFailed, print_json
from causeway.vocabulary.organisations import OrganisationKind, Role

_FIRST_ROLES = (Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog="Example: causeway found --name 'National Desk' --country GB --zone Europe/London "
        "--mailbox desk@example.org --administrator 'Ada Keeper' --email ada@example.org"
    )(found)


def found(
    name: Annotated[str, typer.Option(help="The organisation's name.")],
    country: Annotated[str, typer.Option(help="Its country, two letters (ISO 3166-1).")],
    mailbox: Annotated[str, typer.Option(help="Its role mailbox, which somebody reads.")],
    administrator: Annotated[str, typer.Option(help="The name of its first administrator.")],
    email: Annotated[str, typer.Option(help="The address with which they sign in.")],
    password: Annotated[
        str,
        typer.Option(
            prompt=True,
            hide_input=True,
            confirmation_prompt=True,
            envvar="CAUSEWAY_SECRET",
            help="Asked for if not given.",
        ),
    ],
    kind: Annotated[OrganisationKind, typer.Option(help="What kind it is; a desk can add others.")] = (
        OrganisationKind.CLEARING_HOUSE
    ),
    zone: Annotated[str, typer.Option(help="The time zone in which its people see times.")] = "UTC",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Found the first organisation of a fresh installation. Every other one asks to join, or is added by a desk."""
    load_hub()
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from causeway.hub.base.acting.errors import HubError
    from causeway.hub.base.organisations.commands.add_member import add_first_member
    from causeway.hub.base.organisations.commands.add_organisation import NewOrganisation, found_first_organisation

    try:
        validate_password(password)
        validate_email(mailbox)
        validate_email(email)
        new = NewOrganisation(name=name, kind=kind, country=country.upper(), mailbox=mailbox, zone=zone)
        organisation = found_first_organisation(new)
        add_first_member(organisation, name=administrator, email=email, roles=_FIRST_ROLES, password=password)
    except ValidationError as error:
        raise CommandFailed(" ".join(error.messages)) from error
    except HubError as error:
        raise CommandFailed(error.message) from error
    if as_json:
        print_json({"organisation": str(organisation.id), "name": name, "email": email})
    else:
        typer.echo(f"{name} is founded. {administrator} signs in as {email}; start the site with: causeway serve")
