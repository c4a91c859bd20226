"""How commands speak: a table for people, JSON for programs, one line for a failure."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import typer

from causeway.lasting import written_lastingly
from causeway.printable import printable


class CommandFailed(Exception):
    """A command could not do its work; the message says why and, where it can, what to do."""

    def __init__(self, message: str, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code


@contextmanager
def written_whole(path: Path, exit_code: int = 1) -> Iterator[BinaryIO]:
    """A file to write to that takes the place of `path` when all is written, and leaves it alone otherwise. A link is
    followed, and what is written may be read by its owner alone.

    Raises:
        CommandFailed: it cannot be written; the command ends with `exit_code` then.
    """
    try:
        with written_lastingly(path.resolve()) as file:
            yield file
    except OSError as error:
        raise CommandFailed(f"{path} cannot be written: {error.strerror}", exit_code) from error


def read_text(path: Path) -> str:
    """A file that somebody named, as UTF-8.

    Raises:
        CommandFailed: it is not there, or no text; the command ends with 2 then.
    """
    try:
        return path.read_text("utf-8")
    except OSError as fault:
        raise CommandFailed(f"{path} cannot be read: {fault.strerror}", exit_code=2) from fault
    except UnicodeDecodeError as fault:
        raise CommandFailed(f"{path} is no text in UTF-8", exit_code=2) from fault


def print_json(value: Any) -> None:
    """One JSON document on standard output; what would steer a terminal is escaped in it."""
    document = json.dumps(value, indent=2, ensure_ascii=False, default=str)
    steers = printable(document, kept="\n") != document
    typer.echo(json.dumps(value, indent=2, default=str) if steers else document)


def print_table(title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table on standard output, plain where it is not a terminal. No cell can steer the terminal."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    def text(words: object) -> Text:
        return Text(printable(str(words), kept="\n"))

    table = Table(title=text(title), title_justify="left", title_style="bold", header_style="bold")
    for heading in headings:
        table.add_column(text(heading), overflow="fold")  # an address or password is never cut
    for row in rows:
        table.add_row(*map(text, row))  # a bracket in somebody's words is no markup
    Console().print(table)
