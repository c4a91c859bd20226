"""From a request to typed values: JSON alone, or a multipart form of one JSON part and files, which stream into the
vault.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar, cast

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from pydantic import TypeAdapter, ValidationError

from causeway.hub.base.acting.errors import HubError, Invalid
from causeway.hub.base.acting.problems import FieldFault, InvalidBody, faults_of
from causeway.hub.base.vault.bodies import FORM_ROOM_BYTES, BodyTooLarge, declared_length, take_body
from causeway.hub.base.vault.errors import VaultUnavailable
from causeway.hub.base.vault.sealing import Written, discard, write_sealed
from causeway.hub.road.intake.import_parsing import LONGEST_REFERENCE
from causeway.hub.road.intake.offer import Repeatable
from causeway.vocabulary.referral import Attachment

LONGEST_JSON_BYTES = 10_000_000
"""As long as a CyberTipline document may be."""

LARGEST_FILE_BYTES = 4 * 1024**3
"""As at the CyberTipline-compatible door."""

LONGEST_BODY_BYTES = LARGEST_FILE_BYTES + LONGEST_JSON_BYTES + FORM_ROOM_BYTES
"""A form's: its files together are no larger than one may be."""

EXTERNAL_REFERENCE = "external_reference"
IDEMPOTENCY_HEADER = "Idempotency-Key"
_READ_BYTES = 1 << 18

T = TypeVar("T")


class UnsupportedBody(HubError):
    """The body is of a type that the operation does not take."""

    code = "unsupported_media_type"
    status = 415


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFile:
    """A file of a form, sealed."""

    name: str
    written: Written


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent(Generic[T]):
    """What was sent: the value, its files in order, and the idempotency key, where there is one."""

    value: T
    raw: bytes
    files: tuple[SentFile, ...]
    repeatable: Repeatable | None


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


@contextmanager
def sent(request: HttpRequest, kind: type[T], *, part: str) -> Iterator[Sent[T]]:
    """The request's value and files. Where the block ends in a refusal, or in a repeat, the files are removed again.

    Raises:
        InvalidBody, UnsupportedBody, BodyTooLarge: the body is at fault.
        VaultError: the files cannot be kept.
    """
    try:
        raw, uploads = _parts(request, part)
        value: T = _adapter(cast("Any", kind)).validate_json(raw, strict=True)
    except ValidationError as fault:
        raise InvalidBody(faults_of(fault)) from None
    files: list[SentFile] = []
    try:
        for upload in uploads:
            written = write_sealed(upload.chunks(_READ_BYTES), limit_bytes=LARGEST_FILE_BYTES)
            files.append(SentFile(name=upload.name or "", written=written))
        yield Sent(value=value, raw=raw, files=tuple(files), repeatable=_repeatable(request, raw, files))
    except HubError:
        # Only a refusal proves that the rows were not committed; after any other fault the sweep decides.
        drop(files)
        raise


def external_reference(request: HttpRequest) -> str:
    """By which another clearing-house knows the referral; a form's own text, empty where none was sent.

    Raises:
        Invalid: it is too long, or not printable.
    """
    text = request.POST.get(EXTERNAL_REFERENCE, "").strip()
    if len(text) > LONGEST_REFERENCE or not text.isprintable():
        fault = _("This is a reference of at most %(most)s printable characters.") % {"most": LONGEST_REFERENCE}
        raise Invalid(fault, field=EXTERNAL_REFERENCE)
    return text


def take_api_body(request: HttpRequest) -> None:
    """Let the body of a request be read, once it is known who asks.

    Raises:
        BodyTooLarge, InvalidBody: it is too long, or ended early.
        VaultError: it cannot be kept.
    """
    with _read_failures():
        take_body(request, LONGEST_BODY_BYTES)


@contextmanager
def _read_failures() -> Iterator[None]:
    try:
        yield
    except UnreadablePostError as fault:
        raise InvalidBody([FieldFault(field="body", fault=_("The body ended early."))]) from fault
    except OSError as fault:
        raise VaultUnavailable(_("The files cannot be kept now. Send them again later.")) from fault


def drop(files: list[SentFile] | tuple[SentFile, ...]) -> None:
    """Remove sealed files that no row will name."""
    for file in files:
        discard(file.written)


def place_by_name(attachments: tuple[Attachment, ...], files: tuple[SentFile, ...]) -> list[int | None]:
    """For each file the place of the attachment of its name, or None: then its digest or the end decides."""
    places: list[int | None] = []
    for file in files:
        same = [
            index
            for index, attachment in enumerate(attachments)
            if file.name in (attachment.name, attachment.original_name)
            and attachment.sha256 in (None, file.written.facts.sha256)
            and index not in places
        ]
        places.append(same[0] if file.name and same else None)
    return places


def _parts(request: HttpRequest, part: str) -> tuple[bytes, "list[UploadedFile[Any]]"]:
    if request.content_type == "application/json":
        if declared_length(request) > LONGEST_JSON_BYTES:
            raise BodyTooLarge(_("The JSON is longer than %(most)s bytes.") % {"most": LONGEST_JSON_BYTES})
        with _read_failures():
            return request.body, []
    if request.content_type == "multipart/form-data":
        return _form(request, part)
    raise UnsupportedBody(_("Send application/json, or multipart/form-data with files."))


def _form(request: HttpRequest, part: str) -> tuple[bytes, "list[UploadedFile[Any]]"]:
    try:
        with _read_failures():
            text, json_file = request.POST.get(part), request.FILES.get(part)
            uploads = request.FILES.getlist("files")
    except (MultiPartParserError, SuspiciousOperation) as fault:
        raise InvalidBody([FieldFault(field="body", fault=_("This cannot be read as a form."))]) from fault
    if json_file is not None:
        if (json_file.size or 0) > LONGEST_JSON_BYTES:
            raise BodyTooLarge(_("The JSON is longer than %(most)s bytes.") % {"most": LONGEST_JSON_BYTES})
        return json_file.read(), uploads
    if text is None:
        raise InvalidBody([FieldFault(field=part, fault=_("This part is missing."))])
    return text.encode("utf-8", "surrogatepass"), uploads


def _repeatable(request: HttpRequest, raw: bytes, files: list[SentFile]) -> Repeatable | None:
    key = request.headers.get(IDEMPOTENCY_HEADER)
    if key is None:
        return None
    digest = hashlib.sha256(f"{request.method} {request.path}\n".encode())
    digest.update(hashlib.sha256(raw).digest())
    for file in files:
        digest.update(f"{file.name}\n{file.written.facts.sha256}\n".encode("utf-8", "surrogatepass"))
    return Repeatable(key=key, request_sha256=digest.hexdigest())
