"""What every call at the door has in common: a Request-ID, a credential, a rate, and refusals as the format says them.

A wrong credential is 401 with an empty body. A refused request is HTTP 200 with a response code and, where there is
one, the validator's message.
"""

import errno
import logging
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.errors import HubError, Invalid, NotAgreed, NotFound, NotPermitted
from causeway.hub.base.vault.bodies import FORM_ROOM_BYTES, BodyTooLarge, take_body, takes_body
from causeway.hub.base.vault.errors import TooLarge, VaultError
from causeway.hub.road.intake.basic_auth import actor_from_basic
from causeway.hub.road.intake.rate_limit import per_credential
from causeway.hub.road.intake.unfinished import (
    FileMissing,
    ReportAlreadyFinished,
    ReportAlreadyRetracted,
    ReportMissing,
)
from causeway.interchange.cybertip import (
    CyberTipError,
    ReportDoneResponse,
    ReportResponse,
    ResponseCode,
    write_response,
)

REQUEST_ID_HEADER = "Request-ID"

log = logging.getLogger(__name__)


class RefusedRequest(Exception):
    """The request is not one that the door understands."""

    def __init__(self, code: ResponseCode, fault: str) -> None:
        super().__init__(fault)
        self.code, self.fault = code, fault


class Call:
    """One request at the door: who calls, its identifier, and the request itself."""

    def __init__(self, request: HttpRequest, actor: Actor, request_id: str) -> None:
        self.request, self.actor, self.request_id = request, actor, request_id


Answer = ReportResponse | ReportDoneResponse | bytes
Handler = Callable[[Call], Answer]
Refused = Callable[[HttpRequest, ResponseCode, str], ReportResponse | ReportDoneResponse]


def refused(request: HttpRequest, code: ResponseCode, fault: str) -> ReportResponse:
    """A refusal as every call but finish is given one: the code, and the fault in words."""
    del request
    return ReportResponse.of(code, fault=fault)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """How one call is kept: `method` is the only one it takes, or None for any; `on_failure` the code for a fault of
    ours, one that a client may try again; `unauthorised` the code for who may not do this; `too_long` that for a body
    of more than `longest_body_bytes`; `refused` gives a refusal the form that clients expect of the call.
    """

    method: str | None
    on_failure: ResponseCode
    unauthorised: ResponseCode
    longest_body_bytes: int = FORM_ROOM_BYTES
    too_long: ResponseCode = ResponseCode.INVALID_REQUEST
    refused: Refused = refused


def guarded(guard: Guard) -> Callable[[Handler], Callable[[HttpRequest], HttpResponse]]:
    """Make a view of a handler."""

    def decorate(handler: Handler) -> Callable[[HttpRequest], HttpResponse]:
        @takes_body(None)
        @csrf_exempt
        @wraps(handler)
        def view(request: HttpRequest) -> HttpResponse:
            request_id = str(uuid4())
            with translation.override(settings.LANGUAGE_CODE):  # the format's own words are English
                response = _answered(request, handler, guard, request_id)
            response.headers[REQUEST_ID_HEADER] = request_id
            response.headers["Cache-Control"] = "no-store"
            return response

        return view

    return decorate


def _answered(request: HttpRequest, handler: Handler, guard: Guard, request_id: str) -> HttpResponse:
    try:
        actor = actor_from_basic(request.headers.get("Authorization", ""))
        if actor is None:
            return HttpResponse(status=401, headers={"WWW-Authenticate": 'Basic realm="causeway", charset="UTF-8"'})
        if guard.method is not None and request.method != guard.method:
            return HttpResponseNotAllowed([guard.method])
        wait = per_credential.wait_seconds(actor.credential_id)
        if wait:
            return _too_many(request, guard, wait)
        take_body(request, guard.longest_body_bytes)
        return _xml(handler(Call(request, actor, request_id)))
    except Exception as fault:  # noqa: BLE001 the edge of the process: a client is always answered in the format
        code, words = _refusal(fault, guard)
        return _xml(guard.refused(request, code, words), status=404 if code is ResponseCode.RESOURCE_NOT_FOUND else 200)


def _too_many(request: HttpRequest, guard: Guard, wait_seconds: float) -> HttpResponse:
    answer = guard.refused(request, ResponseCode.SERVER_ERROR, "too many requests; try again later")
    return _xml(answer, status=429, headers={"Retry-After": str(math.ceil(wait_seconds))})


def _refusal(fault: Exception, guard: Guard) -> tuple[ResponseCode, str]:
    """A fault as the format's code and words. What nobody foresaw is logged by its kind alone: its own words may hold
    content.
    """
    match fault:
        case RefusedRequest():
            return fault.code, fault.fault
        case CyberTipError():
            return fault.code, str(fault)
        case HubError():
            return _hub_refusal(fault, guard)
        case MultiPartParserError() | SuspiciousOperation():
            return ResponseCode.INVALID_REQUEST, "the body cannot be read as a form"
        case UnreadablePostError():
            return ResponseCode.UPLOAD_FAILED, "the body ended early"
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            return guard.on_failure, "there is no room now; send it again later"
    log.error("The CyberTipline door failed: %s", type(fault).__name__)
    return guard.on_failure, ""


def _hub_refusal(fault: HubError, guard: Guard) -> tuple[ResponseCode, str]:
    match fault:
        case BodyTooLarge():
            return guard.too_long, f"the body is longer than {guard.longest_body_bytes} bytes"
        case TooLarge():
            return ResponseCode.MALFORMED_FILE, fault.message
        case VaultError():
            return guard.on_failure, fault.message
        case NotPermitted():
            return guard.unauthorised, ""
        case NotAgreed():
            return guard.unauthorised, fault.message
        case Invalid():
            place = f"{fault.field}: " if fault.field else ""
            return ResponseCode.VALIDATION_FAILED, f"{place}{fault.message}"
    known = next((code for kind, code in _CODES.items() if isinstance(fault, kind)), None)
    return (known, "") if known is not None else (ResponseCode.INVALID_REQUEST, fault.message)


_CODES: dict[type[HubError], ResponseCode] = {
    ReportMissing: ResponseCode.REPORT_MISSING,
    FileMissing: ResponseCode.FILE_MISSING,
    ReportAlreadyRetracted: ResponseCode.ALREADY_RETRACTED,
    ReportAlreadyFinished: ResponseCode.ALREADY_FINISHED,
    NotFound: ResponseCode.RESOURCE_NOT_FOUND,
}
"""The first that fits counts."""


def _xml(answer: Answer, *, status: int = 200, headers: dict[str, str] | None = None) -> HttpResponse:
    body = answer if isinstance(answer, bytes) else write_response(answer)
    return HttpResponse(body, status=status, content_type="text/xml; charset=utf-8", headers=headers)
