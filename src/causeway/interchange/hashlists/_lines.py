"""Cuts an untrusted CSV file into records: bounded lines, quoted fields over several lines, any common encoding and
delimiter.
"""

import codecs
import csv
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

LONGEST_LINE_BYTES: Final = 1 << 20
"""No honest row comes near; the rest of a longer line is skipped."""
_MOST_JOINED_LINES: Final = 50
"""A note may run over lines; an open quote must not swallow the list."""
_DELIMITERS: Final = ",;\t|"
_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class _Line(NamedTuple):
    """A decoded line and its number, from 1; None where it is too long. `is_ended` says that a line end follows."""

    number: int
    text: str | None
    is_ended: bool = True


class Record(NamedTuple):
    """The line at which a record begins, from 1, and its cells; None where it cannot be read. `is_ended` says that a
    line end follows its first line: only of the file's last one this may be untrue.
    """

    number: int
    cells: list[str] | None
    is_ended: bool = True


def records(stream: BinaryIO) -> Iterator[Record]:
    """The records of the file in order; empty lines are left out."""
    lines = _Lines(stream)
    delimiter: str | None = None
    while (taken := lines.take()) is not None:
        number, text, is_ended = taken
        if text is not None and not text.strip():
            continue
        if delimiter is None and text is not None:
            delimiter = max(_DELIMITERS, key=text.count)
        yield Record(number, _cells(text, lines, delimiter or ","), is_ended)


class _Lines:
    """Decoded lines with their numbers, some of which may be put back."""

    def __init__(self, stream: BinaryIO) -> None:
        self._source = _decoded(stream)
        self._returned: deque[_Line] = deque()

    def take(self) -> _Line | None:
        return self._returned.popleft() if self._returned else next(self._source, None)

    def put_back(self, taken: list[_Line]) -> None:
        self._returned.extendleft(reversed(taken))


def _decoded(stream: BinaryIO) -> Iterator[_Line]:
    """Each line. What is not valid in the encoding becomes U+FFFD."""
    start = stream.readline(LONGEST_LINE_BYTES)
    mark, encoding = next((found for found in _BYTE_ORDER_MARKS if start.startswith(found[0])), (b"", "utf-8"))
    if encoding != "utf-8":
        yield from _decoded_utf16(stream, start[len(mark) :], encoding)
        return
    line, number = start[len(mark) :], 1
    while line:
        is_whole = line.endswith(b"\n") or len(line) < LONGEST_LINE_BYTES - len(mark)
        text = line.decode(errors="replace").rstrip("\r\n") if is_whole else None
        yield _Line(number, text, is_ended=not is_whole or line.endswith(b"\n"))
        while not is_whole:
            line = stream.readline(LONGEST_LINE_BYTES)
            is_whole = line.endswith(b"\n") or len(line) < LONGEST_LINE_BYTES
        line, number = stream.readline(LONGEST_LINE_BYTES), number + 1


def _decoded_utf16(stream: BinaryIO, start: bytes, encoding: str) -> Iterator[_Line]:
    """As spreadsheets save "Unicode text": line ends are two bytes, so that lines are cut after decoding."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    number, kept = 1, decoder.decode(start)
    while chunk := stream.read(LONGEST_LINE_BYTES // 4):
        *lines, kept = (kept + decoder.decode(chunk)).split("\n")
        for line in lines:
            yield _Line(number, line.rstrip("\r"))
            number += 1
        if len(kept) > LONGEST_LINE_BYTES:
            kept = "\ufffd"
    *lines, last = kept.split("\n")
    for line in lines:
        yield _Line(number, line.rstrip("\r"))
        number += 1
    yield _Line(number, last.rstrip("\r"), is_ended=False)


def _cells(text: str | None, lines: _Lines, delimiter: str) -> list[str] | None:
    """The cells of a record that begins with this line. Lines that an open quote would swallow in vain are put back."""
    taken: list[_Line] = []
    while text is not None:
        cells = _parse(text, delimiter)
        if cells is not None:
            return cells
        following = lines.take() if len(taken) < _MOST_JOINED_LINES else None
        if following is None:
            break
        taken.append(following)
        text = None if following.text is None else f"{text}\n{following.text}"
    lines.put_back(taken)
    return None


def _parse(text: str, delimiter: str) -> list[str] | None:
    if '"' not in text and "\r" not in text and len(text) < csv.field_size_limit():
        return [cell.strip() for cell in text.split(delimiter)]
    try:
        rows = list(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return [cell.strip() for cell in rows[0]] if len(rows) == 1 else None
