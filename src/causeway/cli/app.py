"""The root of the command line: one Typer application, and errors said in one line."""

import sys
from typing import Annotated

import typer

from causeway import __version__
from causeway.cli import (
    bank,
    clearing,
    clusters,
    demand,
    demo,
    digest,
    doctor,
    found,
    intake,
    interests,
    ledger,
    match,
    mirror,
    openapi,
    oversight,
    playbook,
    retention,
    scan,
    screen,
    serve,
    signals,
    staffing,
    survey,
    warning,
)
from causeway.cli.output import CommandFailed
from causeway.hub.plain_log import tell_failures_plainly
from causeway.matching.errors import KernelsMissing

app = typer.Typer(
    name="causeway",
    help="Join online services, clearing-houses, police and partners: referrals in, outcomes back.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"causeway {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", help="Say which version this is.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Join online services, clearing-houses, police and partners: referrals in, outcomes back."""
    del version


for module in (
    demo,
    found,
    serve,
    intake,
    clearing,
    bank,
    signals,
    digest,
    scan,
    match,
    mirror,
    screen,
    playbook,
    survey,
    staffing,
    warning,
    clearing,
    clusters,
    demand,
    oversight,
    interests,
    warning,
    ledger,
    retention,
    doctor,
    openapi,
):
    module.register(app)


def main() -> None:
    """Run the command line; a failure that we foresaw is one line on standard error and exit code 1."""
    tell_failures_plainly()
    try:
        app()
    except CommandFailed as failure:
        typer.secho(f"causeway: {failure}", fg=typer.colors.RED, err=True)
        sys.exit(failure.exit_code)
    except KernelsMissing as failure:
        typer.secho(f"causeway: {failure.message}", fg=typer.colors.RED, err=True)
        sys.exit(1)
