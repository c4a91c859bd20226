"""How commands speak: a table for people, JSON for programs, one line for a failure."""

import json
from collections.abc import Sequence
from typing import Any

import typer
from rich.console import Console
from rich.table import Table


class CommandFailed(Exception):
    """A command could not do its work; the message says why and, where it can, what to do."""

    def __init__(self, message: str, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False, default=str))


def print_table(title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table on standard output, plain where it is not a terminal."""
    table = Table(title=title, title_justify="left", title_style="bold", header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold")  # an address or password is never cut
    for row in rows:
        table.add_row(*(str(cell) for cell in row))
    Console().print(table)
