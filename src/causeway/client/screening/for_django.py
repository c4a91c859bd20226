"""Django middleware: files of a form are screened as Django reads them, and the view finds the results.

Derive from it, name what it needs as class attributes, and put your class into `MIDDLEWARE`; it needs no database. No
middleware above it may read `request.POST` before.

The view finds `request.screened_files`, which is asked as `request.FILES` is: for the same field it gives what is known
of the same file, also where a form has several files in one field.
"""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponseBase
from django.http.multipartparser import MultiPartParserError
from django.utils.datastructures import MultiValueDict

from causeway.client.screening._screening import Screening
from causeway.client.screening._taking import Taking
from causeway.client.screening.bodies import ScreenedPart
from causeway.client.screening.paths import is_screened
from causeway.client.screening.results import Screened


class ScreeningMiddleware:
    """Screens the forms of `paths`, which are whole paths, or end in a slash and mean all below. A body that is no form
    is left to you: give it to `screening.screen`.
    """

    screening: ClassVar[Screening]
    paths: ClassVar[Sequence[str]]

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def on_screened(self, request: HttpRequest, parts: Sequence[ScreenedPart]) -> None:
        """Hear of a form that had files, hits or none, before the view does. What it raises, Django handles."""
        raise NotImplementedError

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """One request."""
        if is_screened(request.method or "", request.path, self.paths):
            parts: list[ScreenedPart] = []
            request.screened_parts = parts  # type: ignore[attr-defined]
            request.upload_handlers.insert(0, _ScreeningHandler(self.screening, parts, request))
        return self._get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Read the form, so that the results are there before the view begins."""
        parts: list[ScreenedPart] | None = getattr(request, "screened_parts", None)
        if parts is None:
            return
        try:
            request.FILES  # noqa: B018  # reading it is what parses the form, and fills the parts
        except MultiPartParserError:
            parts.append(ScreenedPart(field=None, screened=self.screening.broken_off(detail="bad_form")))
            self.on_screened(request, parts)
            raise
        files = MultiValueDict[str, Screened]()
        for part in parts:
            files.appendlist(part.field or "", part.screened)
        request.screened_files = files  # type: ignore[attr-defined]
        if parts:
            self.on_screened(request, parts)


class _ScreeningHandler(FileUploadHandler):
    """Sees each piece of each file, and hands it on to Django's own handlers."""

    def __init__(self, screening: Screening, parts: list[ScreenedPart], request: HttpRequest) -> None:
        super().__init__(request)
        self._screening, self._parts = screening, parts
        self._taking: Taking | None = None

    def new_file(self, *given: Any, **named: Any) -> None:
        """A file begins."""
        super().new_file(*given, **named)
        self._taking = self._screening.taking()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002  # Django's signature
        """A piece of it."""
        if self._taking is not None and not self._taking.is_too_large:
            self._taking.take(raw_data)
        return raw_data

    def file_complete(self, file_size: int | None) -> None:  # noqa: ARG002  # Django's signature
        """It ends; another handler keeps it."""
        if self._taking is not None:
            with self._taking as taking:
                screened = self._screening.finish(taking)
            self._parts.append(ScreenedPart(field=self.field_name, screened=screened))
            self._taking = None

    def upload_interrupted(self) -> None:
        """It breaks off."""
        if self._taking is not None:
            self._taking.close()
            self._taking = None
