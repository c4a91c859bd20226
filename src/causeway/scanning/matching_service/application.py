"""The WSGI application: `POST /v1/match`, `GET /v1/lists`, `/metrics` and `/healthz`.

Hashes stand in bodies alone, never in an address, and nothing of a question is logged or repeated in an error.
"""

import hmac
import json
import time
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from causeway.matching import RECOMMENDED_RADIUS_BITS
from causeway.scanning.known import KnownFiles
from causeway.scanning.matching_service import OWN_MACHINE
from causeway.scanning.matching_service.lookup import (
    MOST_QUERIES,
    BadQuery,
    Listed,
    checked_query,
    checked_radius,
    look_up,
)

LARGEST_BODY_BYTES: Final = 4 * 1024 * 1024
"""`MOST_QUERIES` with every hash take less."""
_JSON: Final = "application/json"
StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class Answer(NamedTuple):
    """What goes back."""

    status: HTTPStatus
    body: bytes
    media_type: str = _JSON


class MatchApplication:
    """Answers for the lists that `known` gives, which may be exchanged while it serves.

    With a `token`, questions need `Authorization: Bearer TOKEN`; `/healthz` does not. Without one only this machine's
    own names are answered to, so that no web page leads a browser here under a name of its own (DNS rebinding).
    """

    def __init__(self, known: KnownFiles, *, token: str | None = None) -> None:
        self._token = token
        self._metrics = _Metrics()
        self.exchange(known)

    def exchange(self, known: KnownFiles) -> None:
        """Answer from other lists from now on."""
        self._known = known
        self._metrics.entries.set(len(known))

    def __call__(self, environ: Mapping[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """One request (PEP 3333)."""
        start = time.perf_counter()
        route = environ.get("PATH_INFO", "")
        answer = self._answer(environ, route)
        known_route = route if route in _ROUTES else "other"
        self._metrics.requests.labels(known_route, str(answer.status.value)).inc()
        self._metrics.seconds.labels(known_route).observe(time.perf_counter() - start)
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
        if route == "/v1/lists":
            return _json({"lists": [_list_of(each) for each in self._known.lists]})
        try:
            return self._match(_read(environ))
        except BadQuery as fault:
            return _fault(HTTPStatus.UNPROCESSABLE_ENTITY, fault.code, fault.message, fault.field)

    def _is_allowed(self, header: str) -> bool:
        return self._token is None or hmac.compare_digest(header.encode(), f"Bearer {self._token}".encode())

    def _match(self, stated: object) -> Answer:
        """`{"queries": [{"id", "pdq", "md5", ...}, ...], "radius": 31}`, or the hashes of one file alone."""
        if not isinstance(stated, dict):
            raise BadQuery("bad_body", "the body is no JSON object")
        radius_bits = checked_radius(stated.get("radius", RECOMMENDED_RADIUS_BITS))
        if "queries" not in stated:
            (matches,) = look_up(self._known, [checked_query(stated, "query")], radius_bits)
            self._metrics.count([matches])
            return _json({"matches": [_told(match) for match in matches]})
        asked = stated["queries"]
        if not isinstance(asked, list) or len(asked) > MOST_QUERIES:
            raise BadQuery("too_many_queries", f"this is no list of at most {MOST_QUERIES} queries", "queries")
        queries = [checked_query(each, f"queries[{place}]") for place, each in enumerate(asked)]
        found = look_up(self._known, queries, radius_bits)
        self._metrics.count(found)
        return _json(
            {
                "results": [
                    {"id": query.get("id"), "matches": [_told(match) for match in matches]}
                    for query, matches in zip(asked, found, strict=True)
                ]
            }
        )


_ROUTES: Final = {"/v1/match": "POST", "/v1/lists": "GET", "/metrics": "GET", "/healthz": "GET"}


def _is_own_name(host: str) -> bool:
    try:
        return urlsplit(f"//{host}").hostname in OWN_MACHINE
    except ValueError:
        return False


class _Metrics:
    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "causeway_match_requests", "Requests answered.", ["route", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "causeway_match_request_seconds",
            "Time from request to answer.",
            ["route"],
            registry=self.registry,
            buckets=(0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
        )
        self.queries = Counter("causeway_match_queries", "Files asked for.", registry=self.registry)
        self.matched = Counter("causeway_match_queries_matched", "Files that were listed.", registry=self.registry)
        self.entries = Gauge("causeway_match_entries", "Hashes in all lists.", registry=self.registry)

    def count(self, found: list[list[Listed]]) -> None:
        self.queries.inc(len(found))
        self.matched.inc(sum(1 for matches in found if matches))


def _read(environ: Mapping[str, Any]) -> object:
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        raise BadQuery("bad_length", "the length of the body is no number") from None
    if not 0 <= length <= LARGEST_BODY_BYTES:
        raise BadQuery("too_large", f"the body is larger than {LARGEST_BODY_BYTES} bytes")
    try:
        return json.loads(environ["wsgi.input"].read(length))
    except (ValueError, RecursionError):
        raise BadQuery("bad_body", "the body is no JSON") from None


def _told(match: Listed) -> dict[str, Any]:
    standing = match.standing
    return {
        "kind": match.kind.value,
        "distance": match.distance,
        "list": standing.list_name,
        "scheme": standing.scheme.value,
        "category": standing.category,
        "is_pertinent": standing.is_pertinent,
    }


def _list_of(read: Any) -> dict[str, Any]:
    return {
        "name": read.name,
        "form": read.form,
        "scheme": read.scheme.value,
        "digests": read.digests,
        "faults": read.fault_count,
    }


def _json(value: object) -> Answer:
    return Answer(HTTPStatus.OK, json.dumps(value).encode())


def _fault(status: HTTPStatus, code: str, message: str, field: str | None = None) -> Answer:
    return Answer(status, json.dumps({"error": {"code": code, "message": message, "field": field}}).encode())
