"""A WSGI application (PEP 3333) of few addresses behind a token, with `/metrics` and `/healthz`.

What is asked stands in bodies alone, never in an address; nothing of it is logged or counted by name, and no error
repeats it.
"""

import hmac
import json
import logging
import time
import traceback
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any, ClassVar, Final, NamedTuple
from urllib.parse import urlsplit

from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from causeway.local_service import OWN_MACHINE
from causeway.local_service.metrics import RequestMetrics

_log = logging.getLogger(__name__)
_OWN_ROUTES: Final = {"/metrics": "GET", "/healthz": "GET"}
StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class Answer(NamedTuple):
    """What goes back."""

    status: HTTPStatus
    body: bytes
    media_type: str = "application/json"


class BadQuestion(Exception):
    """A question that cannot be answered. `field` is where in it the fault stands; the message quotes nothing of it."""

    def __init__(self, code: str, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.field = code, message, field


class LocalApplication(ABC):
    """Answers at `routes`, each with its method, what `respond` says.

    With a `token`, questions need `Authorization: Bearer TOKEN`; `/healthz` does not. Without one only this machine's
    own names are answered to, so that no web page leads a browser here under a name of its own (DNS rebinding). A
    service whose callers each have a token of their own sets `has_callers` and says in `knows` who may ask.
    """

    has_callers: ClassVar[bool] = False

    def __init__(self, routes: Mapping[str, str], metrics: RequestMetrics, *, token: str | None) -> None:
        self._routes, self._requests, self._token = {**routes, **_OWN_ROUTES}, metrics, token

    @abstractmethod
    def respond(self, route: str, environ: Mapping[str, Any]) -> Answer:
        """The answer at one of the routes. Raises BadQuestion."""

    def __call__(self, environ: Mapping[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """One request."""
        start = time.perf_counter()
        route = environ.get("PATH_INFO", "")
        answer = self._answer(environ, route)
        known_route = route if route in self._routes else "other"
        self._requests.count_request(known_route, answer.status.value, time.perf_counter() - start)
        headers = [
            ("Content-Type", answer.media_type),
            ("Content-Length", str(len(answer.body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        if answer.status is HTTPStatus.UNAUTHORIZED:
            headers.append(("WWW-Authenticate", "Bearer"))
        if answer.status is HTTPStatus.METHOD_NOT_ALLOWED:
            headers.append(("Allow", self._routes[route]))
        start_response(f"{answer.status.value} {answer.status.phrase}", headers)
        return [answer.body]

    def _answer(self, environ: Mapping[str, Any], route: str) -> Answer:
        if route not in self._routes:
            return fault_answer(HTTPStatus.NOT_FOUND, "not_found", "there is no such address")
        if environ["REQUEST_METHOD"] != self._routes[route]:
            return fault_answer(
                HTTPStatus.METHOD_NOT_ALLOWED, "wrong_method", f"this address takes {self._routes[route]}"
            )
        is_open = self._token is None and not self.has_callers
        if is_open and not _is_own_name(environ.get("HTTP_HOST", "")):
            return fault_answer(
                HTTPStatus.MISDIRECTED_REQUEST, "other_host", "without a token only this machine is answered"
            )
        if route == "/healthz":
            return Answer(HTTPStatus.OK, b'{"status":"ok"}')
        if not self.knows(environ.get("HTTP_AUTHORIZATION", "")):
            return fault_answer(HTTPStatus.UNAUTHORIZED, "no_token", "this needs a token that the service knows")
        if route == "/metrics":
            return Answer(HTTPStatus.OK, generate_latest(self._requests.registry), CONTENT_TYPE_LATEST)
        try:
            return self.respond(route, environ)
        except BadQuestion as fault:
            return _refusal(HTTPStatus.UNPROCESSABLE_ENTITY, fault)
        except Exception as fault:  # noqa: BLE001 - the edge of the process
            _log.error("%s failed: %s", route, _places(fault))
            return fault_answer(
                HTTPStatus.INTERNAL_SERVER_ERROR, "failed", "the service itself failed; its log says where"
            )

    def knows(self, header: str) -> bool:
        """Whether somebody who sends this `Authorization` may ask."""
        return self._token is None or hmac.compare_digest(header.encode(), f"Bearer {self._token}".encode())


def json_answer(value: object) -> Answer:
    """A value as JSON."""
    return Answer(HTTPStatus.OK, json.dumps(value).encode())


def fault_answer(status: HTTPStatus, code: str, message: str, field: str | None = None) -> Answer:
    """A refusal; its message quotes nothing of the question."""
    return _refusal(status, BadQuestion(code, message, field))


def stated_fault(fault: BadQuestion) -> dict[str, str | None]:
    """What is wrong with a question, as it stands in an answer."""
    return {"code": fault.code, "message": fault.message, "field": fault.field}


def _refusal(status: HTTPStatus, fault: BadQuestion) -> Answer:
    return Answer(status, json.dumps({"error": stated_fault(fault)}).encode())


def _places(fault: Exception) -> str:
    """What failed and where in the program, without the message, which could quote what was asked."""
    frames = traceback.extract_tb(fault.__traceback__)
    return " ".join([type(fault).__name__, *(f"{frame.filename}:{frame.lineno}" for frame in frames)])


def _is_own_name(host: str) -> bool:
    try:
        return urlsplit(f"//{host}").hostname in OWN_MACHINE
    except ValueError:
        return False
