"""A mirror follows a hub's bank: up to date, acknowledged, resumed after a kill, and never misled by what answers."""

import asyncio
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import httpx
import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from causeway.client import AsyncClient, Client, NotAllowed, RefusedByServer, ServerUnreachable
from causeway.client._calling import MOST_ANSWER_BYTES
from causeway.client.following import CLOCKS_APART, HEARTBEAT, LONGEST_WAIT_SECONDS, Follower, Stopped
from causeway.client.following_state import read_following
from causeway.client.mirror import Asked, Mirror
from causeway.hub.base.acting.actors import Scope
from causeway.hub.knowledge.banks.commands.curate import withdraw_signal
from causeway.hub.knowledge.banks.queries.banks import banks_of
from causeway.hub.knowledge.banks.queries.feed import changes_after
from causeway.interchange.signal_feed import FeedRolledBack, PageForged, PageMissing, PageReplayed
from causeway.interchange.signals import PageDamaged
from causeway.transparency import VerifierKey
from causeway.vocabulary.organisations import OrganisationKind
from causeway.vocabulary.signals import SignalKind
from client.hub_pages import BANK, KEY, NOW, OTHER_KEY, answered, client_of
from client.test_client_sends_reports import Line
from hub.banks.sharing import SharedBank, shared_bank
from hub.conftest import SmallWorld, committed_world, world  # noqa: F401 fixtures

DAY = timedelta(days=1)
BOTH = (Scope.READ_SIGNALS, Scope.SEND_SIGNALS)
VALUES = [f"{number:02x}" * 32 for number in range(1, 6)]


@pytest.fixture(autouse=True)
def _keep_connection() -> Iterator[None]:
    """The hub runs in the test's own transaction, whose connection a finished request must not close."""
    for each in (request_started, request_finished):
        each.disconnect(close_old_connections)
    yield
    for each in (request_started, request_finished):
        each.connect(close_old_connections)


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A service that shares a bank, and what it needs to follow it."""

    shared: SharedBank
    folder: Path

    @property
    def key(self) -> VerifierKey:
        return VerifierKey.parse(changes_after(self.shared.sharer, self.shared.bank_id).key)

    def client(self, *scopes: Scope, faults: tuple[str, ...] = ()) -> Client:
        issued, _actor = self.shared.world.credential(self.shared.service, *(scopes or BOTH))
        return Client(
            "http://testserver", issued.username, issued.secret, transport=Line(*faults), pause=lambda _seconds: None
        )

    def follower(self, client: Client, **options: Any) -> Follower:
        return Follower(client, str(self.shared.bank_id), self.key, self.folder, **options)

    def owed(self) -> int:
        return banks_of(self.shared.sharer)[0].owed


@pytest.fixture
def subscriber(world: SmallWorld, tmp_path: Path) -> Subscriber:  # noqa: F811 - the fixture
    return Subscriber(shared_bank(world), tmp_path / "mirror")


def listed(folder: Path, values: list[str] = VALUES, kind: SignalKind = SignalKind.SHA256) -> list[int]:
    """Which of the values the mirror reports."""
    asked = [Asked(kind, value) for value in values]
    answer = Mirror(folder, stale_after=10_000 * DAY).look_up(asked, now=datetime.now(UTC))
    return sorted(hit.asked for hit in answer.hits)


def test_a_withdrawal_reaches_the_mirror_and_is_acknowledged_once(subscriber: Subscriber, tmp_path: Path) -> None:
    signals = [subscriber.shared.add(value) for value in VALUES[:3]]
    undo = tmp_path / "undo.jsonl"
    with subscriber.client() as client:
        follower = subscriber.follower(client, undid="Nothing to undo", undo=undo)
        first = follower.round()
        withdraw_signal(subscriber.shared.curator, signals[1], "A door knob")
        assert (listed(subscriber.folder), subscriber.owed()) == ([0, 1, 2], 1)
        second, third = follower.round(), follower.round()
    assert [(each.changes, each.cursor, each.is_whole) for each in (first, second, third)] == [
        (3, 3, True),
        (1, 4, True),
        (0, 4, True),
    ]
    assert [each.acknowledged for each in (first, second, third)] == [0, 1, 0]
    assert (listed(subscriber.folder), subscriber.owed()) == ([0, 2], 0)
    assert [json.loads(line) for line in undo.read_text().splitlines()] == [
        {"bank": str(subscriber.shared.bank_id), "number": 4, "change": "withdrawn", "signal": str(signals[1])}
    ]
    assert read_following(subscriber.folder).acknowledged_up_to == 4


def test_what_a_run_before_owed_is_acknowledged_by_the_next(subscriber: Subscriber) -> None:
    withdraw_signal(subscriber.shared.curator, subscriber.shared.add(VALUES[0]), "A door knob")
    with subscriber.client() as client:
        assert subscriber.follower(client, undid=None).round().acknowledged == 0
        assert (subscriber.owed(), client.banks()[0].owed) == (1, 1)
        assert subscriber.follower(client).round().acknowledged == 1
        bank = str(subscriber.shared.bank_id)
        assert client.acknowledge_changes(bank, up_to=2, undid="Nothing to undo") == 0


def test_a_lost_answer_acknowledges_once_and_is_no_fault(subscriber: Subscriber) -> None:
    withdraw_signal(subscriber.shared.curator, subscriber.shared.add(VALUES[0]), "A door knob")
    with subscriber.client(faults=("lost", "busy", "", "lost")) as client:
        assert subscriber.follower(client).round().is_whole
    assert subscriber.owed() == 0


def test_a_credential_that_may_only_read_keeps_the_mirror_up_to_date_and_says_what_it_lacks(
    subscriber: Subscriber,
) -> None:
    withdraw_signal(subscriber.shared.curator, subscriber.shared.add(VALUES[0]), "A door knob")
    subscriber.shared.add(VALUES[1])
    with subscriber.client(Scope.READ_SIGNALS) as client:
        done = subscriber.follower(client).round()
    assert (done.is_whole, listed(subscriber.folder), subscriber.owed()) == (True, [1], 1)
    assert "needs the scope" in done.cannot_acknowledge
    assert read_following(subscriber.folder).fault == done.cannot_acknowledge
    with subscriber.client(Scope.SEND_CANDIDATES) as client, pytest.raises(NotAllowed, match="scope to read signals"):
        client.banks()


def test_a_bank_that_is_shared_no_more_is_a_refusal(subscriber: Subscriber) -> None:
    stranger = subscriber.shared.world.organisation(OrganisationKind.SERVICE, "Door Knob Fans")
    issued, _actor = subscriber.shared.world.credential(stranger, *BOTH)
    with Client("http://testserver", issued.username, issued.secret, transport=Line()) as client:
        with pytest.raises(RefusedByServer, match="404"):
            subscriber.follower(client).round()
        assert client.banks() == ()


def test_a_follower_that_is_killed_goes_on_where_its_mirror_is(
    committed_world: SmallWorld,  # noqa: F811 - the fixture
    live_server: Any,
    tmp_path: Path,
) -> None:
    subscriber = Subscriber(shared_bank(committed_world), tmp_path / "mirror")
    for value in VALUES:
        subscriber.shared.add(value)
    issued, _actor = committed_world.credential(subscriber.shared.service, *BOTH)
    bank, key = str(subscriber.shared.bank_id), subscriber.key
    words = [live_server.url, issued.username, issued.secret, bank, str(key), str(subscriber.folder)]
    program = Path(__file__).with_name("killed_follower.py")
    killed = subprocess.run([sys.executable, program, *words], check=False)
    assert (killed.returncode, listed(subscriber.folder)) == (-signal.SIGKILL, [0, 1])
    withdraw_signal(subscriber.shared.curator, _signal_of(subscriber, 1), "A door knob")
    with Client(live_server.url, issued.username, issued.secret) as client:
        done = Follower(client, bank, key, subscriber.folder).round()
    assert (done.changes, done.acknowledged, done.is_whole) == (4, 1, True)
    assert listed(subscriber.folder) == [1, 2, 3, 4]


def _signal_of(subscriber: Subscriber, number: int) -> UUID:
    page = changes_after(subscriber.shared.sharer, subscriber.shared.bank_id).page
    return UUID(next(each["signal_id"] for each in page["changes"] if each["number"] == number))


class Hub:
    """Gives the same answer to all, and counts."""

    def __init__(self, *answers: Any) -> None:
        self.answers, self.count = list(answers), 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/acknowledgements"):
            return httpx.Response(409, json={"detail": "No acknowledgement is owed."})
        self.count += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return answer if isinstance(answer, httpx.Response) else httpx.Response(200, json=answer)


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (answered(2, ["added"], key=OTHER_KEY), PageForged),
        (answered(2, ["added"]) | {"signature": "AAAA"}, PageForged),
        (answered(3, ["added"]), PageMissing),
        (answered(1, ["added"], head=9), PageReplayed),
        (answered(2, [], head=1) | {}, PageDamaged),
        (answered(0, ["added"]), PageReplayed),
        ({"page": {}}, PageDamaged),
        (httpx.Response(200, content=b"<html>"), PageDamaged),
        (httpx.Response(200, content=b"[" * 100_000), PageDamaged),
        (httpx.Response(404, content=b"<html>"), ServerUnreachable),
        (httpx.Response(500, json={"detail": "a fault"}), ServerUnreachable),
        (httpx.Response(200, headers={"Content-Encoding": "gzip"}, content=b""), ServerUnreachable),
        (httpx.Response(200, content=bytes(MOST_ANSWER_BYTES + 1)), ServerUnreachable),
    ],
)
def test_an_answer_that_cannot_be_trusted_changes_nothing(answer: Any, fault: type[Exception], tmp_path: Path) -> None:
    hub = Hub(answered(0, ["added", "added"]), answer)
    with client_of(hub) as client:
        follower = Follower(client, BANK, KEY.verifier, tmp_path)
        follower.round()
        with pytest.raises(fault):
            follower.round()
    assert listed(tmp_path, [f"{number:032x}" for number in range(1, 5)], SignalKind.MD5) == [0, 1]
    assert read_following(tmp_path).fault


@pytest.mark.parametrize("first", [[], [httpx.Response(503)]])
def test_a_bank_that_the_hub_never_showed_leaves_no_place(first: list[httpx.Response], tmp_path: Path) -> None:
    place, other = tmp_path / "banks" / BANK, tmp_path / "other"
    gone = httpx.Response(404, json={"detail": "There is no such bank."})
    for folder in (place, other):
        with client_of(Hub(*first, gone)) as client, pytest.raises(RefusedByServer):
            Follower(client, BANK, KEY.verifier, folder).follow(wait=lambda _seconds: False)
    assert (list(place.parent.iterdir()), other.is_dir()) == ([], True)


def test_a_bank_that_the_hub_shows_no_more_keeps_its_mirror_and_what_went_wrong(tmp_path: Path) -> None:
    place = tmp_path / "banks" / BANK
    hub = Hub(answered(0, ["added"]), httpx.Response(404, json={"detail": "There is no such bank."}))
    with client_of(hub) as client, pytest.raises(RefusedByServer):
        Follower(client, BANK, KEY.verifier, place).follow(wait=lambda _seconds: False)
    assert (len(Mirror(place, stale_after=DAY)), "no such bank" in read_following(place).fault) == (1, True)


def test_a_log_that_was_cut_is_refused_and_never_tried_again(tmp_path: Path) -> None:
    hub = Hub(answered(0, ["added", "added"], head=5), answered(2, [], head=3))
    with client_of(hub) as client, pytest.raises(FeedRolledBack):
        Follower(client, BANK, KEY.verifier, tmp_path).follow(wait=lambda _seconds: False)


def test_a_hub_that_speaks_of_more_and_gives_none_is_asked_no_longer(tmp_path: Path) -> None:
    hub = Hub(answered(0, ["added"], head=5), answered(1, [], head=5))
    with client_of(hub) as client:
        done = Follower(client, BANK, KEY.verifier, tmp_path).round()
    assert (done.is_whole, done.cursor, done.head, hub.count) == (False, 1, 5, 2)


@pytest.mark.parametrize("bank", ["/home/knob/.config", "../../knob", 7])
def test_a_bank_whose_identifier_could_be_a_path_is_not_in_the_format(bank: object) -> None:
    told = {"name": "B", "curator": "C", "is_own": False, "is_shared": True, "scheme": "uk", "owed": 0}
    hub = Hub(httpx.Response(200, json=[told | {"id": bank}]), httpx.Response(200, json=[told | {"id": BANK.upper()}]))
    with client_of(hub) as client:
        with pytest.raises(ServerUnreachable, match="not in the format"):
            client.banks()
        assert [each.id for each in client.banks()] == [BANK]


def test_an_endless_answer_is_read_no_further_than_it_may_be_long() -> None:
    read = 0

    class Endless(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            nonlocal read
            while True:
                read += 1
                yield bytes(1 << 20)

    client = client_of(lambda _request: httpx.Response(200, stream=Endless()))
    with client, pytest.raises(ServerUnreachable, match="longer than"):
        client.bank_changes(BANK, KEY.verifier)
    assert read == MOST_ANSWER_BYTES // (1 << 20) + 1


def test_while_the_hub_is_away_it_is_asked_less_and_less_often(tmp_path: Path) -> None:
    away = httpx.Response(503)
    waits: list[float] = []
    told: list[str] = []

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        return len(waits) == 8

    hub = Hub(*[away] * 6, answered(0, ["added"]), answered(1, []))
    with client_of(hub) as client:
        Follower(client, BANK, KEY.verifier, tmp_path, now=lambda: NOW).follow(
            wait=wait, every_seconds=2, on_fault=lambda fault, _seconds: told.append(str(fault)), chance=Random(1)
        )
    longest = [5, 10, 20, 40, LONGEST_WAIT_SECONDS, LONGEST_WAIT_SECONDS]
    assert all(most / 2 <= waited <= most for waited, most in zip(waits, longest, strict=False))
    assert (waits[6:], len(told), read_following(tmp_path).fault) == ([2, 2], 6, "")


def test_the_disk_hears_of_nothing_new_twice_a_minute(tmp_path: Path) -> None:
    beats = [NOW, NOW + HEARTBEAT / 2, NOW + HEARTBEAT]
    hub = Hub(answered(0, ["added"], at=NOW), *[answered(1, [], at=at) for at in beats])
    stamps = []
    with client_of(hub) as client:
        follower = Follower(client, BANK, KEY.verifier, tmp_path, now=lambda: NOW)
        for _ in range(4):
            follower.round()
            stamps.append(Mirror(tmp_path, stale_after=DAY).look_up([], now=NOW).as_of)
    assert stamps == [NOW, NOW, NOW, NOW + HEARTBEAT]


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (DAY, "this machine's clock is 24 hours ahead of the hub's: set right whichever is wrong"),
        (-DAY / 24, "this machine's clock is 60 minutes behind the hub's: set right whichever is wrong"),
        (DAY / 24 / 60, ""),
    ],
)
def test_a_clock_that_is_wrong_is_told_and_stops_nothing(ahead: timedelta, said: str, tmp_path: Path) -> None:
    hub = Hub(answered(0, ["added"], at=NOW), answered(1, [], at=NOW))
    with client_of(hub) as client:
        done = Follower(client, BANK, KEY.verifier, tmp_path, now=lambda: NOW + ahead).round()
    assert (done.cursor, done.is_whole, done.clock_fault) == (1, True, said)
    assert read_following(tmp_path).fault == said
    assert Mirror(tmp_path, stale_after=2 * CLOCKS_APART).look_up([], now=NOW + ahead).is_stale is bool(said)


def test_a_follower_that_is_told_to_stop_keeps_what_it_read(tmp_path: Path) -> None:
    hub = Hub(answered(0, ["added"], head=3), answered(1, ["added"], head=3), answered(2, ["added"], head=3))
    with client_of(hub) as client:
        follower = Follower(client, BANK, KEY.verifier, tmp_path, may_go_on=lambda: hub.count < 2)
        with pytest.raises(Stopped):
            follower.round()
    assert listed(tmp_path, [f"{number:032x}" for number in (1, 2, 3)], SignalKind.MD5) == [0, 1]


def test_beside_an_event_loop_the_same_is_awaited(subscriber: Subscriber) -> None:
    hub = Hub(answered(0, ["added", "withdrawn"]))

    async def use() -> tuple[int, int]:
        async with AsyncClient(client_of(hub)) as client:
            page = await client.bank_changes(BANK, KEY.verifier)
            return page.header.to, await client.acknowledge_changes(BANK, up_to=2, undid="Nothing to undo")

    assert asyncio.run(use()) == (2, 0)


def test_beside_an_event_loop_all_can_be_asked() -> None:
    there = {name for name in vars(Client) if not name.startswith("_")}
    assert there - vars(AsyncClient).keys() == {"close"}
