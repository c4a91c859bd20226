"""The worker: what is owed, done round by round, safely killed at any moment.

A round (`tick`) numbers the ledger's new entries, lets every follower see them, and runs what other apps hang on the
round. Owed work is done beside the rounds, or in the round itself (see `labour`). Each step is a transaction of its
own, so that a worker that dies leaves no half-done work, and several workers share the work without knowing of one
another. A round in which nothing happened costs a handful of queries: organisations are only looked at when the ledger
has something for them, or their turn has come.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from django.db import Error, close_old_connections, connection
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.advancing import Ahead, advance_all, take
from causeway.hub.base.ledger.following import Entered, Follower, concerned, followers
from causeway.hub.base.ledger.news import is_unsequenced, last_position
from causeway.hub.base.ledger.parking import FollowerWaits
from causeway.hub.base.ledger.sequencing import sequence
from causeway.hub.base.organisations.actors import all_programs
from causeway.hub.base.rows.remembering import remembering
from causeway.hub.base.walls.away import is_away
from causeway.hub.base.walls.database import keep_plans
from causeway.hub.garbage_collection import collect_seldom
from causeway.hub.road.intake.waking import APART_SECONDS
from causeway.hub.road.queues.clearing.stages import Tools
from causeway.hub.road.queues.working.faults import fault_code, going_on
from causeway.hub.road.queues.working.hands_apart import HandsApart
from causeway.hub.road.queues.working.heartbeat import Beat, beat
from causeway.hub.road.queues.working.jobs import Wakening
from causeway.hub.road.queues.working.labour import Hands, Labour, SeesToOwed
from causeway.hub.road.queues.working.outgoing import Outgoing
from causeway.hub.road.queues.working.ticking import OFTEN, NamedHook, hooks, with_something_owed
from causeway.hub.road.routes.router import installed_router
from causeway.matching import Examiner
from causeway.vocabulary.organisations import OrganisationKind

POLL_SECONDS = 3.0
_LOOK_SECONDS = 0.25
_WOKEN_SECONDS = 4 * APART_SECONDS
"""After a round for which it was woken: whoever came meanwhile wakes nobody (see `intake.waking`)."""
_DATABASE_PAUSE_SECONDS = 1.0
_AWAY = "The database cannot be reached"
_BREATH_SECONDS = 1.0
_LONGEST_BREATH_SECONDS = 4.0
_BREATH_FOR_A_ROUND = 3.0
"""Between rounds while work is done beside them: three times as long as the round took. Each looks at every
organisation, so that fewer rounds find more to do for less; but never so long that an alert waits.
"""
_BREATH_FOR_SENDING = 1.0
"""While only mails and webhooks are sent beside the rounds, as long as the round took: a round that follows at once on
a long one would take the processor from them, and find little.
"""
_LOOK_APART = timedelta(seconds=10)
"""While something is done beside the rounds, an organisation to which something happens again and again is asked no
more often what else is owed to it. Its alert is raised at once, and what followers owe by mail and webhook leaves at
once.
"""
HANDS = 2
"""Processes that do owed work. Each clearing waits for the one before it where it looks at others; what comes before
that, and the files, go side by side.
"""
_DESKS = (OrganisationKind.CLEARING_HOUSE, OrganisationKind.HOTLINE)

log = logging.getLogger(__name__)


@dataclass(kw_only=True)
class TickReport:
    """What one round did: entries numbered and followed, pieces of work done and put off, for how many organisations
    hands are to work from now on, and what the hooks did, by name.
    """

    sequenced: int = 0
    followed: int = 0
    done: int = 0
    put_off: int = 0
    owing: int = 0
    hooked: dict[str, int] = field(default_factory=dict)

    @property
    def is_idle(self) -> bool:
        """Whether another round at once would find nothing to do."""
        return not (self.sequenced or self.followed or self.done or self.owing or any(self.hooked.values()))


class Worker:
    """One worker process. It remembers how far each organisation has been taken; a new one looks at everything once.

    `owed` sees to owed work; without, nobody does. With `outgoing`, what waits for others runs there. `programs` says
    for whom it works: for everybody, unless told otherwise.
    """

    def __init__(
        self,
        owed: SeesToOwed | None,
        *,
        outgoing: Outgoing | None = None,
        programs: Callable[[], list[Actor]] = all_programs,
    ) -> None:
        self._owed = owed
        self._outgoing = outgoing
        self._all_programs = programs
        self._programs: list[Actor] = []
        self._listed_at: int | None = None
        self._seen: dict[UUID, int] = {}
        self._hooks_due: dict[tuple[UUID, str], datetime] = {}
        self._looked_at: dict[UUID, datetime] = {}
        self._owing: set[UUID] = set()

    def tick(self, now: datetime) -> TickReport:
        """Do one round. `now` is what falls due by; it raises only what says that the database is away."""
        report, stirred = self._take_forward(now)
        for actor in self._programs:
            wanted = self._hooks_in_turn(actor, now, is_stirred=actor.organisation_id in stirred)
            if wanted:
                self._run_hooks(actor, wanted, now, report)
        return report

    def take_forward(self, now: datetime) -> TickReport:
        """A round without what hangs on it: entries are numbered and followed, and what is owed is done."""
        return self._take_forward(now)[0]

    def _take_forward(self, now: datetime) -> tuple[TickReport, set[UUID]]:
        report = TickReport()
        head = self._number_entries(now, report)
        if self._listed_at != head or not self._programs:
            self._programs, self._listed_at = self._all_programs(), head
        stirred = self._follow(head, now, report)
        self._see_to_owed(now, report)
        return report, stirred

    def _number_entries(self, now: datetime, report: TickReport) -> int:
        if is_unsequenced():
            programs = self._programs or self._all_programs()
            while programs:
                with acting_as(programs[0]):
                    numbered = sequence(now)
                report.sequenced += numbered
                if not numbered:
                    break
        return last_position()

    def _follow(self, head: int, now: datetime, report: TickReport) -> set[UUID]:
        """Take the followers forward where the ledger holds something for an organisation; gives the organisations
        that saw anything. What that made one owe to others leaves before the next has its turn.
        """
        behind = [actor for actor in self._programs if self._seen.get(actor.organisation_id, -1) < head]
        if not behind:
            return set()
        stirred = set()
        registered, entered = list(followers()), Entered(head)
        for actor in behind:
            own = actor.organisation_id
            with going_on("Following for an organisation"):
                with acting_as(actor):
                    moved, sees_any = concerned(own, registered, since=self._seen.get(own, -1), entered=entered)
                if sees_any:
                    stirred.add(own)
                if self._advance(actor, moved, now, report):
                    self._seen[own] = head
                if moved and self._outgoing is not None:
                    self._ask_to_send(actor, self._outgoing, now)
        return stirred

    def _ask_to_send(self, actor: Actor, outgoing: Outgoing, now: datetime) -> None:
        sending = [hook for hook in hooks(apart=True) if hook.every == OFTEN]
        # What was owed in this round became due after the moment at which it began.
        for hook in with_something_owed(actor, sending, max(now, timezone.now())):
            outgoing.ask_for(hook, actor)

    def _advance(self, actor: Actor, moved: list[Follower], now: datetime, report: TickReport) -> bool:
        """Take these followers forward for one organisation; whether none of them stopped at a fault. What hardly ever
        changes is looked up once for all of them.
        """
        with remembering():
            return advance_all(actor, moved, acting_as, lambda ahead: self._take(actor, ahead, now, report), now=now)

    def _take(self, actor: Actor, ahead: Ahead, now: datetime, report: TickReport) -> int | None:
        """How many entries a follower took; None where it stopped at one."""
        taken = None
        with going_on(f"Follower {ahead.follower.name}"), suppress(FollowerWaits):
            taken = take(actor, ahead, acting_as, now=now)
        report.followed += taken or 0
        return taken

    def _see_to_owed(self, now: datetime, report: TickReport) -> None:
        if self._owed is None:
            return
        owing = [one for one in self._programs if one.organisation_kind in _DESKS or one.organisation_id in self._owing]
        pieces = self._owed.see_to(owing, now)
        report.done += pieces.done
        report.put_off += pieces.put_off

    def _hooks_in_turn(self, actor: Actor, now: datetime, *, is_stirred: bool) -> list[NamedHook]:
        """The hooks whose turn it is; an organisation to which something happened has those at once that may not
        wait.
        """
        own = actor.organisation_id
        if is_stirred and self._is_work_beside():
            # Under load every round stirs everybody, and to look for what is owed costs more than the round.
            again_at = self._looked_at.get(own, now - _LOOK_APART) + _LOOK_APART
            is_stirred = now >= again_at
            if not is_stirred:
                self._look_by(own, again_at)
        if is_stirred:
            self._looked_at[own] = now
        return [
            hook
            for hook in hooks()
            if (is_stirred and hook.every == OFTEN) or now >= self._hooks_due.get((own, hook.name), now)
        ]

    def _is_work_beside(self) -> bool:
        return any(each is not None and each.is_busy for each in (self._owed, self._outgoing))

    def _look_by(self, own: UUID, moment: datetime) -> None:
        for hook in hooks():
            if hook.every == OFTEN and (due := self._hooks_due.get((own, hook.name))):
                self._hooks_due[own, hook.name] = min(due, moment)

    def _run_hooks(self, actor: Actor, wanted: list[NamedHook], now: datetime, report: TickReport) -> None:
        for hook in wanted:
            self._hooks_due[actor.organisation_id, hook.name] = now + hook.every
        owing = wanted  # Where what is owed cannot be looked for, each is called.
        with going_on("Looking for what is owed"):
            owing = with_something_owed(actor, wanted, now)
        report.owing += self._note_owing(actor, wanted, owing)
        for hook in owing:
            if hook.is_apart and self._outgoing is not None:
                self._outgoing.ask_for(hook, actor)
            elif self._run_hook(actor, hook, now, report):
                self._look_again(actor, hook)

    def _note_owing(self, actor: Actor, asked: Sequence[NamedHook], owing: Sequence[NamedHook]) -> bool:
        """Whether hands are to work for an organisation that is no desk, until that is asked again; gives whether they
        were not to before.
        """
        if not any(hook.is_for_hands for hook in asked):
            return False
        was_owing = actor.organisation_id in self._owing
        self._owing.discard(actor.organisation_id)
        if any(hook.is_for_hands for hook in owing):
            self._owing.add(actor.organisation_id)
        return actor.organisation_id in self._owing and not was_owing

    def _run_hook(self, actor: Actor, hook: NamedHook, now: datetime, report: TickReport) -> int:
        """Gives how many things it did."""
        done = 0
        with going_on(f"Hook {hook.name}"):
            done = hook.run(actor, now)
        report.hooked[hook.name] = report.hooked.get(hook.name, 0) + done
        return done

    def _look_again(self, actor: Actor, after: NamedHook) -> None:
        """In the next round: a hook that did something may have more to do, and may have made work for another, such as
        a mail to send.
        """
        for hook in hooks():
            if hook.every == OFTEN or hook is after:
                self._hooks_due.pop((actor.organisation_id, hook.name), None)


@cache
def installed_tools() -> Tools:
    """The tools of this process: one limited child that looks at files, one router."""
    return Tools(examiner=Examiner(), router=installed_router())


def tick(now: datetime, *, worker: Worker | None = None) -> TickReport:
    """One round of this worker, or of a new one that looks at everything."""
    return (worker or Worker(Hands(installed_tools()))).tick(now)


def run_until_idle(now: datetime, *, worker: Worker | None = None, most_rounds: int = 10_000) -> int:
    """Rounds until one finds nothing to do; gives how many. For set-up and tests."""
    worker = worker or Worker(Hands(installed_tools()))
    for number in range(1, most_rounds + 1):
        if worker.tick(now).is_idle:
            return number
    return most_rounds


def run_forever(stop: threading.Event) -> None:
    """Work until told to stop. A database that goes away is waited for; a wake-up job or a few seconds start the next
    round.
    """
    keep_plans()
    collect_seldom()
    with ExitStack() as ending:
        # Before there is any thread beside this one.
        _run_beside([ending.enter_context(HandsApart()) for _ in range(HANDS)], stop)


def _run_beside(hands: Sequence[HandsApart], stop: threading.Event) -> None:
    waking, outgoing = threading.Event(), Outgoing()
    labour = Labour(hands, waking.set)
    worker, wakening = Worker(labour, outgoing=outgoing), Wakening(waking.set)
    wakening.start()
    outgoing.start()
    labour.start()
    rounds, was_woken = 0, False
    try:
        while not stop.is_set():
            fault, begun = "", time.monotonic()
            waking.clear()
            try:
                close_old_connections()
                report = worker.tick(timezone.now())
                rounds += 1
            except Error as error:
                fault = fault_code(error)
                log.warning("%s; trying again.", _AWAY if is_away(error) else f"A round stopped: {fault}")
                connection.close()
            beat(
                Beat(
                    at=timezone.now().isoformat(),
                    process_id=os.getpid(),
                    rounds=rounds,
                    done=labour.done,
                    fault=fault,
                )
            )
            if fault:
                stop.wait(_DATABASE_PAUSE_SECONDS)
            elif report.is_idle:
                was_woken = _rest(stop, waking, _WOKEN_SECONDS if was_woken else POLL_SECONDS)
            elif labour.is_busy:
                breath = _BREATH_FOR_A_ROUND * (time.monotonic() - begun)
                stop.wait(min(max(_BREATH_SECONDS, breath), _LONGEST_BREATH_SECONDS))
            elif outgoing.is_busy:
                stop.wait(min(_BREATH_FOR_SENDING * (time.monotonic() - begun), _LONGEST_BREATH_SECONDS))
    finally:
        labour.stop()
        wakening.stop()
        outgoing.stop()


def _rest(stop: threading.Event, waking: threading.Event, seconds: float) -> bool:
    """Until something wakes the worker, it is told to stop, or so long; gives whether it was woken."""
    for _ in range(int(seconds / _LOOK_SECONDS)):
        if stop.is_set():
            return False
        if waking.wait(_LOOK_SECONDS):
            return True
    return False
