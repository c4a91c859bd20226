"""Opinions are on disk before they are sent, wait while nobody answers, and are sent once."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from causeway.client import Client, ServerUnreachable, WrongCredential
from causeway.client.screening import OpinionKind, Outbox, OutboxError, Sent, UploadHit
from causeway.vocabulary.signals import SignalKind, SignalState
from client.mirror.feeds import NOW

HIT = UploadHit(
    kind=SignalKind.MD5,
    value="8e" * 16,
    reference="bridge/1",
    organisation="Bridge Watch",
    state=SignalState.ADDED,
    category=None,
    confidence=None,
    expires_at=None,
    distance_bits=0,
)


class Hub:
    """Answers as the hub's API does: a repeat changes nothing."""

    def __init__(self, *, fails: int = 0, status: int = 200) -> None:
        self.fails, self.status = fails, status
        self.kept: dict[str, Any] = {}
        self.paths: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.paths.append(request.url.raw_path.decode())
        opinion = json.loads(request.content)
        if self.status == 200:
            self.kept.setdefault(opinion["reference"], opinion)
        if self.fails:
            self.fails -= 1
            raise httpx.ReadError("the answer was lost")
        return httpx.Response(self.status, json={"is_new": True, "detail": "There is no such signal."})

    def client(self, *, tries: int = 3) -> Client:
        transport = httpx.MockTransport(self)
        return Client("http://hub.example.org", "a", "b", transport=transport, tries=tries, pause=lambda _seconds: None)


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(tmp_path / "opinions.db", now=lambda: NOW)


def test_an_opinion_waits_on_disk(outbox: Outbox, tmp_path: Path) -> None:
    given = outbox.give(HIT, OpinionKind.WRONG, note="another bridge")
    assert Outbox(tmp_path / "opinions.db").waiting() == (given,)
    assert (given.signal, given.kind, given.at) == ("bridge/1", OpinionKind.WRONG, NOW)


def test_what_was_sent_is_not_sent_again(outbox: Outbox) -> None:
    hub = Hub()
    for kind in OpinionKind:
        outbox.give(HIT, kind)
    with hub.client() as client:
        assert outbox.send(client) == Sent(sent=3, refused=0, waiting=0)
        assert outbox.send(client) == Sent(sent=0, refused=0, waiting=0)
    assert [each["kind"] for each in hub.kept.values()] == ["right", "wrong", "seen_again"]
    assert set(hub.paths) == {"/api/v1/banks/signals/bridge%2F1/opinions"}


def test_a_lost_answer_doubles_nothing(outbox: Outbox) -> None:
    hub = Hub(fails=4)
    given = outbox.give(HIT, OpinionKind.RIGHT)
    with hub.client() as client:
        assert outbox.send(client) == Sent(sent=0, refused=0, waiting=1)
        assert outbox.send(client) == Sent(sent=1, refused=0, waiting=0)
    assert (list(hub.kept), len(hub.paths)) == ([given.reference], 5)


def test_a_refused_opinion_holds_up_no_other(outbox: Outbox) -> None:
    outbox.give(HIT, OpinionKind.RIGHT)
    with Hub(status=404).client() as client:
        assert outbox.send(client) == Sent(sent=0, refused=1, waiting=0)
    with Hub().client() as client:
        assert outbox.send(client) == Sent(sent=0, refused=0, waiting=0)


@pytest.mark.parametrize("status", [401, 403])
def test_a_credential_that_may_not_loses_no_opinion(outbox: Outbox, status: int) -> None:
    given = outbox.give(HIT, OpinionKind.RIGHT)
    with Hub(status=status).client() as client, pytest.raises(WrongCredential):
        outbox.send(client)
    assert outbox.waiting() == (given,)


def test_a_hub_at_fault_is_asked_later(outbox: Outbox) -> None:
    outbox.give(HIT, OpinionKind.RIGHT)
    with Hub(status=500).client() as client:
        assert outbox.send(client) == Sent(sent=0, refused=0, waiting=1)
        with pytest.raises(ServerUnreachable):
            client.give_opinion("bridge", "right", reference="a")


def test_threads_share_an_outbox(outbox: Outbox) -> None:
    with ThreadPoolExecutor(4) as threads:
        given = list(threads.map(lambda _number: outbox.give(HIT, OpinionKind.SEEN_AGAIN), range(20)))
    assert {each.reference for each in outbox.waiting()} == {each.reference for each in given}


def test_what_is_no_outbox_and_what_is_too_long_is_refused(outbox: Outbox, tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"something else" * 100)
    with pytest.raises(OutboxError, match="is none"):
        Outbox(tmp_path / "other")
    with pytest.raises(OutboxError, match="500 characters"):
        outbox.give(HIT, OpinionKind.RIGHT, note="x" * 501)
