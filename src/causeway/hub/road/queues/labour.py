"""Doing owed work: a piece from each sender in turn, in the round itself or beside it.

One file may take its examiner a minute, and one referral may hold many. So the running worker does owed work beside its
rounds, by hands in a process of their own (`hands_apart`): whatever is owed, an alert is raised and climbs. Both share
nothing but tables, as two workers do.
"""

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.walls.remembering import remembering
from causeway.hub.road.queues.claiming import claim, owing_senders, put_off
from causeway.hub.road.queues.faults import fault_code
from causeway.hub.road.queues.stages import Tools, perform

PIECES_AT_ONCE = 24
"""Of one desk, before what they entered is numbered and followed."""
DATABASE_FAULTS = (OperationalError, InterfaceError)
_LOOK_SECONDS = 0.25
_STOP_SECONDS = 10.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pieces:
    """How many pieces of work were done, and how many put off after a fault."""

    done: int = 0
    put_off: int = 0


class Works(Protocol):
    """Whoever does owed work of a desk when told to: `Hands`, or hands in another process."""

    def work(self, actor: Actor, now: datetime) -> Pieces:
        """Some owed work of one desk. It raises only what says that the database is away, or that the hands are."""
        ...


class Hands:
    """Does owed work, and remembers whose turn it is."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._last_served: dict[UUID, UUID] = {}

    def work(self, actor: Actor, now: datetime) -> Pieces:
        """Some owed work of one desk. It raises only what says that the database is away."""
        with remembering():
            return self._work(actor, now)

    def _work(self, actor: Actor, now: datetime) -> Pieces:
        desk_id, left, failed = actor.organisation_id, PIECES_AT_ONCE, 0
        while left > 0:
            with acting_as(actor):
                senders = owing_senders(desk_id)
            last = self._last_served.get(desk_id)
            if last is not None:
                senders = [one for one in senders if one > last] + [one for one in senders if one <= last]
            before = left
            for sender_id in senders[:left]:
                is_done = self._do_one(actor, sender_id, now)
                self._last_served[desk_id] = sender_id
                left -= is_done is not None
                failed += is_done is False
            if left == before:
                break
        return Pieces(PIECES_AT_ONCE - left - failed, failed)

    def _do_one(self, actor: Actor, sender_id: UUID, now: datetime) -> bool | None:
        """One piece of a sender's: claimed, done and marked in one transaction. False when it was put off, None when
        there was none.
        """
        work = None
        try:
            with acting_as(actor):
                work = claim(actor.organisation_id, sender_id, now)
                if work is None:
                    return None
                perform(actor, work, self._tools, now)
        except DATABASE_FAULTS:
            raise
        except Exception as fault:
            if work is None:
                raise
            log.error("Stage %s put off: %s", work.stage, fault_code(fault))
            with acting_as(actor):
                put_off(work.id, fault_code(fault), now)
            return False
        return True


class Labour:
    """Has owed work done beside the rounds, whenever one has asked for it. `wake` starts the next round."""

    def __init__(self, hands: Works, wake: Callable[[], None]) -> None:
        self.done = 0
        self.is_busy = False
        self._hands = hands
        self._wake = wake
        self._desks: tuple[Actor, ...] = ()
        self._asked = threading.Event()
        self._stop = threading.Event()
        self._fault: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="causeway-labour", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the pieces in hand; what does not end soon is undone with the process and still owed."""
        self._stop.set()
        self._thread.join(_STOP_SECONDS)

    def ask_for(self, desks: Iterable[Actor]) -> None:
        """Let what is owed by these desks be done soon. Raises what ended the thread, if anything has."""
        if self._fault is not None:
            raise self._fault
        self._desks = tuple(desks)
        self._asked.set()

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                if self._asked.wait(_LOOK_SECONDS):
                    self._asked.clear()
                    self._work()
        except Exception as fault:  # noqa: BLE001 the edge of the thread: the next round raises it
            self._fault = fault
        finally:
            connection.close()

    def _work(self) -> None:
        """Until nothing is left. A database that is away is tried again when the next round asks."""
        self.is_busy = True
        try:
            while not self._stop.is_set():
                close_old_connections()
                done = sum(self._hands.work(desk, timezone.now()).done for desk in self._desks)
                if not done:
                    return
                self.done += done
                self._wake()
        except DATABASE_FAULTS:
            connection.close()
        finally:
            self.is_busy = False
