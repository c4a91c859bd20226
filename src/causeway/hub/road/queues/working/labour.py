"""Doing owed work: a piece from each sender in turn, in the round itself or beside it.

One file may take its examiner a minute, and one referral may hold many. So the running worker does owed work beside its
rounds, by hands in a process of their own (`hands_apart`): whatever is owed, an alert is raised and climbs. Both share
nothing but tables, as two workers do.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import Error, close_old_connections, connection
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.rows.batching import in_batches
from causeway.hub.base.rows.remembering import remembering
from causeway.hub.base.walls.away import is_away
from causeway.hub.road.clusters.looks import desk_looks
from causeway.hub.road.intake.commands.accept_referral import DESK_KINDS
from causeway.hub.road.queues.bringing import bring_imminent
from causeway.hub.road.queues.clearing.stages import Tools, clear_together, perform
from causeway.hub.road.queues.working.claiming import Due, Stage, claim, due_in_turn, put_off
from causeway.hub.road.queues.working.faults import fault_code
from causeway.vocabulary.findings import Clearing

PIECES_AT_ONCE = 24
"""Of one desk, before what they entered is numbered and followed."""
HELD_FOR_WHAT_CAN_WAIT = 4
"""One piece in so many, however much that is new is due: else a flood would hold a new policy up for good."""
CLEARED_TOGETHER = 8
"""In one transaction, which keeps everybody else waiting who clears for the desk, or parts and joins."""
TURN_SECONDS = 10.0
"""After these it is the next desk's or service's turn: one that brings much or bad files holds up no other for long."""
EXAMINED_SECONDS = 1.0
"""After so long no further file is begun before it is looked again what there is to clear."""
_LOOK_SECONDS = 0.25
_STOP_SECONDS = 10.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pieces:
    """How many pieces of work were done, and how many put off after a fault."""

    done: int = 0
    put_off: int = 0

    def __add__(self, more: "Pieces") -> "Pieces":
        """Both together."""
        return Pieces(self.done + more.done, self.put_off + more.put_off)


class Works(Protocol):
    """Whoever does owed work of a desk when told to: `Hands`, or hands in another process."""

    def work(self, actor: Actor, now: datetime) -> Pieces:
        """Some owed work of one desk. It raises only what says that the database is away, or that the hands are."""
        ...


class SeesToOwed(Protocol):
    """Whoever a round turns to for owed work: `Hands` do it in the round, a `Labour` has it done beside the round."""

    @property
    def is_busy(self) -> bool:
        """Whether owed work is done beside the rounds now."""
        ...

    def see_to(self, desks: Sequence[Actor], now: datetime) -> Pieces:
        """Let what is owed by these desks be done; gives what was done in the round. It raises only what says that the
        database is away.
        """
        ...


class Hands:
    """Does owed work, and remembers whose turn it is."""

    is_busy = False

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._last_served: dict[tuple[UUID, bool], UUID] = {}

    def see_to(self, desks: Sequence[Actor], now: datetime) -> Pieces:
        """Some owed work of each desk, at once."""
        return sum((self.work(desk, now) for desk in desks), Pieces())

    def work(self, actor: Actor, now: datetime) -> Pieces:
        """Some owed work of one desk. Of faults of the database it raises only what says that it is away: at another,
        outside any piece of work, the desk waits for its next turn.
        """
        try:
            with remembering():
                return self._work(actor, now)
        except Error as fault:
            if is_away(fault):
                raise
            log.error("A desk's owed work stopped: %s", fault_code(fault))
            return Pieces()

    def _work(self, actor: Actor, now: datetime) -> Pieces:
        desk_id, total = actor.organisation_id, Pieces()
        end_at = time.monotonic() + TURN_SECONDS
        while (left := PIECES_AT_ONCE - total.done - total.put_off) > 0 and time.monotonic() < end_at:
            with acting_as(actor):
                new = self._due(desk_id, now, most=left)
                held = max(left // HELD_FOR_WHAT_CAN_WAIT, left - len(new))
                waiting = self._due(desk_id, now, most=held, can_wait=True)
            new = new[: left - len(waiting)]
            pieces = self._do(actor, [*new, *waiting], now)
            if pieces == Pieces():
                break
            for can_wait, served in ((False, new), (True, waiting)):
                if served:
                    self._last_served[desk_id, can_wait] = served[-1].sender_id
            total += pieces
        return total

    def _due(self, desk_id: UUID, now: datetime, *, most: int, can_wait: bool = False) -> list[Due]:
        after = self._last_served.get((desk_id, can_wait))
        return due_in_turn(desk_id, now, after=after, most=most, can_wait=can_wait)

    def _do(self, actor: Actor, due: Sequence[Due], now: datetime) -> Pieces:
        """Clearings of these pieces, together, and then the others for as long as nobody waits too long for a clearing;
        a piece that has failed before holds up no others.
        """
        together = [one.work_id for one in due if one.stage == Stage.CLEAR and not one.attempts]
        alone = [one.work_id for one in due if one.work_id not in together]
        pieces = sum((self._clear(actor, some, now) for some in in_batches(together, CLEARED_TOGETHER)), Pieces())
        stop_at = time.monotonic() + EXAMINED_SECONDS
        for work_id in alone:
            pieces += self._do_one(actor, work_id, now)
            if time.monotonic() > stop_at:
                break
        return pieces

    def _clear(self, actor: Actor, work_ids: Sequence[UUID], now: datetime) -> Pieces:
        """Clearings in one transaction, or, where that fails, each by itself."""
        try:
            with acting_as(actor):
                works = claim(work_ids, now)
                cleared = clear_together(actor, works, self._tools, now) if works else {}
        except Exception as fault:
            desk_looks(actor.organisation_id).take_back()
            if is_away(fault):
                raise
            log.error("%d cleared together failed, each by itself now: %s", len(work_ids), fault_code(fault))
        else:
            bring_imminent(actor, cleared, now)
            return Pieces(len(cleared))
        return sum((self._do_one(actor, work_id, now) for work_id in work_ids), Pieces())

    def _do_one(self, actor: Actor, work_id: UUID, now: datetime) -> Pieces:
        """One piece: claimed, done and marked in one transaction, or put off; neither where somebody else has it."""
        work = None
        try:
            with acting_as(actor):
                cleared: Mapping[UUID, Clearing] = {}
                for work in claim([work_id], now):
                    cleared = perform(actor, work, self._tools, now)
        except Exception as fault:
            if work is None or is_away(fault):
                raise
            log.error("Stage %s put off: %s", work.stage, fault_code(fault))
            with acting_as(actor):
                put_off(work.id, fault_code(fault), now)
            return Pieces(put_off=1)
        bring_imminent(actor, cleared, now)
        return Pieces(done=work is not None)


class Labour:
    """Has owed work done beside the rounds by all these hands at once, whenever one has asked for it. `wake` starts the
    next round.
    """

    def __init__(self, hands: Iterable[Works], wake: Callable[[], None]) -> None:
        self._shifts = [_Shift(each, wake) for each in hands]

    @property
    def done(self) -> int:
        """Pieces of work, since the beginning."""
        return sum(shift.done for shift in self._shifts)

    @property
    def is_busy(self) -> bool:
        """Whether any of them are at work."""
        return any(shift.is_busy for shift in self._shifts)

    def start(self) -> None:
        """Begin."""
        for shift in self._shifts:
            shift.thread.start()

    def stop(self) -> None:
        """End after the pieces in hand; what does not end soon is undone with the process and still owed."""
        for shift in self._shifts:
            shift.stopping.set()
        end = time.monotonic() + _STOP_SECONDS
        for shift in self._shifts:
            shift.thread.join(max(0.0, end - time.monotonic()))

    def see_to(self, desks: Sequence[Actor], now: datetime) -> Pieces:
        """Let what is owed by these desks be done soon; none of it is done in the round. Raises what ended one of the
        threads, if anything has.
        """
        del now
        asked = tuple(desks)
        for shift in self._shifts:
            if shift.fault is not None:
                raise shift.fault
            shift.desks = asked
            shift.asked.set()
        return Pieces()


def _desks_between(actors: Sequence[Actor]) -> list[Actor]:
    """All of them, the desks again before each service: what came for a police force waits for no more than one turn
    of one service.
    """
    desks = [one for one in actors if one.organisation_kind in DESK_KINDS]
    services = [one for one in actors if one.organisation_kind not in DESK_KINDS]
    return [one for service in services for one in (*desks, service)] or desks


class _Shift:
    """One thread that has one pair of hands work."""

    def __init__(self, hands: Works, wake: Callable[[], None]) -> None:
        self.done = 0
        self.is_busy = False
        self.desks: tuple[Actor, ...] = ()
        self.asked = threading.Event()
        self.stopping = threading.Event()
        self.fault: BaseException | None = None
        self.thread = threading.Thread(target=self._run, name="causeway-labour", daemon=True)
        self._hands = hands
        self._wake = wake

    def _run(self) -> None:
        try:
            while not self.stopping.is_set():
                if self.asked.wait(_LOOK_SECONDS):
                    self.asked.clear()
                    self._work()
        except Exception as fault:  # noqa: BLE001 the edge of the thread: the next round raises it
            self.fault = fault
        finally:
            connection.close()

    def _work(self) -> None:
        """Until nothing is left. A database that is away is tried again when the next round asks."""
        self.is_busy = True
        try:
            while not self.stopping.is_set():
                close_old_connections()
                done = sum(self._hands.work(one, timezone.now()).done for one in _desks_between(self.desks))
                if not done:
                    return
                self.done += done
                self._wake()
        except Error:
            connection.close()
        finally:
            self.is_busy = False
