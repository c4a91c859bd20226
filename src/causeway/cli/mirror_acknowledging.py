"""What `causeway mirror acknowledge` tells a hub: bank by bank, how far the mirror is, and of which it cannot."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import typer

from causeway.cli.mirror_following import ENDED
from causeway.cli.mirror_standing import Standing
from causeway.cli.output import CommandFailed

if TYPE_CHECKING:
    from causeway.client import Client


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """How many changes of a bank were acknowledged, up to which number; `fault` says why none could be, empty else."""

    bank_id: str
    acknowledged: int = 0
    up_to: int = 0
    fault: str = ""

    def as_document(self) -> dict[str, Any]:
        """The same as a JSON object."""
        return asdict(self)


def of_this_hub(client: "Client", standings: Sequence[Standing]) -> Sequence[Standing]:
    """The mirrors of banks that the hub shows, and any of which nothing says whose it is; one alone is not asked for.

    Raises CommandFailed where there is none.
    """
    if len(standings) == 1:
        return standings
    shown = {each.id for each in client.banks()}
    found = [each for each in standings if each.bank_id in shown or not each.bank_id]
    if not found:
        raise CommandFailed("the hub shows you none of these banks", exit_code=ENDED)
    return found


def acknowledge_up_to(client: "Client", standing: Standing, undid: str) -> Acknowledged:
    """Acknowledge what this mirror has. Raises what `Client.acknowledge_changes` raises."""
    if standing.as_of is None:
        return Acknowledged(bank_id=standing.bank_id, fault=standing.fault or "no page of it was had yet")
    count = client.acknowledge_changes(standing.bank_id, up_to=standing.cursor, undid=undid) if standing.cursor else 0
    return Acknowledged(bank_id=standing.bank_id, acknowledged=count, up_to=standing.cursor)


def show_acknowledged(standing: Standing, done: Acknowledged, *, is_alone: bool) -> None:
    """One line for people, on standard error where it is a fault."""
    label = "" if is_alone else f"{standing.name or standing.bank_id or 'A bank that cannot be told'}: "
    if done.fault:
        typer.secho(f"{label}not acknowledged: {done.fault}", fg=typer.colors.RED, err=True)
    elif done.acknowledged:
        typer.echo(f"{label}{done.acknowledged:,} changes acknowledged, up to number {done.up_to:,}.")
    else:
        typer.echo(f"{label}Nothing was owed.")
