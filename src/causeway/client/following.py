"""Keeps the mirror of a hub's bank up to date, for as long as a service runs.

A round fetches what is new, makes it part of the mirror, and acknowledges it after that. Whatever it is stopped by, a
kill too, the next round goes on from the mirror's last commit, and acknowledges what the last one still owed.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from json import dumps
from pathlib import Path
from random import Random
from typing import Any, Final, Protocol

from causeway.client.errors import ClientError, NotAllowed, RefusedByServer, ServerUnreachable
from causeway.client.following_state import read_following, write_following
from causeway.client.mirror import MirrorBusy, MirrorError, MirrorWriter, clear_unbegun, followed
from causeway.interchange.signal_feed import (
    FeedPage,
    FeedState,
    PageForged,
    PageHeader,
    PageMissing,
    PageReplayed,
    bank_feed,
)
from causeway.interchange.signals import PageDamaged, SignalFormatError
from causeway.transparency import VerifierKey
from causeway.vocabulary.signals import SignalChange, SignalChangeKind

EVERY_SECONDS: Final = 5.0
"""So long after a round the next begins: an empty page is one small question."""
FIRST_WAIT_SECONDS: Final = 5.0
LONGEST_WAIT_SECONDS: Final = 60.0
"""A hub that is away is asked less and less often, and found again within a minute (our choice)."""
HEARTBEAT: Final = timedelta(seconds=30)
"""While nothing is new the disk is touched no more often."""
CLOCKS_APART: Final = timedelta(minutes=5)
"""More than an answer takes, and than clocks drift that are set by the network (our choice)."""
UNDID: Final = "Our mirror took it over: what was taken out of use is reported no more."
"""What is acknowledged where nothing else is said: no more than the mirror itself did."""
TO_UNDO: Final = frozenset(
    {
        SignalChangeKind.WITHDRAWN,
        SignalChangeKind.SUSPENDED,
        SignalChangeKind.MOVED,
        SignalChangeKind.REGRADED,
        SignalChangeKind.DISPUTED,
        SignalChangeKind.APPEALED,
    }
)
"""What a service may have to undo, and for which the hub may wait for a word."""
PASSES: Final = (ServerUnreachable, PageForged, PageDamaged, PageMissing, PageReplayed, MirrorBusy, OSError)
"""Faults after which the next round may go well. After all others a person must look."""
_TWO_HOURS: Final = 120
"""In minutes; beyond it hours say enough."""
Fault = ClientError | MirrorError | SignalFormatError | OSError


class BankDoor(Protocol):
    """Where a bank is read; `Client` is one."""

    def bank_changes(self, bank: str, key: VerifierKey, *, after: int = 0, limit: int = ...) -> FeedPage:
        """The page behind a number, checked."""

    def acknowledge_changes(self, bank: str, *, up_to: int, undid: str) -> int:
        """Acknowledge, and give how many that were."""


class Stopped(Exception):
    """The round was told to end; what it had read is in the mirror."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What came of one round. `is_whole`: the hub had nothing more ready. `cannot_acknowledge` says why what is owed
    stays owed, `clock_fault` how far this machine's clock is from the hub's: signals expire, and a mirror is stale, by
    this machine's. Both are empty else.
    """

    changes: int
    cursor: int
    head: int
    is_whole: bool
    acknowledged: int = 0
    cannot_acknowledge: str = ""
    clock_fault: str = ""


class Follower:
    """Follows one bank into the mirror in `folder`, by the hub's `key`; `bank_folder` says which that is where several
    banks share a folder.

    Args:
        undid: what is said when changes are acknowledged; None leaves them owed, for a person to acknowledge.
        undo: where each change that may have to be undone is added as a line of JSON, before the mirror has it; a
            first copy tells none, for nobody acted on it yet. After a kill some lines may stand there twice.
        on_page: hears of every page that was read.
        may_go_on: asked before every page.
    """

    def __init__(
        self,
        door: BankDoor,
        bank: str,
        key: VerifierKey,
        folder: Path,
        *,
        undid: str | None = UNDID,
        undo: Path | None = None,
        on_page: Callable[[PageHeader], None] = lambda _header: None,
        may_go_on: Callable[[], bool] = lambda: True,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._door, self._bank, self._key, self._folder = door, bank, key, folder
        self._undid, self._undo = undid, undo
        self._on_page, self._may_go_on, self._now = on_page, may_go_on, now
        self._writer = MirrorWriter(folder)
        self._following = read_following(folder)
        self._name = self._following.name
        self._may_owe = True  # what a run before this one left
        self._clock_ahead = timedelta()

    @property
    def bank(self) -> str:
        """The bank's identifier."""
        return self._bank

    @property
    def folder(self) -> Path:
        """Where its mirror is."""
        return self._folder

    def round(self) -> Round:
        """Bring the mirror up to date once.

        Raises:
            Stopped: `may_go_on` said so. ClientError, SignalFormatError, MirrorError, OSError: it is not up to date;
            those of `PASSES` may be tried again.
        """
        with self._in_its_place():
            try:
                caught = self._acknowledged(*self._caught_up())
                caught = replace(caught, clock_fault=_clock_fault(self._clock_ahead))
            except (ClientError, MirrorError, SignalFormatError, OSError) as fault:
                self._note(fault=told(fault))
                raise
            self._note(fault=caught.cannot_acknowledge or caught.clock_fault, reached=True, acknowledged=caught)
        return caught

    def follow(
        self,
        *,
        wait: Callable[[float], bool],
        every_seconds: float = EVERY_SECONDS,
        on_round: Callable[[Round], None] = lambda _round: None,
        on_fault: Callable[[Fault, float], None] = lambda _fault, _seconds: None,
        chance: Random | None = None,
    ) -> None:
        """Go round after round until `wait`, which waits so many seconds, says True. After a fault that passes the next
        round is later each time, by chance spread, so that not all subscribers come at once.

        Raises what `round` raises, but for what passes, and for Stopped.
        """
        spread, longest = chance or Random(), FIRST_WAIT_SECONDS  # noqa: S311 - not for secrecy
        with self._in_its_place():
            while True:
                try:
                    on_round(self.round())
                    pause, longest = every_seconds, FIRST_WAIT_SECONDS
                except Stopped:
                    return
                except PASSES as fault:
                    pause, longest = longest * spread.uniform(0.5, 1), min(2 * longest, LONGEST_WAIT_SECONDS)
                    on_fault(fault, pause)
                if wait(pause):
                    return

    @contextmanager
    def _in_its_place(self) -> Iterator[None]:
        """While this lasts the mirror is not forgotten. Of a bank that the hub does not show, and of which no page was
        ever had, nothing stays.
        """
        try:
            with followed(self._folder):
                yield
        except RefusedByServer as refusal:
            if refusal.response_code == HTTPStatus.NOT_FOUND:
                clear_unbegun(self._folder)
            raise

    def _caught_up(self) -> tuple[FeedState, FeedState]:
        """Where the mirror was, and where it is now."""
        before = self._writer.feed_state(bank_feed(self._bank))
        first = self._fetched(before.cursor, is_first_copy=not before.cursor)
        if self._is_still(before, first):
            before.after(first.header)
            return before, before
        known = [first]

        def fetch(after: int) -> FeedPage:
            if known and known[0].header.after == after:
                return known.pop()
            return self._fetched(after, is_first_copy=not before.cursor)

        return before, self._writer.catch_up(bank_feed(self._bank), fetch)

    def _is_still(self, before: FeedState, page: FeedPage) -> bool:
        """Whether the page says no more than that nothing is new, and the disk heard so not long ago."""
        if page.changes or before.as_of is None or page.header.head != before.cursor:
            return False
        return page.header.issued_at - before.as_of < HEARTBEAT

    def _fetched(self, after: int, *, is_first_copy: bool) -> FeedPage:
        if not self._may_go_on():
            raise Stopped
        page = self._door.bank_changes(self._bank, self._key, after=after)
        to_undo = [change for change in page.changes if change.what in TO_UNDO]
        if to_undo:
            self._may_owe = True
        if to_undo and self._undo is not None and not is_first_copy:
            _add_lines(self._undo, [_line(self._bank, change) for change in to_undo])
        self._name = page.header.title
        self._clock_ahead = self._now() - page.header.issued_at
        self._on_page(page.header)
        return page

    def _acknowledged(self, before: FeedState, state: FeedState) -> Round:
        done = Round(
            changes=state.cursor - before.cursor, cursor=state.cursor, head=state.head, is_whole=state.is_whole
        )
        if self._undid is None or not self._may_owe or not state.cursor:
            return done
        try:
            count = self._door.acknowledge_changes(self._bank, up_to=state.cursor, undid=self._undid)
        except NotAllowed as fault:
            return replace(done, cannot_acknowledge=str(fault))
        self._may_owe = False
        return replace(done, acknowledged=count)

    def _note(self, *, fault: str, reached: bool = False, acknowledged: Round | None = None) -> None:
        """Keep beside the mirror how it went; an hour of nothing new is noted twice a minute and no more often."""
        now, last = self._now(), self._following
        noted = replace(last, bank=self._bank, name=self._name, tried_at=now, fault=fault)
        if reached:
            noted = replace(noted, reached_at=now)
        if acknowledged is not None and acknowledged.acknowledged:
            noted = replace(noted, acknowledged_up_to=acknowledged.cursor, acknowledged_at=now)
        is_same = (noted.name, noted.fault, noted.acknowledged_at) == (last.name, last.fault, last.acknowledged_at)
        if is_same and last.tried_at is not None and timedelta() <= now - last.tried_at < HEARTBEAT:
            return
        write_following(self._folder, noted)
        self._following = noted


def told(fault: Fault) -> str:
    """A fault in one line that shows nothing of a signal."""
    if isinstance(fault, OSError):
        return f"the mirror's folder: {fault.strerror or type(fault).__name__}"
    return str(fault)


def _clock_fault(ahead: timedelta) -> str:
    if abs(ahead) <= CLOCKS_APART:
        return ""
    minutes = round(abs(ahead) / timedelta(minutes=1))
    span = f"{minutes} minutes" if minutes < _TWO_HOURS else f"{minutes / 60:.0f} hours"
    where = "ahead of" if ahead > timedelta() else "behind"
    return f"this machine's clock is {span} {where} the hub's: set right whichever is wrong"


def _add_lines(path: Path, lines: list[dict[str, Any]]) -> None:
    """On return they survive a loss of power; only their owner may read them."""
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "ab") as file:
        file.write("".join(f"{dumps(line)}\n" for line in lines).encode())
        file.flush()
        os.fsync(file.fileno())


def _line(bank: str, change: SignalChange) -> dict[str, Any]:
    return {"bank": bank, "number": change.cursor, "change": change.what.value, "signal": change.reference}
