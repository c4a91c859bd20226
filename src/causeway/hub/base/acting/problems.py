"""Refusals of the JSON API as problem details (RFC 9457), which name the field and the fault and never a value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from pydantic import ValidationError

from causeway.hub.base.acting.errors import HubError
from causeway.hub.base.rows.documents import to_document

PROBLEM_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldFault:
    """What is wrong with one field; `field` is its path, such as `parties[0].ip_events[2].port`."""

    field: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A refusal. `code` is stable; `detail` is for people."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: tuple[FieldFault, ...] = ()


class InvalidBody(Exception):
    """The body is not what the operation takes."""

    def __init__(self, faults: Iterable[FieldFault]) -> None:
        super().__init__("The body is not valid.")
        self.faults = tuple(faults)


def problem_response(
    status: int,
    code: str,
    detail: str,
    *,
    errors: Iterable[FieldFault] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The answer that says a problem."""
    problem = Problem(
        type="about:blank",
        title=HTTPStatus(status).phrase,
        status=status,
        code=code,
        detail=detail,
        errors=tuple(errors),
    )
    response = JsonResponse(to_document(problem), status=status, content_type=PROBLEM_TYPE)
    for name, value in (headers or {}).items():
        response.headers[name] = value
    return response


def on_hub_error(request: HttpRequest, fault: HubError) -> HttpResponse:
    """A refusal by a command or query."""
    del request
    errors = [FieldFault(field=fault.field, fault=fault.message)] if fault.field else []
    return problem_response(fault.status, fault.code, fault.message, errors=errors)


def on_invalid_body(request: HttpRequest, fault: InvalidBody) -> HttpResponse:
    """A body that does not fit."""
    del request
    return problem_response(422, "invalid", _("The request is not valid."), errors=fault.faults)


def faults_of(fault: ValidationError) -> list[FieldFault]:
    """The field faults of a validation, without the values."""
    found = fault.errors(include_url=False, include_context=False, include_input=False)
    return [FieldFault(field=path_of(error["loc"]), fault=words_of(error)) for error in found[:100]]


def words_of(error: Mapping[str, Any]) -> str:
    """What one error of a validation says to whoever sent the document."""
    if error["type"] in {"unexpected_keyword_argument", "extra_forbidden"}:
        return _("There is no such field.")
    return str(error["msg"])


def path_of(location: Iterable[object]) -> str:
    """A location such as `("parties", 0, "role")` as `parties[0].role`."""
    path = ""
    for step in location:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else str(step)
    return path or "body"
