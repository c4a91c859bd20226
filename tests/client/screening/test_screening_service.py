"""Uploads screened over HTTP, through a real server: what is found and refused, and what the metrics never name."""

import gzip
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from causeway.client.screening import Screening
from causeway.client.screening._mentions import LONGEST_TEXT
from causeway.client.screening_service.questions import LARGEST_QUESTION_BYTES
from causeway.client.screening_service.serving import ScreenServer
from causeway.selectors import account_selectors
from causeway.vocabulary.referral import Account
from causeway.vocabulary.signals import SignalKind
from client.mirror.feeds import DAY, NOW
from client.screening.uploads import digests_of, encoded, listed, mirrored, picture

KNOB = b"a text about a door knob"
BRIDGE = encoded(picture(1))
LARGEST = 2_000_000
TOKEN = "a-token-of-the-tests"
ADDRESS = "https://example.org/bridges/7"


def started(folder: Path, token: str | None = None) -> Iterator[httpx.Client]:
    pdq = digests_of(BRIDGE).pdq
    assert pdq is not None
    (account,) = account_selectors(Account(service="Harbour Chat", handle="@tidepool"))
    mentions = {SignalKind.ACCOUNT: account.value, SignalKind.URL: ADDRESS, SignalKind.KEYWORD: "door knob"}
    changes = [listed("knob", SignalKind.MD5, digests_of(KNOB).md5), listed("bridge", SignalKind.PDQ, pdq)]
    mirrored(folder, changes + [listed(kind.value, kind, value) for kind, value in mentions.items()])
    with Screening(folder, stale_after=DAY, examiners=1, now=lambda: NOW) as screening:
        server = ScreenServer(screening, host="127.0.0.1", port=0, threads=2, largest_bytes=LARGEST, token=token)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        with httpx.Client(base_url=f"http://127.0.0.1:{server.port}", timeout=30) as client:
            yield client
        server.stop()
        thread.join(10)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[httpx.Client]:
    yield from started(tmp_path / "mirror")


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[httpx.Client]:
    yield from started(tmp_path / "mirror", TOKEN)


def test_an_upload_is_screened_whatever_type_it_claims(client: httpx.Client) -> None:
    headers = {"Content-Type": "text/plain", "Causeway-Reference": "upload 17"}
    found = client.post("/v1/uploads", content=encoded(picture(1), "JPEG", quality=60), headers=headers).json()
    assert (found["asks_review"], found["reference"], found["faults"]) == (True, "upload 17", [])
    assert [(hit["kind"], hit["reference"]) for hit in found["hits"]] == [("pdq", "bridge")]
    assert "never proof" in found["note"]


def test_an_upload_in_pieces_and_a_large_one_are_screened_too(client: httpx.Client) -> None:
    large = client.post("/v1/uploads", content=iter([BRIDGE, bytes(1_000_000)])).json()
    assert large["digests"]["sha256"] == digests_of(BRIDGE + bytes(1_000_000)).sha256
    assert large["hits"][0]["reference"] == "bridge"


def test_digests_are_looked_up(client: httpx.Client) -> None:
    found = client.post("/v1/digests", json={"md5": digests_of(KNOB).md5.upper()}).json()
    assert [hit["reference"] for hit in found["hits"]] == ["knob"]


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        (b"{", "bad_body", None),
        (b"[" * 50_000, "bad_body", None),
        (b"[]", "bad_body", None),
        (b"{}", "bad_body", None),
        (b" " * (LARGEST_QUESTION_BYTES + 1), "too_large", None),
        (b'{"knob": "12"}', "bad_kind", None),
        (b'{"md5": 7}', "bad_digest", "md5"),
        (b'{"md5": "12"}', "bad_digest", "md5"),
        (b'{"account": "someone"}', "bad_kind", "account"),
    ],
)
def test_a_bad_question_is_refused(client: httpx.Client, body: bytes, code: str, field: str | None) -> None:
    answer = client.post("/v1/digests", content=body)
    error = json.loads(answer.text)["error"]
    assert (answer.status_code, error["code"], error["field"]) == (422, code, field)


@pytest.mark.parametrize(
    ("route", "question"),
    [
        ("accounts", {"service": "Harbour Chat", "handle": "@tidepool"}),
        ("urls", {"url": ADDRESS}),
        ("texts", {"text": "A blue door knob"}),
    ],
)
def test_accounts_addresses_and_texts_are_looked_up(client: httpx.Client, route: str, question: dict[str, str]) -> None:
    headers = {"Causeway-Reference": "post 17"}
    found = client.post(f"/v1/{route}", json=question, headers=headers).json()
    assert (found["asks_review"], found["reference"], found["digests"]) == (True, "post 17", None)
    assert [hit["kind"] for hit in found["hits"]] == [{"accounts": "account", "urls": "url", "texts": "keyword"}[route]]
    other = client.post(f"/v1/{route}", json={name: f"{value}9" for name, value in question.items()}).json()
    assert (other["hits"], other["faults"]) == ([], [])


@pytest.mark.parametrize(
    ("route", "question", "code", "field"),
    [
        ("accounts", {"service": "Harbour Chat"}, "missing", "handle"),
        ("accounts", {"handle": "@tidepool"}, "missing", "service"),
        ("accounts", {"service": "Harbour Chat", "name": "@tidepool"}, "bad_field", None),
        ("urls", {"url": 7}, "bad_value", "url"),
        ("urls", {"url": "https://"}, "bad_url", "url"),
        ("urls", {"url": "nonsense"}, "whole_site", "url"),
        ("accounts", {"service": "Harbour Chat", "handle": "@"}, "placeholder", "handle"),
        ("texts", {"text": ""}, "missing", "text"),
    ],
)
def test_a_question_about_no_account_address_or_text_is_refused(
    client: httpx.Client, route: str, question: dict[str, Any], code: str, field: str | None
) -> None:
    answer = client.post(f"/v1/{route}", json=question)
    assert (answer.status_code, answer.json()["error"]["code"], answer.json()["error"]["field"]) == (422, code, field)


def test_a_text_too_long_is_a_fault_and_half_a_character_none(client: httpx.Client) -> None:
    long = client.post("/v1/texts", json={"text": "é" * (LONGEST_TEXT + 1)}).json()
    assert [fault["code"] for fault in long["faults"]] == ["too_large"]
    half = client.post("/v1/texts", content=b'{"text": "door knob \\ud800"}')
    assert (half.status_code, [hit["reference"] for hit in half.json()["hits"]]) == (200, ["keyword"])


def test_a_reference_that_is_too_long_is_refused(client: httpx.Client) -> None:
    answer = client.post("/v1/uploads", content=KNOB, headers={"Causeway-Reference": "x" * 201})
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "Causeway-Reference")


@pytest.mark.parametrize(
    ("sent", "code", "field"),
    [
        ({"files": {"file": ("a.jpg", KNOB)}}, "form", "Content-Type"),
        (
            {"content": gzip.compress(KNOB), "headers": {"Content-Encoding": "gzip"}},
            "content_encoding",
            "Content-Encoding",
        ),
    ],
)
def test_what_wraps_the_file_is_refused_and_never_an_all_clear(
    client: httpx.Client, sent: dict[str, Any], code: str, field: str
) -> None:
    answer = client.post("/v1/uploads", **sent)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["field"]) == (422, code, field)


def test_an_empty_upload_matches_nothing_and_is_no_fault(client: httpx.Client) -> None:
    found = client.post("/v1/uploads", content=b"").json()
    assert (found["hits"], found["faults"], found["compared"]) == ([], [], [])


def test_a_failure_of_the_service_is_an_answer_and_its_log_quotes_nothing(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise ValueError("a door knob")

    monkeypatch.setattr(Screening, "screen", fail)
    answer = client.post("/v1/uploads", content=KNOB)
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "failed")
    assert "ValueError" in caplog.text
    assert "door knob" not in caplog.text
    assert 'causeway_screen_requests_total{route="/v1/uploads",status="500"} 1.0' in client.get("/metrics").text


def test_too_large_and_elsewhere_and_otherwise_are_refused(client: httpx.Client) -> None:
    assert client.post("/v1/uploads", content=bytes(LARGEST + 1)).status_code == 413
    assert client.get("/").status_code == 404
    wrong = client.get("/v1/uploads")
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "POST")
    assert client.post("/v1/uploads", content=KNOB, headers={"Host": "knobs.example"}).status_code == 421


def test_the_metrics_count_and_name_nobody(client: httpx.Client) -> None:
    client.post("/v1/uploads", content=KNOB, headers={"Causeway-Reference": "upload-17"})
    client.post("/v1/uploads", content=BRIDGE[:400])
    text = client.get("/metrics").text
    assert "causeway_screen_uploads_total 2.0" in text
    assert "causeway_screen_uploads_with_hits_total 1.0" in text
    assert 'causeway_screen_faults_total{code="undecodable"} 1.0' in text
    assert not any(secret in text for secret in ("upload-17", digests_of(KNOB).md5, "Bridge Watch", "knob"))


def test_with_a_token_only_those_who_send_it_are_answered(guarded: httpx.Client) -> None:
    assert guarded.post("/v1/uploads", content=KNOB).status_code == 401
    assert guarded.get("/healthz").json() == {"status": "ok"}
    assert guarded.post("/v1/uploads", content=KNOB, headers={"Authorization": f"Bearer {TOKEN}"}).json()["hits"]
