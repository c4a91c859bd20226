"""A file that people open in a spreadsheet: its cells, its lines, and the answer that brings it."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse

from causeway.hub.base.theme.downloads import download, streamed_download

_CSV = "text/csv; charset=utf-8"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet runs a cell that begins with one of these as a formula (OWASP, CSV injection)."""


class _Echo:
    """Gives back what the CSV writer writes."""

    def write(self, text: str) -> str:
        return text


def csv_download(
    name: str, heading: Sequence[str], rows: Iterable[Sequence[object]], *, has_byte_order_mark: bool = False
) -> HttpResponse:
    """A CSV file of this name, to keep. With a byte order mark a spreadsheet needs no telling that it is UTF-8."""
    content = "".join(csv_lines(heading, rows)).encode("utf-8-sig" if has_byte_order_mark else "utf-8")
    return download(name, content, _CSV)


def csv_stream(name: str, heading: Sequence[str], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """The same of any length: rows are read as they are sent."""
    return streamed_download(name, csv_lines(heading, rows), _CSV)


def csv_lines(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """One line a row, each cell safe; rows are read as the lines are taken."""
    writer: Any = csv.writer(_Echo())
    yield writer.writerow([cell(value) for value in heading])
    for row in rows:
        yield writer.writerow([cell(value) for value in row])


def cell(value: object) -> str:
    """The value as text that no spreadsheet takes for a formula. Nothing for None, "yes" or "no" for a claim; a number
    keeps its sign.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    return f"'{text}" if not isinstance(value, int | float) and text.startswith(_FORMULA_STARTS) else text
