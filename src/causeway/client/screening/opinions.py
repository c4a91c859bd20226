"""What became of hits: kept durably here, and sent to the signals' source when it can be reached.

A list is worth what is said of its matches. A reviewer's word must not be lost because a hub is down, so it is on disk
before `give` returns. Each has a reference of its own, by which the hub takes it once however often it is sent.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Protocol
from uuid import uuid4

from causeway.client.errors import RefusedByServer, ServerUnreachable
from causeway.client.screening.errors import OutboxError
from causeway.vocabulary.screening import UploadHit
from causeway.vocabulary.signals import OpinionKind

LONGEST_NOTE: Final = 500
"""As the hub takes it."""
_WAIT_SECONDS: Final = 10.0
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS opinions (
    number INTEGER PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    signal TEXT NOT NULL,
    kind TEXT NOT NULL,
    note TEXT NOT NULL,
    at TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'refused')),
    refused_with INTEGER
) STRICT
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """One opinion as it is kept. `signal` is the source's reference of what matched."""

    reference: str
    signal: str
    kind: OpinionKind
    note: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What came of sending: `waiting` is how many are still here."""

    sent: int
    refused: int
    waiting: int


class OpinionDoor(Protocol):
    """Where opinions go; `Client` is one. A repeat with the same reference must change nothing there."""

    def give_opinion(self, signal: str, kind: str, *, reference: str, note: str = "") -> None:
        """Take one opinion. Raises RefusedByServer where it never will, ServerUnreachable where it may later."""


class Outbox:
    """Opinions in the SQLite file `path`, which threads and processes may share. Raises OutboxError."""

    def __init__(self, path: Path, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._path, self._now = path, now
        with self._open() as database:
            database.execute(_SCHEMA)

    def give(self, hit: UploadHit, kind: OpinionKind, *, note: str = "") -> Opinion:
        """Keep an opinion on a hit; it is on disk when this returns. Raises OutboxError."""
        if len(note) > LONGEST_NOTE or "\0" in note:
            raise OutboxError("bad_note", f"a note has at most {LONGEST_NOTE} characters")
        opinion = Opinion(reference=str(uuid4()), signal=hit.reference, kind=kind, note=note, at=self._now())
        with self._open() as database:
            database.execute(
                "INSERT INTO opinions (reference, signal, kind, note, at) VALUES (?, ?, ?, ?, ?)",
                (opinion.reference, opinion.signal, kind.value, note, opinion.at.isoformat()),
            )
        return opinion

    def waiting(self) -> tuple[Opinion, ...]:
        """What was not sent yet, oldest first."""
        with self._open() as database:
            rows = database.execute(
                "SELECT reference, signal, kind, note, at FROM opinions WHERE state = 'waiting' ORDER BY number"
            ).fetchall()
        return tuple(
            Opinion(
                reference=reference,
                signal=signal,
                kind=OpinionKind(kind),
                note=note,
                at=datetime.fromisoformat(at),
            )
            for reference, signal, kind, note, at in rows
        )

    def send(self, door: OpinionDoor) -> Sent:
        """Send what waits, oldest first, until the door cannot be reached. What it refuses is kept and not sent again.

        Raises WrongCredential, and then keeps what waits: it can be sent with another.
        """
        waiting = self.waiting()
        sent = refused = 0
        for opinion in waiting:
            try:
                door.give_opinion(opinion.signal, opinion.kind.value, reference=opinion.reference, note=opinion.note)
            except ServerUnreachable:
                break
            except RefusedByServer as refusal:
                self._settle(opinion, "refused", refusal.response_code)
                refused += 1
            else:
                self._settle(opinion, "sent")
                sent += 1
        return Sent(sent=sent, refused=refused, waiting=len(waiting) - sent - refused)

    def _settle(self, opinion: Opinion, state: str, code: int | None = None) -> None:
        with self._open() as database:
            database.execute(
                "UPDATE opinions SET state = ?, refused_with = ? WHERE reference = ?", (state, code, opinion.reference)
            )

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """One transaction, synced to disk at its end."""
        try:
            with closing(sqlite3.connect(self._path, timeout=_WAIT_SECONDS)) as database, database:
                database.execute("PRAGMA synchronous = FULL")
                yield database
        except sqlite3.Error:
            raise OutboxError("bad_outbox", "the outbox cannot be opened, or is none") from None
