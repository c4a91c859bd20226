"""What every call at the door has in common: a Request-ID, a credential, a rate, and refusals as the format says them.

A wrong credential is 401 with an empty body. A refused request is HTTP 200 with a response code and, where there is
one, the validator's message.
"""

import errno
import math
from collections.abc import Callable
from functools import wraps
from uuid import uuid4

from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.views.decorators.csrf import csrf_exempt

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.errors import HubError, Invalid, NotAgreed, NotFound, NotPermitted
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


def guarded(method: str, *, on_failure: ResponseCode) -> Callable[[Handler], Callable[[HttpRequest], HttpResponse]]:
    """Make a view of a handler. `on_failure` is the code for a fault of ours, one that a client may try again."""

    def decorate(handler: Handler) -> Callable[[HttpRequest], HttpResponse]:
        @csrf_exempt
        @wraps(handler)
        def view(request: HttpRequest) -> HttpResponse:
            request_id = str(uuid4())
            response = _answered(request, handler, method, on_failure, request_id)
            response.headers[REQUEST_ID_HEADER] = request_id
            response.headers["Cache-Control"] = "no-store"
            return response

        return view

    return decorate


def _answered(
    request: HttpRequest, handler: Handler, method: str, on_failure: ResponseCode, request_id: str
) -> HttpResponse:
    try:
        actor = actor_from_basic(request.headers.get("Authorization", ""))
        if actor is None:
            return HttpResponse(status=401, headers={"WWW-Authenticate": 'Basic realm="causeway", charset="UTF-8"'})
        if request.method != method:
            return HttpResponseNotAllowed([method])
        wait = per_credential.wait_seconds(actor.credential_id)
        if wait:
            return _too_many(wait)
        return _xml(handler(Call(request, actor, request_id)))
    except (RefusedRequest, CyberTipError, HubError) as fault:
        return _xml(_refusal(fault, on_failure))
    except (MultiPartParserError, SuspiciousOperation):
        return _xml(ReportResponse.of(ResponseCode.INVALID_REQUEST, fault="the body cannot be read as a form"))
    except (DatabaseError, OSError) as fault:
        return _xml(_failure(fault, on_failure))


def _too_many(wait_seconds: float) -> HttpResponse:
    refused = ReportResponse.of(ResponseCode.SERVER_ERROR, fault="too many requests; try again later")
    return _xml(refused, status=429, headers={"Retry-After": str(math.ceil(wait_seconds))})


def _failure(fault: DatabaseError | OSError, on_failure: ResponseCode) -> ReportResponse:
    """A fault that is not the client's and may have passed by the next try."""
    if isinstance(fault, DatabaseError):
        return ReportResponse.of(on_failure)
    if isinstance(fault, UnreadablePostError):
        return ReportResponse.of(ResponseCode.UPLOAD_FAILED, fault="the body ended early")
    if fault.errno in {errno.ENOSPC, errno.EDQUOT}:
        return ReportResponse.of(on_failure, fault="there is no room now; send it again later")
    raise fault


def _refusal(fault: RefusedRequest | CyberTipError | HubError, on_failure: ResponseCode) -> ReportResponse:  # noqa: C901
    match fault:
        case RefusedRequest():
            return ReportResponse.of(fault.code, fault=fault.fault)
        case CyberTipError():
            return ReportResponse.of(fault.code, fault=str(fault))
        case TooLarge():
            return ReportResponse.of(ResponseCode.MALFORMED_FILE, fault=fault.message)
        case VaultError():
            return ReportResponse.of(on_failure, fault=fault.message)
        case ReportMissing():
            return ReportResponse.of(ResponseCode.REPORT_MISSING)
        case FileMissing():
            return ReportResponse.of(ResponseCode.FILE_MISSING)
        case ReportAlreadyRetracted():
            return ReportResponse.of(ResponseCode.ALREADY_RETRACTED)
        case ReportAlreadyFinished():
            return ReportResponse.of(ResponseCode.ALREADY_FINISHED)
        case NotPermitted():
            return ReportResponse.of(ResponseCode.NOT_AUTHORISED_FOR_SUBMISSIONS)
        case NotAgreed():
            return ReportResponse.of(ResponseCode.NOT_AUTHORISED_FOR_SUBMISSIONS, fault=fault.message)
        case Invalid():
            place = f"{fault.field}: " if fault.field else ""
            return ReportResponse.of(ResponseCode.VALIDATION_FAILED, fault=f"{place}{fault.message}")
        case NotFound():
            return ReportResponse.of(ResponseCode.RESOURCE_NOT_FOUND)
        case _:
            return ReportResponse.of(ResponseCode.INVALID_REQUEST, fault=fault.message)


def _xml(answer: Answer, *, status: int = 200, headers: dict[str, str] | None = None) -> HttpResponse:
    body = answer if isinstance(answer, bytes) else write_response(answer)
    return HttpResponse(body, status=status, content_type="text/xml; charset=utf-8", headers=headers)
