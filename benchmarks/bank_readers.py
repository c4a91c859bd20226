"""Subscribers of a bank for its benchmark: each reads the signed feed over HTTP from its own cursor."""

import http.client
import json
import threading
import time
from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from causeway.client.mirror import Asked, Mirror, MirrorWriter
from causeway.hub.base.organisations.commands.issue_credential import IssuedCredential
from causeway.interchange.signal_feed import FeedPage, bank_feed, read_bank_page
from causeway.transparency import VerifierKey

_OK, _NOTHING_OWED = 200, 409


class Door:
    """One connection to the feed of a bank."""

    def __init__(self, base_url: str, bank_id: str, credential: IssuedCredential, key: VerifierKey) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(base_url).netloc, timeout=120)
        told = b64encode(f"{credential.username}:{credential.secret}".encode()).decode()
        self._headers = {"Authorization": f"Basic {told}"}
        self._bank_path, self._key = f"/api/v1/banks/{bank_id}", key
        self.feed = bank_feed(bank_id)

    def page(self, after: int) -> tuple[FeedPage, float]:
        """The page behind this number, checked, and the seconds until its last byte was here."""
        begun = time.perf_counter()
        self._connection.request("GET", f"{self._bank_path}/changes?after={after}", headers=self._headers)
        answer = self._connection.getresponse()
        data = answer.read()
        seconds = time.perf_counter() - begun
        if answer.status != _OK:
            raise SystemExit(f"the feed answered {answer.status}: {data[:200]!r}")
        return read_bank_page(data, self._key), seconds

    def acknowledge(self, up_to: int) -> float:
        """Acknowledge what is owed up to this number, and give the seconds until that was answered."""
        begun = time.perf_counter()
        body = json.dumps({"up_to": up_to, "undid": "Nothing to undo"})
        headers = self._headers | {"Content-Type": "application/json"}
        self._connection.request("POST", f"{self._bank_path}/acknowledgements", body, headers)
        answer = self._connection.getresponse()
        data = answer.read()
        if answer.status not in (_OK, _NOTHING_OWED):
            raise SystemExit(f"the acknowledgement was answered {answer.status}: {data[:200]!r}")
        return time.perf_counter() - begun


@dataclass(slots=True)
class Reader:
    """A subscriber that is up to date and asks every `every_seconds`, until it is stopped.

    `known` says when it had each signal's change, by the clock of `perf_counter`; with `acknowledges` it acknowledges
    each page that had any.
    """

    door: Door
    cursor: int
    every_seconds: float
    stopped: threading.Event
    delay_seconds: float = 0.0
    acknowledges: bool = False
    seconds: list[float] = field(default_factory=list)
    acknowledged_seconds: list[float] = field(default_factory=list)
    known: dict[str, float] = field(default_factory=dict)

    def run(self) -> None:
        """Read on and on."""
        self.stopped.wait(self.delay_seconds)
        while not self.stopped.is_set():
            page, seconds = self.door.page(self.cursor)
            self.cursor = page.header.to
            self.seconds.append(seconds)
            self.known |= dict.fromkeys((change.reference for change in page.changes), time.perf_counter())
            if self.acknowledges and page.changes:
                self.acknowledged_seconds.append(self.door.acknowledge(self.cursor))
            self.stopped.wait(self.every_seconds)


class _StoppedReading(Exception):
    """Nobody wants another page."""


@dataclass(slots=True)
class Beginner:
    """A mirror that is filled from the feed's start until it is whole, or stopped. `steps` is what it has committed."""

    door: Door
    folder: Path
    stopped: threading.Event
    steps: int = 0
    seconds: float = 0.0

    def run(self) -> None:
        """Catch up."""
        writer, begun = MirrorWriter(self.folder), time.perf_counter()
        with suppress(_StoppedReading):
            writer.catch_up(self.door.feed, self._fetched)
        self.seconds = time.perf_counter() - begun
        self.steps = writer.feed_state(self.door.feed).cursor

    def _fetched(self, after: int) -> FeedPage:
        if self.stopped.is_set():
            raise _StoppedReading
        return self.door.page(after)[0]


def up_to_date(door: Door, folder: Path, cursor: int) -> None:
    """A mirror that says of itself that it has come so far, and holds nothing."""
    MirrorWriter(folder).apply_changes([], source=door.feed, cursor=str(cursor), as_of=datetime.now(UTC), is_whole=True)


def seconds_until_gone(door: Door, folder: Path, asked: Asked, *, every_seconds: float, since: float) -> float:
    """How long after `since` the mirror, which asks its feed that often, ceases to report a value."""
    writer, mirror = MirrorWriter(folder), Mirror(folder, stale_after=timedelta(hours=1))
    while mirror.look_up([asked], now=datetime.now(UTC)).hits:
        time.sleep(every_seconds)
        writer.apply(door.page(writer.feed_state(door.feed).cursor)[0])
    return time.perf_counter() - since
