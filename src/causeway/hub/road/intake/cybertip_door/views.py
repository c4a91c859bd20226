"""The seven calls of the CyberTipline's HTTP flow, in its order: status and xsd, submit, upload, fileinfo, finish,
retract.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import HubError
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.vault.bodies import FORM_ROOM_BYTES, declared_length
from causeway.hub.base.vault.sealing import Written, discard, write_sealed
from causeway.hub.road.intake.checking import CLOCK_SKEW, check_referral
from causeway.hub.road.intake.commands.drop_report import retract_report
from causeway.hub.road.intake.commands.finish_report import finish_report
from causeway.hub.road.intake.commands.open_report import add_file, check_report, describe_file, open_report
from causeway.hub.road.intake.cybertip_door.guarding import Answer, Call, Guard, RefusedRequest, guarded
from causeway.hub.road.referrals.checking import check_attachment, check_values
from causeway.interchange.cybertip import (
    ReportDoneResponse,
    ReportResponse,
    ResponseCode,
    read_file_details,
    read_report,
    schema,
    to_attachment,
    to_referral,
)

LONGEST_XML_BYTES = 10_000_000
"""As much as the parser takes; a longer body is not read at all."""

LARGEST_FILE_BYTES = 4 * 1024**3
"""Four gibibytes: an hour of film (our choice)."""

_FORM_TYPES = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
"""A document may come under any other type, or none: libraries put one of their own where the client named none."""

_READ_BYTES = 1 << 18


def _finish_refused(request: HttpRequest, code: ResponseCode, fault: str) -> ReportDoneResponse:
    """A refused finish in the form in which clients read the answer to one, which has no room for words."""
    del fault
    try:
        number = _report_number(request) if declared_length(request) <= FORM_ROOM_BYTES else 0
    except (RefusedRequest, MultiPartParserError, SuspiciousOperation, OSError):
        number = 0
    return ReportDoneResponse.of(number, code=code)


_looking = guarded(Guard(method="GET", on_failure=ResponseCode.SERVER_ERROR, unauthorised=ResponseCode.NOT_AUTHORISED))
_elsewhere = guarded(Guard(method=None, on_failure=ResponseCode.SERVER_ERROR, unauthorised=ResponseCode.NOT_AUTHORISED))
_opening = guarded(
    Guard(
        method="POST",
        on_failure=ResponseCode.SAVE_FAILED,
        unauthorised=ResponseCode.NOT_AUTHORISED_FOR_SUBMISSIONS,
        longest_body_bytes=LONGEST_XML_BYTES,
        too_long=ResponseCode.MALFORMED_XML,
    )
)
_CHANGING = Guard(
    method="POST", on_failure=ResponseCode.UPDATE_FAILED, unauthorised=ResponseCode.NOT_AUTHORISED_FOR_UPDATES
)
_sending = guarded(
    replace(
        _CHANGING,
        on_failure=ResponseCode.FILE_UPLOAD_FAILED,
        longest_body_bytes=LARGEST_FILE_BYTES + FORM_ROOM_BYTES,
        too_long=ResponseCode.MALFORMED_FILE,
    )
)
_describing = guarded(replace(_CHANGING, longest_body_bytes=LONGEST_XML_BYTES, too_long=ResponseCode.MALFORMED_XML))
_finishing = guarded(replace(_CHANGING, refused=_finish_refused))
_retracting = guarded(_CHANGING)


@_looking
def status(call: Call) -> Answer:
    """Whether the credential is good for submitting."""
    check(call.actor, Permission.SEND_REFERRAL)
    return ReportResponse.of(ResponseCode.OK)


@_looking
def xsd(call: Call) -> Answer:
    """The schema, our own, written from the format's description."""
    check(call.actor, Permission.SEND_REFERRAL)
    return schema()


@_elsewhere
def nothing_here(call: Call) -> Answer:
    """Any other address."""
    raise RefusedRequest(ResponseCode.RESOURCE_NOT_FOUND, "")


@_opening
def submit(call: Call) -> Answer:
    """Open a report with its document. What could not become a referral is refused now, not at finish."""
    check(call.actor, Permission.SEND_REFERRAL)
    xml, now = _xml_body(call.request), timezone.now()
    referral = to_referral(read_report(xml, now=now + CLOCK_SKEW), sha256_by_file_id={})
    check_referral(referral, file_count=0, now=now, may_be_bare=True)
    original = write_sealed([xml])
    with _kept_or_discarded(original):
        number = open_report(call.actor, original, request_id=call.request_id)
    return ReportResponse.of(ResponseCode.OK, report_id=number)


@_sending
def upload(call: Call) -> Answer:
    """Add a file; the answer carries the MD5 of what arrived."""
    check(call.actor, Permission.SEND_REFERRAL)
    number = _report_number(call.request)
    uploads = call.request.FILES.getlist("file")
    if len(uploads) != 1 or len(call.request.FILES) != 1:
        raise RefusedRequest(ResponseCode.INVALID_REQUEST, "send one file at a time, in the part named file")
    check_report(call.actor, number)
    written = write_sealed(_pieces(uploads[0]), limit_bytes=LARGEST_FILE_BYTES)
    with _kept_or_discarded(written):
        file = add_file(call.actor, number, written, name=uploads[0].name or "", request_id=call.request_id)
    return ReportResponse.of(ResponseCode.OK, report_id=number, file_id=file.number, md5=file.md5)


@_describing
def fileinfo(call: Call) -> Answer:
    """Describe a file. What could not become an attachment is refused now, not at finish."""
    check(call.actor, Permission.SEND_REFERRAL)
    xml = _xml_body(call.request)
    details = read_file_details(xml)
    attachment = to_attachment(details)
    check_values((attachment,), "attachments")
    check_attachment(attachment, "attachments[0]")
    check_report(call.actor, details.report_id)
    written = write_sealed([xml])
    with _kept_or_discarded(written):
        describe_file(call.actor, details.report_id, details.file_id, written, request_id=call.request_id)
    return ReportResponse.of(ResponseCode.OK, report_id=details.report_id, file_id=details.file_id)


@_finishing
def finish(call: Call) -> Answer:
    """Make the report a referral."""
    check(call.actor, Permission.SEND_REFERRAL)
    done = finish_report(call.actor, _report_number(call.request), request_id=call.request_id)
    return ReportDoneResponse.of(done.number, done.file_numbers)


@_retracting
def retract(call: Call) -> Answer:
    """Take the report back."""
    check(call.actor, Permission.SEND_REFERRAL)
    number = _report_number(call.request)
    retract_report(call.actor, number, request_id=call.request_id)
    return ReportResponse.of(ResponseCode.OK, report_id=number)


class _kept_or_discarded:  # noqa: N801 - reads as the clause it is
    """Sealed bytes whose row was refused are removed at once; after a crash the sweep does it."""

    def __init__(self, written: Written) -> None:
        self._written = written

    def __enter__(self) -> None:
        """Nothing to do before."""

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: object) -> None:
        # Only a refusal proves that the row was not committed; after any other fault the answer may be lost, not the
        # row.
        if isinstance(fault, HubError):
            discard(self._written)


def _xml_body(request: HttpRequest) -> bytes:
    if request.content_type in _FORM_TYPES:
        raise RefusedRequest(ResponseCode.INVALID_REQUEST, "send the document itself, as text/xml")
    return request.body


def _report_number(request: HttpRequest) -> int:
    text = request.POST.get("id", "").strip()
    if not text:
        raise RefusedRequest(ResponseCode.INVALID_REQUEST, "the part named id is missing")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise RefusedRequest(ResponseCode.REPORT_MISSING, "")
    return int(text)


def _pieces(upload: "UploadedFile[Any]") -> Iterator[bytes]:
    yield from upload.chunks(_READ_BYTES)
