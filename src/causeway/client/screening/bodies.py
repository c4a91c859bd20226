"""Screens what stands in a request's body while it passes by: each file of a form, or a body that is one file.

Memory stays bounded whatever the body says of itself: a piece is parsed as it comes, no part is collected, and parts
are counted. Types and names that the sender states are never believed. What is wrong with a body is a fault.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import multipart

from causeway.client.screening._screening import Screening
from causeway.client.screening._taking import Taking
from causeway.client.screening.results import Screened

MOST_FILES: Final = 100
MOST_PARTS: Final = 1000
"""As many files and fields as Django takes in one form."""
_FORM: Final = "multipart/form-data"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenedPart:
    """One file of a body. `field` is the form's, None for a body that is one file, or one that is broken."""

    field: str | None
    screened: Screened


class BodyScreening:
    """One body on its way. `content_type` and `content_encoding` are its headers' values.

    A body that is no form is taken as one file. It is for one thread at a time; close it in the end. `is_over`: it
    takes no more pieces; `is_told`: its results were given.
    """

    def __init__(self, screening: Screening, *, content_type: str, content_encoding: str = "") -> None:
        self._screening = screening
        self._parts: list[ScreenedPart] = []
        self._field: str | None = None
        self._taking: Taking | None = None
        self._parser: multipart.PushMultipartParser | None = None
        self.is_over = self.is_told = False
        self._begin(content_type, content_encoding)

    def feed(self, piece: bytes) -> None:
        """The next piece of the body."""
        if self.is_over or not piece:
            return
        if self._parser is None:
            self._take(piece)
            return
        try:
            self._follow(self._parser.parse(piece))
        except multipart.MultipartError:
            self._break_off("bad_form")

    def finish(self) -> tuple[ScreenedPart, ...]:
        """What is known of all files, once the whole body was fed."""
        self.is_told = True
        if not self.is_over and self._parser is not None:
            try:
                self._parser.close()
            except multipart.MultipartError:
                self._break_off("bad_form")
        elif not self.is_over:
            self._end_part()
        self.close()
        return tuple(self._parts)

    def close(self) -> None:
        """Forget what is under way."""
        self.is_over = True
        if self._taking is not None:
            self._taking.close()
            self._taking = None

    def _begin(self, content_type: str, content_encoding: str) -> None:
        kind, options = multipart.parse_options_header(content_type)
        if content_encoding.strip().lower() not in ("", "identity"):
            self._break_off("content_encoding")
        elif kind.lower() != _FORM:
            self._taking = self._screening.taking()
        else:
            try:
                self._parser = multipart.PushMultipartParser(options.get("boundary", ""), max_segment_count=MOST_PARTS)
            except (multipart.MultipartError, ValueError):
                self._break_off("bad_form")

    def _follow(self, events: Iterable[object]) -> None:
        for event in events:
            if isinstance(event, multipart.MultipartSegment):
                self._begin_part(event)
            elif event is None:
                self._end_part()
            elif isinstance(event, bytes | bytearray):
                self._take(event)
            if self.is_over:
                return

    def _begin_part(self, part: multipart.MultipartSegment) -> None:
        """A part is a file where its header speaks of a file name in any spelling; else it is a field of text."""
        if "filename" not in part.header("Content-Disposition", "").lower():
            return
        if len(self._parts) >= MOST_FILES:
            self._break_off("too_many_files")
            return
        self._field, self._taking = part.name, self._screening.taking()

    def _take(self, piece: bytes | bytearray) -> None:
        if self._taking is not None and not self._taking.is_too_large:
            self._taking.take(piece)

    def _end_part(self) -> None:
        if self._taking is None:
            return
        with self._taking as taking:
            screened = self._screening.finish(taking)
        self._parts.append(ScreenedPart(field=self._field, screened=screened))
        self._field = self._taking = None

    def _break_off(self, detail: str) -> None:
        self._parts.append(ScreenedPart(field=None, screened=self._screening.broken_off(detail=detail)))
        self.close()
