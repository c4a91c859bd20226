"""`causeway clearing`: the engines that judge referrals, by hand. It needs no hub, unless asked of one."""

import typer

from causeway.cli import clearing_calibration, clearing_policy, clearing_worlds
from causeway.cli.central_desks import central_desks
from causeway.cli.clearing_routes import routes
from causeway.cli.places import places

_clearing = typer.Typer(
    help="How referrals are judged: policies of priority, routes that people changed, central desks of other "
    "countries, schools and places, how well it went, and the engines on worlds of known truth.",
    no_args_is_help=True,
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    clearing_policy.register(_clearing)
    clearing_calibration.register(_clearing)
    clearing_worlds.register(_clearing)
    _clearing.add_typer(routes, name="routes")
    _clearing.add_typer(central_desks, name="central-desks")
    _clearing.add_typer(places, name="places")
    app.add_typer(_clearing, name="clearing")
