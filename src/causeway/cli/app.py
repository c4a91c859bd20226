"""The root of the command line: one Typer application, and errors said in one line."""

import sys
from typing import Annotated

import typer

from causeway import __version__
from causeway.cli.listing import ListedCommands
from causeway.cli.output import CommandFailed
from causeway.hub.plain_log import tell_failures_plainly
from causeway.printable import printable

app = typer.Typer(
    name="causeway",
    cls=ListedCommands,
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


def main() -> None:
    """Run the command line; a failure that we foresaw is one line on standard error and its own exit code, and so is a
    package that is not installed (2).
    """
    tell_failures_plainly()
    try:
        app()
    except CommandFailed as failure:
        _end(str(failure), failure.exit_code)
    except ModuleNotFoundError as failure:
        package = (failure.name or "").partition(".")[0]
        if package in ("", "causeway"):
            raise
        _end(f"this command needs {package}, which is not installed here: pip install 'causeway[engines]'", 2)
    except Exception as failure:
        from causeway.matching.errors import KernelsMissing  # loads NumPy, which most commands do without

        if not isinstance(failure, KernelsMissing):
            raise
        _end(failure.message, 1)


def _end(message: str, exit_code: int) -> None:
    told = printable(message, kept="\n")
    typer.secho(f"causeway: {told}", fg=typer.colors.RED, err=True)
    sys.exit(exit_code)
