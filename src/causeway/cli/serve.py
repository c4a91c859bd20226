"""`causeway serve` and `causeway worker`."""

import os
import signal
import threading
from types import FrameType
from typing import Annotated

import typer

from causeway.cli.hub import load_hub
from causeway.cli.output import CommandFailed
from causeway.local_service import OWN_MACHINE


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(epilog="Example: causeway serve --port 8080")(serve)
    app.command(epilog="Example: causeway worker")(worker)


def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8000,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    workers: Annotated[int, typer.Option(min=1, help="Web processes.")] = 1,
    with_worker: Annotated[bool, typer.Option("--worker/--no-worker", help="Run the worker beside the web.")] = True,
) -> None:
    """Serve the site, with the worker beside it, until stopped."""
    load_hub()
    from causeway.hub.production import UnsafeProduction
    from causeway.hub.serving import Site, SiteDidNotStart

    if host not in OWN_MACHINE and not os.environ.get("CAUSEWAY_HOSTS"):
        typer.echo("Only this machine is answered: set CAUSEWAY_HOSTS to the names that others will use.", err=True)
    try:
        with Site(host=host, port=port, workers=workers, with_worker=with_worker) as site:
            typer.echo(f"Serving on {site.base_url} - stop with Ctrl+C.")
            site.wait()
    except (UnsafeProduction, SiteDidNotStart) as error:
        raise CommandFailed(str(error)) from error


def worker() -> None:
    """Do the work that is owed: examine, clear, follow, send, keep clocks. Run as many as you like."""
    load_hub()
    from causeway.hub.production import UnsafeProduction, refuse_unsafe_production
    from causeway.hub.road.queues.working.worker import run_forever

    try:
        refuse_unsafe_production()
    except UnsafeProduction as error:
        raise CommandFailed(str(error)) from error
    stop = threading.Event()

    def stop_soon(number: int, frame: FrameType | None) -> None:
        del number, frame
        stop.set()

    signal.signal(signal.SIGTERM, stop_soon)
    signal.signal(signal.SIGINT, stop_soon)
    run_forever(stop)
