"""`causeway oversight`: the evaluator of an oversight body, which holds the key of deconfliction."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from causeway.cli.blinding import need_blinding
from causeway.cli.output import CommandFailed, print_json, print_table

if TYPE_CHECKING:
    from causeway.oversight import Keyring, Use

_oversight = typer.Typer(help="Hold the key by which forces are deconflicted without telling what they work on.")
_PER_DAY, _HUB_PER_DAY = 500, 5_000  # causeway.oversight.callers, which loads libsodium
Folder = Annotated[Path, typer.Option(help="The folder of keys, callers and audit.", file_okay=False)]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_oversight, name="oversight", no_args_is_help=True)


@_oversight.callback()
def _group() -> None:
    """Hold the key by which forces are deconflicted without telling what they work on."""


@contextmanager
def _told() -> Iterator[None]:
    """Faults of the evaluator as faults of a command."""
    need_blinding()
    from causeway.oversight import OversightError

    try:
        yield
    except OversightError as fault:
        raise CommandFailed(fault.message, exit_code=2) from fault


@_oversight.command(epilog="Example: causeway oversight key --folder /srv/evaluator")
def key(
    folder: Folder,
    retire: Annotated[int | None, typer.Option(help="Erase the key of this epoch instead of making one.")] = None,
) -> None:
    """Make the key of the next epoch, and say to which public keys you are committed.

    Publish the public keys: hubs and forces refuse an answer that was made with another key.
    """
    with _told():
        from causeway.oversight import add_epoch, load_keyring, retire_epoch

        path = _ready(folder) / "keys.json"
        if retire is None:
            add_epoch(path, now=datetime.now(UTC), random_bytes=secrets.token_bytes)
        else:
            retire_epoch(path, retire)
        keyring = load_keyring(path)
    _print_public(keyring)


@_oversight.command(epilog="Example: causeway oversight public-keys --folder /srv/evaluator")
def public_keys(folder: Folder) -> None:
    """Say to which public keys you are committed."""
    with _told():
        from causeway.oversight import load_keyring

        keyring = load_keyring(folder / "keys.json")
    _print_public(keyring)


def _print_public(keyring: "Keyring") -> None:
    rows = [(epoch, public.hex()) for epoch, public in keyring.public.items()]
    print_table("Public keys", ("Epoch", "Public key"), rows)


@_oversight.command(epilog='Example: causeway oversight caller "Kent Police" --folder /srv/evaluator')
def caller(
    name: Annotated[str, typer.Argument(help="A force, or the hub that asks on behalf of forces.")],
    folder: Folder,
    is_hub: Annotated[bool, typer.Option("--hub", help="It asks for many forces: 5,000 a day in all.")] = False,
    per_day: Annotated[int | None, typer.Option(min=1, help="Selectors a day in all.")] = None,
    per_force: Annotated[int, typer.Option(min=1, help="Selectors a day for one force.")] = _PER_DAY,
    remove: Annotated[bool, typer.Option("--remove", help="Let it in no more.")] = False,
) -> None:
    """Let a caller in, and print the token it must send; the token is kept nowhere. Restart the evaluator then."""
    with _told():
        from causeway.oversight import add_caller, remove_caller

        path = _ready(folder) / "callers.json"
        if remove:
            remove_caller(path, name)
            return
        most = per_day or (_HUB_PER_DAY if is_hub else _PER_DAY)
        typer.echo(add_caller(path, name=name, per_day=most, per_force=per_force))


@_oversight.command(epilog="Example: causeway oversight serve --folder /srv/evaluator")
def serve(
    folder: Folder,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0 takes any.")] = 8093,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
) -> None:
    """Evaluate blinded selectors for known callers, until stopped. It sees no selector and keeps no token.

    It speaks HTTP: put a reverse proxy with TLS before it where callers are on other machines.
    """
    if find_spec("waitress") is None or find_spec("prometheus_client") is None:
        raise CommandFailed("this needs the extra `deconfliction`: pip install 'causeway[deconfliction]'", exit_code=2)
    with _told():
        from causeway.oversight import AuditTrail, Evaluator, load_callers, load_keyring
        from causeway.oversight.application import EvaluatorServer

        evaluator = Evaluator(
            load_keyring(folder / "keys.json"),
            load_callers(folder / "callers.json"),
            AuditTrail(folder / "audit.jsonl"),
            random_bytes=secrets.token_bytes,
        )
    try:
        server = EvaluatorServer(evaluator, lambda: datetime.now(UTC), host=host, port=port)
    except OSError as error:
        raise CommandFailed(f"{host}:{port} cannot be listened on: {error.strerror}", exit_code=2) from error
    name = f"[{host}]" if ":" in host else host
    typer.echo(f"Evaluating on http://{name}:{server.port} - stop with Ctrl+C.")
    server.serve()


@_oversight.command(epilog="Example: causeway oversight audit --folder /srv/evaluator --days 7")
def audit(
    folder: Folder,
    days: Annotated[int, typer.Option(min=1, max=3660, help="How many days back.")] = 30,
    known: Annotated[str | None, typer.Option(help="A head that an earlier check gave, as you wrote it down.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Check that nothing was changed or cut, and say who had how many selectors evaluated.

    Compare it with the figures on the hub's oversight page: much more here than was registered there is fishing.
    Write the head down where the machine's keepers cannot reach it, and check from it next time: who may write all of
    the folder could begin the audit anew.
    """
    with _told():
        from causeway.oversight import Head, load_keyring, read_audit

        load_keyring(folder / "keys.json")  # a folder that holds no evaluator has no audit to be whole
        whole = read_audit(folder / "audit.jsonl", known=None if known is None else Head.of(known))
    uses = whole.uses(since=datetime.now(UTC) - timedelta(days=days))
    if as_json:
        print_json({"lines": whole.head.lines, "head": str(whole.head), "uses": [_stated(use) for use in uses]})
        return
    headings = ("Caller", "On behalf of", "Questions", "Selectors", "Refused")
    rows = [(use.caller, use.behalf, use.questions, use.selectors, use.refused) for use in uses]
    print_table(f"The last {days} days", headings, rows)
    typer.echo(
        f"The audit is whole up to line {whole.head.lines}. To check from here another time, write this down and"
        f" give it as --known:\n{whole.head}"
    )


def _stated(use: "Use") -> dict[str, object]:
    return {
        "caller": use.caller,
        "behalf": use.behalf,
        "questions": use.questions,
        "selectors": use.selectors,
        "refused": use.refused,
    }


def _ready(folder: Path) -> Path:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CommandFailed(f"{folder} cannot be made: {error.strerror}", exit_code=2) from error
    return folder
