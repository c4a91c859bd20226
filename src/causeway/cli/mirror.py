"""`causeway mirror`: a copy of a hub's bank on this machine, kept up to date, asked how it stands, and acknowledged."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Final

import typer

from causeway.cli.intake import SERVER, As, AsJson, Server
from causeway.cli.mirror_setting import BAD_SETTING, bank_named, hub_key
from causeway.cli.mirror_telling import Telling, show_standing, standing_of
from causeway.cli.output import CommandFailed, print_json
from causeway.cli.remote import access_for, client_for

if TYPE_CHECKING:
    from causeway.client.following import Follower

_NOT_DONE, _ENDED = 1, 3
_NOT_FOUND: Final = 404
_LONGEST_WORD: Final = 500
"""As the hub takes it."""
_mirror = typer.Typer(help="Keep a copy of a hub's bank of signals on this machine.", no_args_is_help=True)

Folder = Annotated[Path, typer.Argument(help="The mirror's folder.")]
Bank = Annotated[str, typer.Option(help="The bank's name or its identifier.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_mirror, name="mirror")


@_mirror.callback()
def _group() -> None:
    """Keep a copy of a hub's bank of signals on this machine."""


@_mirror.command(
    epilog="Examples: causeway mirror follow signals --bank 'National list' --server https://hub.example.org "
    "--as harbourline-1a2b --key-file hub.key · "
    "causeway mirror follow signals --bank 'National list' --as harbourline-1a2b --key-file hub.key --once --json · "
    "causeway mirror follow signals --bank 'National list' --as harbourline-1a2b --key-file hub.key --leave-owed "
    "--undo undo.jsonl --metrics /var/lib/node_exporter/mirror.prom"
)
def follow(
    folder: Folder,
    bank: Bank,
    as_name: As,
    server: Server = SERVER,
    key: Annotated[
        str | None, typer.Option(help="The hub's key, name+id+base64, as its keeper gave it to you.")
    ] = None,
    key_file: Annotated[Path | None, typer.Option(help="A file with the hub's key, in place of --key.")] = None,
    once: Annotated[bool, typer.Option("--once", help="Bring it up to date once, and end.")] = False,
    every: Annotated[float, typer.Option(min=1, max=3600, help="Ask for news every so many seconds.")] = 5.0,
    undid: Annotated[
        str | None, typer.Option(help="What to say you undid when changes are acknowledged, in 500 characters.")
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
    """Copy a bank to this machine, and keep the copy up to date within seconds until stopped. Run it again after a stop
    or a kill: it goes on where it was. While the hub is away it tries less and less often, at least once a minute.

    What the hub waits for you to acknowledge is acknowledged once the mirror has it.

    Exit code 1 if the mirror is not up to date, must not be used, or owes what could not be acknowledged; 2 if a
    setting is at fault; 3 if the hub shows you this bank no more; 4 if name or password is wrong; 5 if the hub cannot
    be reached (with --once, or where it is asked for a bank by its name).
    """
    if metrics is not None and find_spec("prometheus_client") is None:
        raise CommandFailed("--metrics needs the extra `screen`: pip install 'causeway[screen]'", exit_code=BAD_SETTING)
    if leave_owed and undid is not None:
        raise CommandFailed("--undid is said when changes are acknowledged: leave out --leave-owed", BAD_SETTING)
    if undid is not None and not 0 < len(undid.strip()) <= _LONGEST_WORD:
        raise CommandFailed(f"--undid takes between 1 and {_LONGEST_WORD} characters", exit_code=BAD_SETTING)
    from causeway.client.following import UNDID, Follower

    stop, telling = _stop_when_told(), Telling(folder, as_json=as_json, metrics=metrics)
    with client_for(server, access_for(as_name), pause=stop.wait) as client, _faults(folder):
        bank_id = bank_named(client, bank, server)
        follower = Follower(
            client,
            bank_id,
            hub_key(key, key_file, client, bank_id),
            folder,
            undid=None if leave_owed else undid or UNDID,
            undo=undo,
            on_page=telling.page,
            may_go_on=lambda: not stop.is_set(),
        )
        if once:
            _go_once(follower, telling)
        else:
            follower.follow(wait=stop.wait, every_seconds=every, on_round=telling.round, on_fault=telling.fault)


def _go_once(follower: "Follower", telling: Telling) -> None:
    from causeway.client.following import Stopped

    try:
        done = follower.round()
    except Stopped:
        raise CommandFailed("stopped before the mirror was up to date; run it again to go on", _NOT_DONE) from None
    telling.round(done)
    if done.cannot_acknowledge or not done.is_whole:
        raise typer.Exit(_NOT_DONE)


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
    """Say how old the mirror is, how many signals it holds, how far it is behind, and what went wrong last; with --as
    also what you owe the hub.

    Exit code 1 if the mirror is damaged, stale, behind, or its last round went wrong; 2 if there is none.
    """
    with _faults(folder):
        standing = standing_of(folder, stale_minutes=stale_after)
    if as_name is not None:
        with client_for(server, access_for(as_name)) as client:
            owed = [each.owed for each in client.banks() if each.id == standing.bank_id]
        standing.owed = owed[0] if owed else None
    if as_json:
        print_json(standing.as_document())
    else:
        show_standing(standing, is_owed_asked=as_name is not None)
    if standing.is_stale or standing.fault:
        raise typer.Exit(_NOT_DONE)


@_mirror.command(
    epilog="Example: causeway mirror acknowledge signals --undid 'Two accounts opened again' "
    "--server https://hub.example.org --as harbourline-1a2b"
)
def acknowledge(
    folder: Folder,
    undid: Annotated[str, typer.Option(help="What you undid, or that there was nothing, in 500 characters.")],
    as_name: As,
    server: Server = SERVER,
    as_json: AsJson = False,
) -> None:
    """Acknowledge all that is owed up to where the mirror is: no change that has not reached it."""
    with _faults(folder):
        standing = standing_of(folder)
    with client_for(server, access_for(as_name)) as client:
        count = client.acknowledge_changes(standing.bank_id, up_to=standing.cursor, undid=undid)
    if as_json:
        print_json({"acknowledged": count, "up_to": standing.cursor})
        return
    typer.echo(f"{count:,} changes acknowledged, up to number {standing.cursor:,}." if count else "Nothing was owed.")


@contextmanager
def _faults(folder: Path) -> Iterator[None]:
    """What a mirror, a page or the hub has wrong with it, as a failure of the command."""
    from causeway.client import RefusedByServer
    from causeway.client.mirror import MirrorError, NoMirror, OtherSource
    from causeway.interchange.signals import SignalFormatError

    try:
        yield
    except MirrorError as error:
        is_setting = isinstance(error, (NoMirror, OtherSource))
        raise CommandFailed(f"{folder}: {error.message}", BAD_SETTING if is_setting else _NOT_DONE) from error
    except OSError as error:
        raise CommandFailed(f"{error.filename or folder}: {error.strerror}", exit_code=BAD_SETTING) from error
    except SignalFormatError as error:
        raise CommandFailed(f"refused, and nothing of it taken over: {error}", exit_code=_NOT_DONE) from error
    except RefusedByServer as error:
        if error.response_code != _NOT_FOUND:
            raise
        raise CommandFailed(
            "the hub shows you this bank no more: the agreement ended, or it is shared with you no longer. "
            f"Take {folder} out of use.",
            exit_code=_ENDED,
        ) from error


def _stop_when_told() -> Event:
    """Set once the process is told to end."""
    stop = Event()

    def told(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, told)
    return stop
