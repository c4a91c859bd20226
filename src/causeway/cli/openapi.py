"""`causeway openapi`: the API's description."""

import json
from pathlib import Path
from typing import Annotated

import typer

from causeway.cli.hub import load_settings
from causeway.cli.output import written_whole


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: causeway openapi > openapi.json")(openapi)


def openapi(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file instead of standard output.")
    ] = None,
) -> None:
    """Print the OpenAPI 3.1 description of the API under /api/v1/."""
    load_settings()
    from causeway.hub.api import api

    text = json.dumps(api.get_openapi_schema(), indent=2, ensure_ascii=False)
    if output is None:
        typer.echo(text)
    else:
        with written_whole(output) as file:
            file.write(f"{text}\n".encode())
