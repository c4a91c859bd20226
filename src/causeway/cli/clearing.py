"""`causeway clearing`: looking into how referrals are cleared."""

import typer

from causeway.cli.clearing_routes import routes

_clearing = typer.Typer(help="Look into how referrals are cleared.", no_args_is_help=True)
_clearing.add_typer(routes, name="routes")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_clearing, name="clearing")
