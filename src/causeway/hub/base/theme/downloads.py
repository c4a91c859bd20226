"""A file to keep, as an answer: it bears a name, and no browser shows it in its place. The names of those that come in
are made safe here, too.
"""

from collections.abc import Iterable
from typing import Final

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

LONGEST_NAME: Final = 255
"""Of a file, as file systems have it."""


def safe_name(name: str | None, *, otherwise: str = "file") -> str:
    """The last part of a file's name, without what a terminal or page could trip over; where nothing is left,
    `otherwise`.
    """
    last = (name or "").replace("\\", "/").rpartition("/")[2]
    return "".join(character for character in last if character.isprintable())[:LONGEST_NAME] or otherwise


def download(name: str, content: bytes | str, content_type: str) -> HttpResponse:
    """The whole file."""
    return HttpResponse(content, content_type=content_type, headers=_kept_as(name))


def streamed_download(
    name: str, pieces: Iterable[bytes] | Iterable[str], content_type: str = "application/octet-stream"
) -> StreamingHttpResponse:
    """A file of any length: its pieces are read as they are sent."""
    return StreamingHttpResponse(pieces, content_type=content_type, headers=_kept_as(name))


def _kept_as(name: str) -> dict[str, str]:
    return {"Content-Disposition": content_disposition_header(True, name) or "attachment"}
