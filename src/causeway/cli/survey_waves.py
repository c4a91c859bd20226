"""`causeway survey report` and `survey export`: an opened wave’s report as PDF, and its public-use file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from causeway.cli.hub import load_hub
from causeway.cli.output import CommandFailed

if TYPE_CHECKING:
    from causeway.hub.base.acting.actors import Actor

WaveOption = Annotated[str, typer.Argument(help="The wave: its identifier or its title.")]
OutOption = Annotated[Path, typer.Option(help="The file to write.")]
WhoseOption = Annotated[
    str | None, typer.Option("--organisation", help="Whose wave it is; not needed where one clearing-house asks.")
]


def register(survey: typer.Typer) -> None:
    """Add the commands."""
    survey.command(epilog="Examples: causeway survey report 'Police practice 2026' --out report.pdf")(report)
    survey.command(epilog="Examples: causeway survey export 'Police practice 2026' --out answers.zip")(export)


def report(wave: WaveOption, out: OutOption, organisation: WhoseOption = None) -> None:
    """Write the report of an opened wave as PDF. It is not kept on the hub, and the ledger says that it was made."""
    load_hub()
    from causeway.hub.base.acting.errors import HubError
    from causeway.hub.knowledge.surveys.commands.take_away import take_wave_report

    actor = _asking(organisation)
    try:
        taken = take_wave_report(actor, _wave(actor, wave))
    except HubError as error:
        raise CommandFailed(error.message, exit_code=2) from error
    _write(out, taken.content)


def export(wave: WaveOption, out: OutOption, organisation: WhoseOption = None) -> None:
    """Write the public-use file of an opened wave: CSV, its DDI Codebook, and SPSS where causeway[spss] is installed.

    No cell of force and rank in it holds fewer than ten people. The restricted file is for a survey lead, who takes it
    from the wave's page.
    """
    load_hub()
    from causeway.hub.base.acting.errors import HubError
    from causeway.hub.knowledge.surveys.commands.take_away import take_data

    actor = _asking(organisation)
    try:
        taken = take_data(actor, _wave(actor, wave), is_public=True)
    except HubError as error:
        raise CommandFailed(error.message, exit_code=2) from error
    _write(out, taken.content)


def _wave(actor: "Actor", told: str) -> UUID:
    from causeway.hub.knowledge.surveys.queries.opened import opened_waves

    found = [line for line in opened_waves(actor) if told in (str(line.id), line.title)]
    if not found:
        raise CommandFailed(f"no opened wave is {told!r}", exit_code=2)
    if len(found) > 1:
        raise CommandFailed(f"several waves are titled {told!r}; give the identifier", exit_code=2)
    return found[0].id


def _asking(name: str | None) -> "Actor":
    from causeway.hub.base.organisations.actors import program_actor
    from causeway.hub.base.organisations.models import Organisation
    from causeway.vocabulary.organisations import OrganisationKind

    active = Organisation.objects.filter(is_active=True)
    kind = OrganisationKind.CLEARING_HOUSE.value
    found = list(active.filter(name__iexact=name) if name else active.filter(kind=kind))
    if len(found) != 1:
        fault = "say whose wave it is: --organisation NAME" if name is None else f"no organisation is named {name!r}"
        raise CommandFailed(fault, exit_code=2)
    return program_actor(found[0])


def _write(out: Path, content: bytes) -> None:
    try:
        out.write_bytes(content)
    except OSError as error:
        raise CommandFailed(f"{out} cannot be written: {error.strerror}", exit_code=2) from error
    typer.echo(f"{out}: {len(content)} bytes")
