"""Lists of known files over HTTP, through a real server: what is found, and what is refused with its place."""

import json
import socket
import threading
from collections.abc import Iterator
from hashlib import md5, sha256
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from causeway.interchange.hashlists import CategoryScheme
from causeway.scanning.known import KnownFiles
from causeway.scanning.lists import UnreadableList, load_lists
from causeway.scanning.matching_service.application import LARGEST_BODY_BYTES
from causeway.scanning.matching_service.lookup import MOST_QUERIES
from causeway.scanning.matching_service.serving import MatchServer

TOKEN = "a-token-of-the-tests"
PDQ = "0f1e2d3c4b5a69788796a5b4c3d2e1f0" * 2
NOTHING = md5(b"", usedforsecurity=False).hexdigest()
KNOB = b"a picture of a door knob"


def flipped(text: str, *bits: int) -> str:
    """The hash with some bits changed."""
    number = int(text, 16)
    for bit in bits:
        number ^= 1 << int(bit)
    return f"{number:064x}"


@pytest.fixture
def lists(tmp_path: Path) -> list[Path]:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    digest = md5(KNOB, usedforsecurity=False).hexdigest()
    first.write_text(f"kind,value,category\nmd5,{digest},A\npdq,{PDQ},A\npdq,{flipped(PDQ, 1, 2, 3)},B\n")
    second.write_text(f"sha256,category\n{sha256(KNOB).hexdigest()},2\n")
    return [first, second]


class Running:
    """A server in a thread, and a client of it."""

    def __init__(self, lists: list[Path], token: str | None = None) -> None:
        self.failed: list[Exception] = []
        self.server = MatchServer(
            lambda: self._load(lists), host="127.0.0.1", port=0, threads=2, token=token, on_failed_reload=self._failed
        )
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{self.server.port}", timeout=30)

    @staticmethod
    def _load(lists: list[Path]) -> KnownFiles:
        return load_lists(lists, scheme=CategoryScheme.UK)

    def _failed(self, error: Exception) -> None:
        self.failed.append(error)

    def ask(self, body: object) -> Any:
        answer = self.client.post("/v1/match", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def refused(self, body: object) -> tuple[str, str | None]:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        answer = self.client.post("/v1/match", content=content)
        assert answer.status_code == 422, answer.text
        return answer.json()["error"]["code"], answer.json()["error"]["field"]

    def close(self) -> None:
        self.client.close()
        self.server.stop()
        self.thread.join(10)


@pytest.fixture
def running(lists: list[Path]) -> Iterator[Running]:
    server = Running(lists)
    yield server
    server.close()


def test_one_file_is_looked_up_by_all_its_hashes(running: Running) -> None:
    asked = {"md5": md5(KNOB, usedforsecurity=False).hexdigest().upper(), "sha256": sha256(KNOB).hexdigest()}
    found = running.ask(asked | {"pdq": flipped(PDQ, 200)})["matches"]
    assert [(one["kind"], one["distance"], one["list"], one["scheme"], one["category"]) for one in found] == [
        ("md5", 0, "first.csv", "uk", "A"),
        ("sha256", 0, "second.csv", "uk", "2"),
        ("pdq", 1, "first.csv", "uk", "A"),
        ("pdq", 4, "first.csv", "uk", "B"),
    ]


def test_a_batch_is_answered_in_its_order(running: Running) -> None:
    queries = [{"id": "near", "pdq": PDQ}, {"pdq": flipped(PDQ, *range(100, 180))}, {"id": 3, "md5": "ab" * 16}]
    results = running.ask({"queries": queries, "radius": 0})["results"]
    assert [(each["id"], [one["category"] for one in each["matches"]]) for each in results] == [
        ("near", ["A"]),
        (None, []),
        (3, []),
    ]
    assert running.ask({"queries": []}) == {"results": []}


def test_a_large_batch_finds_what_each_alone_finds(running: Running) -> None:
    rng = np.random.default_rng(1)
    queries = [{"pdq": flipped(PDQ, *rng.choice(256, rng.integers(0, 60), replace=False))} for _ in range(300)]
    results = running.ask({"queries": queries})["results"]
    assert [each["matches"] for each in results] == [running.ask(query)["matches"] for query in queries]
    assert 0 < sum(bool(each["matches"]) for each in results) < 300


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        (b"{", "bad_body", None),
        (b"[" * 100_000, "bad_body", None),
        ([], "bad_body", None),
        ({}, "no_hash", "query"),
        ({"pdq": "12"}, "bad_digest", "query.pdq"),
        ({"pdq": "0" * 64}, "blank_digest", "query.pdq"),
        ({"pdq": 7}, "bad_digest", "query.pdq"),
        ({"pdq": PDQ, "radius": 65}, "bad_radius", "radius"),
        ({"pdq": PDQ, "radius": True}, "bad_radius", "radius"),
        ({"queries": {"pdq": PDQ}}, "too_many_queries", "queries"),
        ({"md5": NOTHING}, "digest_of_nothing", "query.md5"),
        ({"queries": [{}] * (MOST_QUERIES + 1)}, "too_many_queries", "queries"),
    ],
)
def test_a_bad_question_is_refused_with_its_place(running: Running, body: object, code: str, field: str | None) -> None:
    assert running.refused(body) == (code, field)


def test_a_fault_of_one_file_of_a_batch_leaves_the_others_answered(running: Running) -> None:
    queries = [{"id": "empty", "md5": NOTHING}, {"id": "short", "sha1": PDQ}, PDQ, {}, {"id": "good", "pdq": PDQ}]
    results = running.ask({"queries": queries})["results"]
    assert [(each["id"], [(one["code"], one["field"]) for one in each["errors"]]) for each in results] == [
        ("empty", [("digest_of_nothing", "queries[0].md5")]),
        ("short", [("bad_digest", "queries[1].sha1")]),
        (None, [("bad_query", "queries[2]")]),
        (None, [("no_hash", "queries[3]")]),
        ("good", []),
    ]
    assert [len(each["matches"]) for each in results] == [0, 0, 0, 0, 2]
    assert 'causeway_match_hashes_refused_total{code="digest_of_nothing"} 1.0' in running.client.get("/metrics").text


def test_a_blank_hash_of_a_file_leaves_its_other_hashes_to_be_found(running: Running) -> None:
    answer = running.ask({"pdq": "0" * 64, "md5": md5(KNOB, usedforsecurity=False).hexdigest()})
    assert [one["kind"] for one in answer["matches"]] == ["md5"]
    assert [(one["code"], one["field"]) for one in answer["errors"]] == [("blank_digest", "query.pdq")]


def test_nothing_of_a_question_is_repeated_in_a_refusal(running: Running) -> None:
    for body in ({"queries": [{"pdq": "not-a-hash-of-ours"}]}, {"pdq": "not-a-hash-of-ours"}):
        assert "not-a-hash-of-ours" not in running.client.post("/v1/match", json=body).text


def test_a_body_too_large_is_refused_before_it_is_read(running: Running) -> None:
    answer = running.client.post("/v1/match", content=bytes(LARGEST_BODY_BYTES + 1))
    assert answer.status_code == 413


def test_other_addresses_and_methods_are_refused(running: Running) -> None:
    assert running.client.get("/").status_code == 404
    assert running.client.get(f"/v1/match/{PDQ}").status_code == 404
    wrong = running.client.get("/v1/match")
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize("host", ["knobs.example", "127.0.0.1.knobs.example", "", "["])
def test_without_a_token_only_this_machine_s_own_names_are_answered_to(running: Running, host: str) -> None:
    answer = running.client.post("/v1/match", json={"pdq": PDQ}, headers={"Host": host})
    assert answer.status_code in (400, 421)
    assert "matches" not in answer.text


def test_more_matches_than_an_answer_may_hold_are_refused(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("causeway.scanning.matching_service.lookup.MOST_MATCHES", 5)
    assert running.refused({"queries": [{"pdq": PDQ}] * 3}) == ("too_many_matches", None)
    assert len(running.ask({"queries": [{"pdq": PDQ}] * 2})["results"]) == 2


def test_a_name_of_several_addresses_has_a_port(lists: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    found = socket.getaddrinfo("127.0.0.1", 0, type=socket.SOCK_STREAM)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_given, **_named: found * 2)
    server = MatchServer(lambda: Running._load(lists), host="localhost", port=0, threads=1)
    assert server.port > 0
    server.stop()


def test_the_metrics_count_and_name_no_hash(running: Running) -> None:
    running.ask({"queries": [{"pdq": PDQ}, {"md5": "cd" * 16}]})
    running.client.get(f"/{PDQ}")
    text = running.client.get("/metrics").text
    assert "causeway_match_queries_total 2.0" in text
    assert "causeway_match_queries_matched_total 1.0" in text
    assert "causeway_match_entries 4.0" in text
    assert 'causeway_match_requests_total{route="other",status="404"} 1.0' in text
    assert PDQ not in text


def test_the_lists_are_named(running: Running) -> None:
    named = running.client.get("/v1/lists").json()["lists"]
    assert [(one["name"], one["scheme"], one["digests"]) for one in named] == [
        ("first.csv", "uk", 3),
        ("second.csv", "uk", 1),
    ]


def test_with_a_token_only_those_who_send_it_are_answered(lists: list[Path]) -> None:
    running = Running(lists, token=TOKEN)
    try:
        for headers in ({}, {"Authorization": "Bearer other"}, {"Authorization": f"Basic {TOKEN}"}):
            refused = running.client.post("/v1/match", json={"pdq": PDQ}, headers=headers)
            assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
        assert running.client.get("/metrics").status_code == 401
        assert running.client.get("/healthz").json() == {"status": "ok"}
        allowed = running.client.post("/v1/match", json={"pdq": PDQ}, headers={"Authorization": f"Bearer {TOKEN}"})
        assert allowed.json()["matches"]
    finally:
        running.close()


def test_lists_are_read_anew_while_it_serves_and_kept_where_they_cannot_be(running: Running, lists: list[Path]) -> None:
    asked = {"md5": "ab" * 16}
    assert running.ask(asked)["matches"] == []
    lists[1].write_text(f"md5,category\n{'ab' * 16},1\n")
    running.server.reload()
    assert [one["category"] for one in running.ask(asked)["matches"]] == ["1"]
    lists[1].write_text("no list of digests\n")
    running.server.reload()
    assert [type(error) for error in running.failed] == [UnreadableList]
    assert running.ask(asked)["matches"]
    metrics = running.client.get("/metrics").text
    assert "causeway_match_reloads_failed_total 1.0" in metrics
    assert "causeway_match_lists_read_timestamp_seconds" in metrics
