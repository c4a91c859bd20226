"""`causeway mirror`: copies of banks on this machine, kept up to date, shown, acknowledged and forgotten."""

import signal
from importlib.util import find_spec
from pathlib import Path
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Final

import typer

from causeway.cli.intake import SERVER, As, AsJson, Server
from causeway.cli.mirror_acknowledging import Acknowledged, acknowledge_up_to, of_this_hub, show_acknowledged
from causeway.cli.mirror_following import NOT_DONE, FollowedBank, faults_of, go_on, go_once
from causeway.cli.mirror_setting import BAD_SETTING, banks_named, hub_key, mirror_named
from causeway.cli.mirror_standing import show_standings, standing_of, standings_of
from causeway.cli.mirror_telling import Telling
from causeway.cli.output import CommandFailed, print_json
from causeway.cli.remote import access_for, client_for

if TYPE_CHECKING:
    from causeway.client import Client
    from causeway.transparency import VerifierKey

_LONGEST_WORD: Final = 500
"""As the hub takes it."""
_mirror = typer.Typer(help="Keep copies of banks of signals on this machine.", no_args_is_help=True)

Folder = Annotated[Path, typer.Argument(help="The folder with the mirrors, one for each bank.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_mirror, name="mirror")


@_mirror.callback()
def _group() -> None:
    """Keep copies of banks of signals on this machine."""


@_mirror.command(
    epilog="Examples: causeway mirror follow signals --bank 'National list' --server https://hub.example.org "
    "--as harbourline-1a2b --key-file hub.key · "
    "causeway mirror follow signals --bank 'National list' --bank 'Our own' --as harbourline-1a2b --key-file hub.key "
    "--once --json · "
    "causeway mirror follow signals --bank 'National list' --as harbourline-1a2b --key-file hub.key --leave-owed "
    "--undo undo.jsonl --metrics /var/lib/node_exporter/mirror.prom"
)
def follow(
    folder: Folder,
    bank: Annotated[
        list[str], typer.Option(help="A bank's name or its identifier; give it again for each bank of this hub.")
    ],
    as_name: As,
    server: Server = SERVER,
    key: Annotated[
        str | None, typer.Option(help="The hub's key, name+id+base64, as its keeper gave it to you.")
    ] = None,
    key_file: Annotated[Path | None, typer.Option(help="A file with the hub's key, in place of --key.")] = None,
    once: Annotated[bool, typer.Option("--once", help="Bring it up to date once, and end.")] = False,
    every: Annotated[float, typer.Option(min=1, max=3600, help="Ask for news every so many seconds.")] = 5.0,
    undid: Annotated[
        str | None,
        typer.Option(help="What to say you undid on acknowledging, in 500 characters. All who share the bank read it."),
    ] = None,
    leave_owed: Annotated[
        bool, typer.Option("--leave-owed", help="Acknowledge nothing: a person does, by `causeway mirror acknowledge`.")
    ] = False,
    undo: Annotated[
        Path | None,
        typer.Option(help="Add here, as lines of JSON, what was withdrawn, suspended, moved, regraded or disputed."),
    ] = None,
    metrics: Annotated[
        Path | None, typer.Option(help="Write figures for Prometheus here after each round (needs the extra `screen`).")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Copy banks to this machine, and keep the copies up to date within seconds until stopped. Run it again after a
    stop or a kill: it goes on where it was. While the hub is away it tries less and less often, at least once a minute.

    One folder holds the banks of several hubs: run this once for each hub. A bank with a fault does not stop the
    others. What the hub waits for you to acknowledge is acknowledged once the mirror has it.

    With several banks the exit code is that of the first that failed: 1 if the mirror is not up to
    date, must not be used, or owes what could not be acknowledged; 2 if a setting is at fault; 3 if the hub shows you
    this bank no more; 4 if name or password is wrong; 5 if the hub cannot be reached (with --once, or where it is asked
    for a bank by its name).
    """
    if metrics is not None and find_spec("prometheus_client") is None:
        raise CommandFailed("--metrics needs the extra `screen`: pip install 'causeway[screen]'", exit_code=BAD_SETTING)
    if leave_owed and undid is not None:
        raise CommandFailed("--undid is said when changes are acknowledged: leave out --leave-owed", BAD_SETTING)
    if undid is not None and not 0 < len(undid.strip()) <= _LONGEST_WORD:
        raise CommandFailed(f"--undid takes between 1 and {_LONGEST_WORD} characters", exit_code=BAD_SETTING)
    from causeway.client.following import UNDID, Follower
    from causeway.client.mirror import bank_folder

    stop, telling = _stop_when_told(), Telling(as_json=as_json, metrics=metrics)

    def followed(client: "Client", bank_id: str, verifier: "VerifierKey") -> FollowedBank:
        place = bank_folder(folder, bank_id)
        told = telling.of(bank_id, place)
        follower = Follower(
            client,
            bank_id,
            verifier,
            place,
            undid=None if leave_owed else undid or UNDID,
            undo=undo,
            on_page=told.page,
            may_go_on=lambda: not stop.is_set(),
        )
        return FollowedBank(follower, told)

    with client_for(server, access_for(as_name), pause=stop.wait) as client, faults_of(folder):
        bank_ids = banks_named(client, bank, server=server, folder=folder)
        verifier = hub_key(key, key_file, client, bank_ids[0])
        banks = [followed(client, bank_id, verifier) for bank_id in bank_ids]
        if once:
            go_once(banks)
        else:
            go_on(banks, stop=stop, every_seconds=every)


@_mirror.command(
    epilog="Examples: causeway mirror status signals · causeway mirror status signals --stale-after 15 --json · "
    "causeway mirror status signals --server https://hub.example.org --as harbourline-1a2b"
)
def status(
    folder: Folder,
    stale_after: Annotated[int, typer.Option(min=1, help="After how many minutes of silence it is stale.")] = 60,
    as_name: Annotated[
        str | None,
        typer.Option("--as", help="Ask the hub, too, what is owed, as this service. Password: CAUSEWAY_SECRET."),
    ] = None,
    server: Server = SERVER,
    as_json: AsJson = False,
) -> None:
    """Say of each bank how old its mirror is, how many signals it holds, how far it is behind, and what went wrong
    last; with --as also what you owe the hub.

    Exit code 1 if any mirror is absent, damaged, stale, behind, or its last round went wrong; 2 if there is none.
    """
    with faults_of(folder):
        standings = standings_of(folder, stale_minutes=stale_after)
    if as_name is not None:
        with client_for(server, access_for(as_name)) as client:
            owed = {each.id: each.owed for each in client.banks()}
        for each in standings:
            each.owed = owed.get(each.bank_id)
    if as_json:
        print_json({"banks": [each.as_document() for each in standings]})
    else:
        show_standings(standings, is_owed_asked=as_name is not None)
    if not all(each.is_well for each in standings):
        raise typer.Exit(NOT_DONE)


@_mirror.command(
    epilog="Example: causeway mirror acknowledge signals --undid 'Two accounts opened again' "
    "--server https://hub.example.org --as harbourline-1a2b"
)
def acknowledge(
    folder: Folder,
    undid: Annotated[
        str,
        typer.Option(
            help="What you undid, or that there was nothing, in 500 characters. All who share the bank read it."
        ),
    ],
    as_name: As,
    bank: Annotated[str | None, typer.Option(help="Of this bank alone, by its name or its identifier.")] = None,
    server: Server = SERVER,
    as_json: AsJson = False,
) -> None:
    """Acknowledge all that is owed to a hub, bank by bank, up to where each mirror is: no change that has not reached
    it.

    Exit code 1 if a mirror is damaged or without its first page, after the others are acknowledged; 3 if the hub shows
    you none of these banks.
    """
    with faults_of(folder):
        standings = standings_of(folder) if bank is None else [standing_of(mirror_named(folder, bank))]
    done: list[Acknowledged] = []
    with client_for(server, access_for(as_name)) as client, faults_of(folder):
        for standing in of_this_hub(client, standings):
            done.append(acknowledge_up_to(client, standing, undid))
            if done[-1].fault or not as_json:
                show_acknowledged(standing, done[-1], is_alone=len(standings) == 1)
    if as_json:
        print_json({"banks": [each.as_document() for each in done]})
    if any(each.fault for each in done):
        raise typer.Exit(NOT_DONE)


@_mirror.command(
    epilog="Examples: causeway mirror forget signals --bank 'National list' · "
    "causeway mirror forget signals --bank 1b4e28ba-2fa1-11d2-883f-0016d3cca427 --yes"
)
def forget(
    folder: Folder,
    bank: Annotated[str, typer.Option(help="The bank's name or its identifier, as `causeway mirror status` shows it.")],
    is_sure: Annotated[bool, typer.Option("--yes", help="Do not ask whether you are sure.")] = False,
) -> None:
    """Remove one bank's copy from this machine: its signals are reported no more, from the next look-up on. The other
    banks of the folder stay. To have it again is a first copy.

    Your organisation goes on sharing the bank, and owes a word on its withdrawals, until that is ended at the hub.
    Exit code 1 while a program follows the bank; 2 if there is no such mirror.
    """
    from causeway.client.mirror import forget as forget_mirror

    mirror = mirror_named(folder, bank)
    standing = standing_of(mirror)
    if not is_sure:
        typer.confirm(f"Remove {mirror} with its {standing.signals:,} signals?", abort=True)
    with faults_of(mirror):
        forget_mirror(folder, mirror)
    typer.echo(f"{standing.name or standing.bank_id} is forgotten: {mirror}.")


def _stop_when_told() -> Event:
    """Set once the process is told to end."""
    stop = Event()

    def told(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, told)
    return stop
