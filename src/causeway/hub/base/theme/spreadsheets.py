"""A file that people open in a spreadsheet, as an answer."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse, StreamingHttpResponse

from causeway.hub.base.theme.downloads import download, streamed_download
from causeway.interchange.spreadsheets import csv_lines

_CSV = "text/csv; charset=utf-8"


def csv_download(
    name: str, heading: Sequence[str], rows: Iterable[Sequence[object]], *, has_byte_order_mark: bool = False
) -> HttpResponse:
    """A CSV file of this name, to keep. With a byte order mark a spreadsheet needs no telling that it is UTF-8."""
    content = "".join(csv_lines(heading, rows)).encode("utf-8-sig" if has_byte_order_mark else "utf-8")
    return download(name, content, _CSV)


def csv_stream(name: str, heading: Sequence[str], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """The same of any length: rows are read as they are sent."""
    return streamed_download(name, csv_lines(heading, rows), _CSV)
