"""How long a request's body may be, and what to do with one that does not say.

Nothing of a body is read before its length is known to be taken. Doors that take files take long ones, and only from
somebody they know, where they can: a door with a credential looks at it first and calls `take_body` then, a page
says by `takes_body` what it takes from members; whatever says nothing takes a form's length.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.shortcuts import render
from django.utils.translation import gettext as _

from causeway.hub.base.acting.errors import HubError
from causeway.hub.base.vault.uploading import passing_place

LONGEST_FORM_BYTES = 2 * 1024**2
"""A form of texts and rows, filled to the brim, has less than one (our choice)."""

FORM_ROOM_BYTES = 64 * 1024
"""What a form needs beside its files."""

_READ_BYTES = 1 << 16
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
_ATTRIBUTE = "longest_body"
_JSON_API = "ninja"
"""The application whose views ninja makes; it calls `take_body` itself, once it knows who asks."""

V = TypeVar("V", bound=Callable[..., Any])


class BodyTooLarge(HubError):
    """The body is longer than may be sent here."""

    code = "body_too_large"
    status = 413


@dataclass(frozen=True, slots=True)
class _Longest:
    """How long a view's body may be; None where the view looks for itself."""

    length_bytes: int | None
    for_members_only: bool


def takes_body(length_bytes: int | None, *, of_anybody: bool = False) -> Callable[[V], V]:
    """Mark a view as one that takes bodies so long from members, or from anybody; with None it calls `take_body`
    itself. It stands above every other decorator.
    """

    def mark(view: V) -> V:
        setattr(view, _ATTRIBUTE, _Longest(length_bytes, for_members_only=not of_anybody))
        return view

    return mark


def declared_length(request: HttpRequest) -> int:
    """How long the request says that its body is; 0 where it says nothing."""
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isascii() and text.isdigit() else 0


def take_body(request: HttpRequest, longest_bytes: int) -> None:
    """Refuse a body that is longer; one of unknown length is read here, no further than that.

    Django takes a body without a length for an empty one. Where the server says that the stream ends by itself
    (`wsgi.input_terminated`), the body was sent in pieces (RFC 9112, section 7.1).

    Raises:
        BodyTooLarge: it is longer.
        UnreadablePostError: it ended early.
        OSError: there is no room for it.
    """
    if declared_length(request) > longest_bytes:
        raise BodyTooLarge(_("This is longer than may be sent here."))
    is_open_ended = request.META.get("wsgi.input_terminated") and not request.META.get("CONTENT_LENGTH")
    if request.method in _WITH_BODY and is_open_ended:
        _read_to_its_end(request, longest_bytes)


def _read_to_its_end(request: HttpRequest, longest_bytes: int) -> None:
    kept, length, stream = passing_place(), 0, request.META["wsgi.input"]
    while piece := _next_piece(stream):
        length += len(piece)
        if length > longest_bytes:
            raise BodyTooLarge(_("This is longer than may be sent here."))
        kept.write(piece)
    kept.seek(0)
    request.META["CONTENT_LENGTH"] = str(length)
    request._stream = kept  # type: ignore[assignment]  # noqa: SLF001 Django offers no other way


def _next_piece(stream: Any) -> bytes:
    try:
        piece: bytes = stream.read(_READ_BYTES)
    except OSError as fault:
        raise UnreadablePostError(*fault.args) from fault
    return piece


class BodyMiddleware:
    """Holds every view to what it takes. It stands above the check against forged requests, which reads forms."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_arguments: object) -> HttpResponse | None:
        """Refuse a body that is too long before anything reads it. The middlewares below have found out who asks."""
        marked = getattr(view, _ATTRIBUTE, _Longest(LONGEST_FORM_BYTES, for_members_only=False))
        match = request.resolver_match
        if marked.length_bytes is None or (match is not None and _JSON_API in match.app_names):
            return None
        is_known = not marked.for_members_only or getattr(request, "actor", None) is not None
        try:
            take_body(request, marked.length_bytes if is_known else LONGEST_FORM_BYTES)
        except BodyTooLarge as fault:
            return render(request, "organisations/refused.html", {"message": fault.message}, status=fault.status)
        return None
