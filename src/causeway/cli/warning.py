"""`causeway warning`: early warning, and how well it does. It needs no hub."""

import typer

from causeway.cli import warning_evaluate

_warning = typer.Typer(help="Early warning from what accounts do and write, and its measures.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    _warning.command("evaluate", epilog=warning_evaluate.EXAMPLES)(warning_evaluate.evaluate)
    app.add_typer(_warning, name="warning")


@_warning.callback()
def _root() -> None:
    """Keep the name of the group, though it has one command."""
