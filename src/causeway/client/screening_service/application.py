"""The WSGI application: `POST /v1/uploads`, `POST /v1/digests`, `/metrics` and `/healthz`.

Uploads and digests stand in bodies alone, never in an address. Nothing of them is logged or counted by name, and no
error repeats them.
"""

import hmac
import json
import time
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from causeway.client.mirror import NotComparable
from causeway.client.screening import BadSetting, Screened, Screening
from causeway.client.screening_service import OWN_MACHINE
from causeway.client.screening_service.metrics import Metrics
from causeway.vocabulary.signals import SignalKind

LARGEST_QUESTION_BYTES: Final = 64 * 1024
"""The digests of one file take far less."""
LONGEST_REFERENCE: Final = 200
REFERENCE_HEADER: Final = "Causeway-Reference"
_ROUTES: Final = {"/v1/uploads": "POST", "/v1/digests": "POST", "/metrics": "GET", "/healthz": "GET"}
_REFERENCE: Final = "HTTP_" + REFERENCE_HEADER.upper().replace("-", "_")
StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class Answer(NamedTuple):
    """What goes back."""

    status: HTTPStatus
    body: bytes
    media_type: str = "application/json"


class BadQuestion(Exception):
    """A question that cannot be answered; `field` is where the fault stands. Nothing of it is repeated."""

    def __init__(self, code: str, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.field = code, message, field


class ScreenApplication:
    """Answers by one screening.

    With a `token`, questions need `Authorization: Bearer TOKEN`; `/healthz` does not. Without one only this machine's
    own names are answered to, so that no web page leads a browser here under a name of its own (DNS rebinding).
    """

    def __init__(self, screening: Screening, *, token: str | None = None) -> None:
        self._screening, self._token = screening, token
        self._metrics = Metrics()

    def __call__(self, environ: Mapping[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """One request (PEP 3333)."""
        start = time.perf_counter()
        route = environ.get("PATH_INFO", "")
        answer = self._answer(environ, route)
        known_route = route if route in _ROUTES else "other"
        self._metrics.count_request(known_route, answer.status.value, time.perf_counter() - start)
        headers = [
            ("Content-Type", answer.media_type),
            ("Content-Length", str(len(answer.body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        if answer.status is HTTPStatus.UNAUTHORIZED:
            headers.append(("WWW-Authenticate", "Bearer"))
        if answer.status is HTTPStatus.METHOD_NOT_ALLOWED:
            headers.append(("Allow", _ROUTES[route]))
        start_response(f"{answer.status.value} {answer.status.phrase}", headers)
        return [answer.body]

    def _answer(self, environ: Mapping[str, Any], route: str) -> Answer:
        if route not in _ROUTES:
            return _fault(HTTPStatus.NOT_FOUND, "not_found", "there is no such address")
        if environ["REQUEST_METHOD"] != _ROUTES[route]:
            return _fault(HTTPStatus.METHOD_NOT_ALLOWED, "wrong_method", f"this address takes {_ROUTES[route]}")
        if self._token is None and not _is_own_name(environ.get("HTTP_HOST", "")):
            return _fault(HTTPStatus.MISDIRECTED_REQUEST, "other_host", "without a token only this machine is answered")
        if route == "/healthz":
            return Answer(HTTPStatus.OK, b'{"status":"ok"}')
        if not self._is_allowed(environ.get("HTTP_AUTHORIZATION", "")):
            return _fault(HTTPStatus.UNAUTHORIZED, "no_token", "this needs the token that the service was started with")
        if route == "/metrics":
            return Answer(HTTPStatus.OK, generate_latest(self._metrics.registry), CONTENT_TYPE_LATEST)
        try:
            screened = self._upload(environ) if route == "/v1/uploads" else self._digests(environ)
        except BadQuestion as fault:
            return _fault(HTTPStatus.UNPROCESSABLE_ENTITY, fault.code, fault.message, fault.field)
        self._metrics.count(screened)
        return Answer(HTTPStatus.OK, json.dumps(screened.as_document()).encode())

    def _is_allowed(self, header: str) -> bool:
        return self._token is None or hmac.compare_digest(header.encode(), f"Bearer {self._token}".encode())

    def _upload(self, environ: Mapping[str, Any]) -> Screened:
        """The body is the file, whatever type it is said to be."""
        return self._screening.screen(environ["wsgi.input"], reference=_reference(environ))

    def _digests(self, environ: Mapping[str, Any]) -> Screened:
        """`{"pdq": "...", "md5": "..."}`: the digests of one file."""
        digests = _read_digests(environ["wsgi.input"].read(LARGEST_QUESTION_BYTES + 1))
        try:
            return self._screening.screen_digests(digests, reference=_reference(environ))
        except (NotComparable, BadSetting) as error:
            raise BadQuestion(error.code, error.message) from None


def _read_digests(body: bytes) -> dict[SignalKind, str]:
    if len(body) > LARGEST_QUESTION_BYTES:
        raise BadQuestion("too_large", f"the question is larger than {LARGEST_QUESTION_BYTES} bytes")
    try:
        stated = json.loads(body)
    except (ValueError, RecursionError):
        raise BadQuestion("bad_body", "the body is no JSON") from None
    if not isinstance(stated, dict) or not stated:
        raise BadQuestion("bad_body", "the body is no JSON object with the digests of one file")
    digests = {}
    for name, value in stated.items():
        if name not in set(SignalKind):
            raise BadQuestion("bad_kind", "a field is no kind of digest")
        if not isinstance(value, str):
            raise BadQuestion("bad_digest", "this is no digest", name)
        digests[SignalKind(name)] = value.lower()
    return digests


def _reference(environ: Mapping[str, Any]) -> str | None:
    reference = environ.get(_REFERENCE)
    if reference is not None and (len(reference) > LONGEST_REFERENCE or not reference.isprintable()):
        raise BadQuestion("bad_reference", f"a reference has at most {LONGEST_REFERENCE} characters", REFERENCE_HEADER)
    return reference


def _is_own_name(host: str) -> bool:
    try:
        return urlsplit(f"//{host}").hostname in OWN_MACHINE
    except ValueError:
        return False


def _fault(status: HTTPStatus, code: str, message: str, field: str | None = None) -> Answer:
    return Answer(status, json.dumps({"error": {"code": code, "message": message, "field": field}}).encode())
