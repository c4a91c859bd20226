"""JSON as a stream of events with bounds: a file of gigabytes is read in the memory of its largest row.

`ijson` cuts the bytes into events; here they become values, and every error of it becomes ours. A row that is deeper
or larger than any honest one ends the reading.
"""

import codecs
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

import ijson

from causeway.interchange.vics.errors import VicsDamaged

LARGEST_ROW_BYTES: Final = 64 * 1024 * 1024
"""A medium found in hundreds of thousands of places still fits."""
DEEPEST: Final = 32
"""The data model nests four deep."""
_BUFFER_BYTES: Final = 1 << 16

Event = tuple[str, Any]


class Events:
    """The events of one JSON document, to take one by one."""

    def __init__(self, stream: BinaryIO) -> None:
        self._source = _Bounded(stream)
        # Machine numbers: for decimals, ijson's C code goes on with an exception pending where a number is endless.
        self._events: Iterator[Event] = iter(ijson.basic_parse(self._source, buf_size=_BUFFER_BYTES, use_float=True))
        self.row = 0

    def take(self) -> Event:
        """The next event; VicsDamaged where there is none or the JSON is broken."""
        try:
            return next(self._events)
        except StopIteration:
            raise VicsDamaged("cut_short", f"the file ends in row {self.row}") from None
        except ijson.JSONError:
            raise VicsDamaged("bad_json", f"the file is no valid JSON after row {self.row}") from None
        except ValueError:  # a lone surrogate
            raise VicsDamaged("bad_json", f"the file holds a value that cannot be read after row {self.row}") from None

    def begin_row(self) -> int:
        """Count a row, and allow the next one its full size."""
        self.row += 1
        self.allow_full_size()
        return self.row

    def allow_full_size(self) -> None:
        """Let what comes next be as large as a row may be."""
        self._source.begin()

    def build(self, event: Event, depth: int = 0) -> Any:
        """The value that begins with an event already taken."""
        kind, value = event
        if depth > DEEPEST:
            raise VicsDamaged("too_deep", f"row {self.row} is nested deeper than {DEEPEST}")
        if kind == "start_map":
            return {key: self.build(each, depth + 1) for key, each in self.members()}
        if kind == "start_array":
            return [self.build(each, depth + 1) for each in self.items()]
        return value

    def members(self) -> Iterator[tuple[str, Event]]:
        """The members of an object whose start was taken: each key with its value's first event.

        The caller takes the rest of each value before it asks for the next member.
        """
        while (event := self.take())[0] != "end_map":
            yield event[1], self.take()

    def items(self) -> Iterator[Event]:
        """The first event of each item of an array whose start was taken; the caller takes the rest of each."""
        while (event := self.take())[0] != "end_array":
            yield event


class _Bounded:
    """The file without its byte order mark; it refuses to go on when one row takes too much."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._is_at_start = True
        self._since_row = 0

    def begin(self) -> None:
        self._since_row = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        if self._is_at_start and data:
            self._is_at_start = False
            if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                raise VicsDamaged("encoding", "the file is not in UTF-8")
            data = data.removeprefix(codecs.BOM_UTF8) or self._stream.read(size)
        self._since_row += len(data)
        if self._since_row > LARGEST_ROW_BYTES + _BUFFER_BYTES:
            raise VicsDamaged("row_too_large", f"a row is larger than {LARGEST_ROW_BYTES} bytes")
        return data
