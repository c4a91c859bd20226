"""`causeway screen serve`: uploads screened for other programs over HTTP."""

from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from causeway.cli.output import CommandFailed
from causeway.cli.token_file import read_token

if TYPE_CHECKING:
    from causeway.client.screening import IndexFile

_MIB: Final = 1024 * 1024
_screen = typer.Typer(help="Compare uploads with the signals on this machine.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_screen, name="screen")


@_screen.callback()
def _group() -> None:
    """Compare uploads with the signals on this machine."""


@_screen.command(
    epilog="Examples: causeway screen serve --mirror signals · "
    "causeway screen serve --mirror signals --review-faults --stale-after 15 · "
    "causeway screen serve --pdq-index list.pdq --host 0.0.0.0 --token-file token.txt"
)
def serve(
    mirror: Annotated[Path | None, typer.Option(help="The mirror's folder; it may come to be there later.")] = None,
    pdq_index: Annotated[Path | None, typer.Option(help="A saved index of PDQ hashes.")] = None,
    stale_after: Annotated[int, typer.Option(min=1, help="After how many minutes of silence a mirror is stale.")] = 60,
    withhold_after: Annotated[
        int | None,
        typer.Option(min=1, help="After how many minutes of silence a mirror's hits are withheld; else never."),
    ] = None,
    review_faults: Annotated[
        bool, typer.Option(help="Ask for a person too where an upload could not be screened whole.")
    ] = False,
    largest_mib: Annotated[int, typer.Option(min=1, help="The largest upload, in MiB.")] = 256,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0 takes any.")] = 8091,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    examiners: Annotated[
        int | None, typer.Option(min=1, max=256, help="Processes that decode; else one a core.")
    ] = None,
    token_file: Annotated[
        Path | None, typer.Option(help="A file with the token that callers must send; needed beyond this machine.")
    ] = None,
) -> None:
    """Screen uploads over HTTP until stopped. No hub and no database is needed, and nothing leaves this machine.

    POST /v1/uploads takes a file; /v1/digests {"md5": "...", "pdq": "..."}; /v1/accounts {"service": "...", "handle":
    "..."}; /v1/urls {"url": "..."}; /v1/texts {"text": "..."}. GET /metrics is for Prometheus.
    A hit is never proof and blocks nothing: it asks for a person.
    """
    if find_spec("waitress") is None or find_spec("prometheus_client") is None:
        raise CommandFailed("the service needs the extra `screen`: pip install 'causeway[screen]'", exit_code=2)
    from causeway.client.screening import MOST_WAITING, Screening, ScreeningError, WhenNotScreened
    from causeway.client.screening_service.serving import ScreenServer
    from causeway.local_service import OWN_MACHINE
    from causeway.matching import PROCESSORS

    token = read_token(token_file)
    if token is None and host not in OWN_MACHINE:
        raise CommandFailed("beyond this machine callers must send a token: give --token-file FILE", exit_code=2)
    count = examiners or PROCESSORS
    try:
        screening = Screening(
            mirror,
            indexes=[_index(pdq_index)] if pdq_index else [],
            stale_after=timedelta(minutes=stale_after),
            withhold_after=None if withhold_after is None else timedelta(minutes=withhold_after),
            when_not_screened=WhenNotScreened.ASK_REVIEW if review_faults else WhenNotScreened.LET_THROUGH,
            largest_bytes=largest_mib * _MIB,
            examiners=count,
        )
    except ScreeningError as error:
        raise CommandFailed(error.message, exit_code=2) from error
    with screening:
        try:
            server = ScreenServer(
                screening,
                host=host,
                port=port,
                threads=count + MOST_WAITING,
                largest_bytes=largest_mib * _MIB,
                token=token,
            )
        except OSError as error:
            raise CommandFailed(f"{host}:{port} cannot be listened on: {error.strerror}", exit_code=2) from error
        name = f"[{host}]" if ":" in host else host
        typer.echo(f"Screening on http://{name}:{server.port} - stop with Ctrl+C.")
        server.serve()


def _index(path: Path) -> "IndexFile":
    from causeway.client.screening import IndexFile
    from causeway.matching import BadIndexFile
    from causeway.vocabulary.signals import SignalKind

    try:
        return IndexFile(path, SignalKind.PDQ, organisation=path.name)
    except BadIndexFile as error:
        raise CommandFailed(f"{path}: {error.message}", exit_code=2) from error
    except OSError as error:
        raise CommandFailed(f"{path} cannot be read: {error.strerror}", exit_code=2) from error
