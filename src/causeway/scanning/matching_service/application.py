"""The WSGI application: `POST /v1/match`, `GET /v1/lists`, and what every local service answers."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from prometheus_client import Counter, Gauge

from causeway.local_service.application import (
    Answer,
    BadQuestion,
    LocalApplication,
    json_answer,
    stated_fault,
)
from causeway.local_service.metrics import RequestMetrics
from causeway.matching import RECOMMENDED_RADIUS_BITS
from causeway.scanning.known import KnownFiles
from causeway.scanning.matching_service.lookup import (
    MOST_QUERIES,
    Asked,
    Listed,
    checked_radius,
    look_up,
    read_query,
)

LARGEST_BODY_BYTES: Final = 4 * 1024 * 1024
"""`MOST_QUERIES` with every hash take less."""
_ROUTES: Final = {"/v1/match": "POST", "/v1/lists": "GET"}
_SECONDS: Final = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)


class MatchApplication(LocalApplication):
    """Answers for the lists that `known` gives, which may be exchanged while it serves."""

    def __init__(self, known: KnownFiles, *, token: str | None = None) -> None:
        self._metrics = _Metrics()
        super().__init__(_ROUTES, self._metrics, token=token)
        self.exchange(known)

    def exchange(self, known: KnownFiles) -> None:
        """Answer from other lists from now on."""
        self._known = known
        self._metrics.entries.set(len(known))
        self._metrics.read_at.set_to_current_time()

    def note_failed_reload(self) -> None:
        """Count a try to read the lists anew that failed: the old ones stay."""
        self._metrics.failed_reloads.inc()

    def respond(self, route: str, environ: Mapping[str, Any]) -> Answer:
        """The lists, or where files stand in them."""
        if route == "/v1/lists":
            return json_answer({"lists": [_list_of(each) for each in self._known.lists]})
        return self._match(_read(environ))

    def _match(self, stated: object) -> Answer:
        """`{"queries": [{"id", "pdq", "md5", ...}, ...], "radius": 31}`, or the hashes of one file alone."""
        if not isinstance(stated, dict):
            raise BadQuestion("bad_body", "the body is no JSON object")
        radius_bits = checked_radius(stated.get("radius", RECOMMENDED_RADIUS_BITS))
        if "queries" not in stated:
            asked = read_query(stated, "query")
            if not asked.query:
                self._metrics.count_faults([asked])
                raise asked.faults[0]
            return json_answer(self._answers([asked], radius_bits)[0])
        queries = stated["queries"]
        if not isinstance(queries, list) or len(queries) > MOST_QUERIES:
            raise BadQuestion("too_many_queries", f"this is no list of at most {MOST_QUERIES} queries", "queries")
        every = [read_query(each, f"queries[{place}]") for place, each in enumerate(queries)]
        named = [each.get("id") if isinstance(each, dict) else None for each in queries]
        answers = self._answers(every, radius_bits)
        return json_answer({"results": [{"id": name} | each for name, each in zip(named, answers, strict=True)]})

    def _answers(self, asked: Sequence[Asked], radius_bits: int) -> list[dict[str, Any]]:
        """For each file where it stands, and which of its hashes could not be looked up."""
        found = look_up(self._known, [each.query for each in asked], radius_bits)
        self._metrics.count(found)
        self._metrics.count_faults(asked)
        return [
            {"matches": [_told(match) for match in matches], "errors": [stated_fault(fault) for fault in each.faults]}
            for each, matches in zip(asked, found, strict=True)
        ]


class _Metrics(RequestMetrics):
    def __init__(self) -> None:
        super().__init__("causeway_match", _SECONDS)
        self.queries = Counter("causeway_match_queries", "Files asked for.", registry=self.registry)
        self.matched = Counter("causeway_match_queries_matched", "Files that were listed.", registry=self.registry)
        self.faults = Counter(
            "causeway_match_hashes_refused", "Hashes that were not looked up.", ["code"], registry=self.registry
        )
        self.entries = Gauge("causeway_match_entries", "Hashes in all lists.", registry=self.registry)
        self.read_at = Gauge(
            "causeway_match_lists_read_timestamp_seconds", "When the lists were read.", registry=self.registry
        )
        self.failed_reloads = Counter(
            "causeway_match_reloads_failed", "Tries to read the lists anew that failed.", registry=self.registry
        )

    def count(self, found: list[list[Listed]]) -> None:
        self.queries.inc(len(found))
        self.matched.inc(sum(1 for matches in found if matches))

    def count_faults(self, asked: Sequence[Asked]) -> None:
        for each in asked:
            for fault in each.faults:
                self.faults.labels(fault.code).inc()


def _read(environ: Mapping[str, Any]) -> object:
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        raise BadQuestion("bad_length", "the length of the body is no number") from None
    if not 0 <= length <= LARGEST_BODY_BYTES:
        raise BadQuestion("too_large", f"the body is larger than {LARGEST_BODY_BYTES} bytes")
    try:
        return json.loads(environ["wsgi.input"].read(length))
    except (ValueError, RecursionError):
        raise BadQuestion("bad_body", "the body is no JSON") from None


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
