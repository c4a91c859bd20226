"""`causeway match`: lists of known files offered to other programs over HTTP; what stands beside it is elsewhere."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from causeway.cli import match_build, match_explain
from causeway.cli.output import CommandFailed
from causeway.cli.token_file import read_token
from causeway.interchange.hashlists import CategoryScheme
from causeway.local_service import OWN_MACHINE

if TYPE_CHECKING:
    from causeway.scanning.known import KnownFiles

_match = typer.Typer(help="Compare hashes with lists of known files, and with one another.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_match, name="match")


@_match.callback()
def _group() -> None:
    """Compare hashes with lists of known files, and with one another."""


@_match.command(
    epilog="Examples: causeway match serve --against known.csv · "
    "causeway match serve --against known.csv --against force.json --host 0.0.0.0 --token-file token.txt"
)
def serve(
    against: Annotated[
        list[Path],
        typer.Option(
            help="A list of known files, CSV or VICS of any version or built by `match build`; several may be given."
        ),
    ],
    scheme: Annotated[
        CategoryScheme, typer.Option(help="By which scheme the lists grade, where they do not say.")
    ] = CategoryScheme.UNSTATED,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0 takes any.")] = 8090,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    threads: Annotated[int | None, typer.Option(min=1, max=256, help="Requests at once; else two a core.")] = None,
    token_file: Annotated[
        Path | None, typer.Option(help="A file with the token that callers must send; needed beyond this machine.")
    ] = None,
) -> None:
    """Answer over HTTP whether hashes stand in lists, until stopped. No hub and no database is needed.

    POST /v1/match takes {"pdq": "..."} or {"queries": [...], "radius": 31}; GET /metrics is for Prometheus. A hang-up
    signal (kill -HUP) reads the lists anew.
    """
    if find_spec("waitress") is None or find_spec("prometheus_client") is None:
        raise CommandFailed("the service needs the extra `match`: pip install 'causeway[match]'", exit_code=2)
    from causeway.matching import PROCESSORS
    from causeway.scanning.lists import UnreadableList, load_lists
    from causeway.scanning.matching_service.serving import MatchServer

    token = read_token(token_file)
    if token is None and host not in OWN_MACHINE:
        raise CommandFailed("beyond this machine callers must send a token: give --token-file FILE", exit_code=2)

    def load() -> "KnownFiles":
        return load_lists(against, scheme=scheme)

    def say(error: Exception) -> None:
        reason = str(error) if isinstance(error, UnreadableList) else type(error).__name__
        typer.echo(f"The lists were not read anew, the old ones stay: {reason}", err=True)

    try:
        server = MatchServer(
            load,
            host=host,
            port=port,
            threads=threads or 2 * PROCESSORS,
            token=token,
            on_failed_reload=say,
        )
    except UnreadableList as error:
        raise CommandFailed(error.message, exit_code=2) from error
    except OSError as error:
        raise CommandFailed(f"{host}:{port} cannot be listened on: {error.strerror}", exit_code=2) from error
    name = f"[{host}]" if ":" in host else host
    typer.echo(f"Matching on http://{name}:{server.port} - stop with Ctrl+C.")
    server.serve()


_match.command(
    epilog="Examples: causeway match explain one.jpg other.jpg · causeway match explain --json one.jpg "
    + "0f1e2d3c" * 8
)(match_explain.explain)
_match.command(
    epilog="Examples: causeway match build national.json --out known.causeway · "
    "causeway match build national.csv force.json --scheme uk --out known.causeway"
)(match_build.build)
