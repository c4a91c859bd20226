"""The half year before today: referrals come by their doors, the worker clears them, and people act, each in its time.

Who acts when is drawn from the world's seed and invented. What is due after today is left undone, so that the newest
referrals wait, and some cases, questions to services and notices are open as they would be.
"""

import math
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from threading import Thread
from uuid import UUID
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.core.wsgi import get_wsgi_application

from causeway.demo.clock import Agenda, Clock
from causeway.demo.sending import Sending, Sent
from causeway.demo.working import People
from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.organisations.actors import program_actor
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.road.outcomes.commands.give_feedback import give_due_feedback
from causeway.hub.road.queues.clearing.stages import Tools
from causeway.hub.road.queues.queries.page import QueueFilters, QueueLine, Sort, queue_page
from causeway.hub.road.queues.working.labour import Hands
from causeway.hub.road.queues.working.worker import Worker
from causeway.hub.road.routes.router import installed_router
from causeway.hub.serving import empty_incoming
from causeway.matching import Examiner
from causeway.worlds import World, WorldReferral

WEEKS = 26
"""Two quarters, which a page of demand shows beside each other."""
TODAY = timedelta(hours=11)
"""What came so lately is sent when the site runs, and waits in the queues."""

_WORKER_LOOKS_AFTER = timedelta(minutes=5)
_DESK_SORTS_AT = 9
_NEW_LINES = 12
_LEFT_WAITING = 0.08
_TO_A_CASE = 0.45
_HOURS_TO_READ, _HOURS_TO_READ_URGENT = 7.0, 0.7
_AWAY = (timedelta(weeks=17), timedelta(weeks=13))
"""Between these, so long ago, few were on duty and everything took longer: what a control chart is there to show."""
_AWAY_FACTOR = 5.0
_UNANSWERED = 0.12


@dataclass
class Past:
    """Lives through it."""

    world: World
    people: People
    sending: Sending
    clock: Clock
    worker: Worker
    draw: random.Random
    known: set[tuple[Actor, UUID]] = field(default_factory=set)
    """The lines that somebody has seen: who, and of which referral."""

    def __post_init__(self) -> None:
        self._agenda = Agenda(self.clock)
        self._looks_at: datetime | None = None

    def live(self) -> Iterator[int]:
        """Live through all of it; gives how many referrals were sent, each time anything happened."""
        for one in of_the_past(self.world):
            self._agenda.put(one.arrives_at, partial(self._arrive, one))
        for _ in self._agenda.run(self.world.now - TODAY):
            yield len(self.sending.sent.world_ids)

    def _arrive(self, one: WorldReferral) -> None:
        self.sending.send(one)
        self._look_soon()

    def _look_soon(self) -> None:
        if self._looks_at is None:
            self._looks_at = self.clock.now() + _WORKER_LOOKS_AFTER
            self._agenda.put(self._looks_at, self._look)

    def _look(self) -> None:
        """The worker does what is owed, and what stands in a queue for the first time finds its people."""
        self._looks_at = None
        for _ in range(2):  # one to clear, one to let the queues of those know to whom it was sent
            self.worker.take_forward(self.clock.now())
        give_due_feedback(program_actor(self.people.desk), self.clock.now())
        self._sort()
        for receiver in (self.people.desk, *self.people.cast.staffed_forces()):
            self._answer_alerts(receiver)
        for force in self.people.cast.staffed_forces():
            self._take_up(force)

    def _sort(self) -> None:
        """What no place settles waits for the desk's morning, unless it is urgent."""
        for line in self._new_lines(self.people.analyst, QueueFilters(needs_route=True)):
            now = self.clock.now()
            at = now + self._hours(line) if line.is_imminent else _next_morning(now)
            self._agenda.put(at, partial(self._send_on, line))

    def _answer_alerts(self, receiver: Organisation) -> None:
        urgent = QueueFilters(is_imminent=True, is_closed=None)
        for line in self._new_lines(self.people.duty_officer(receiver), urgent):
            if line.is_alerting:
                self._later(self._hours(line), partial(self.people.acknowledge, receiver, line))

    def _take_up(self, force: Organisation) -> None:
        for line in self._new_lines(self.people.investigator(force), QueueFilters(in_a_case=False)):
            if line.is_imminent or self.draw.random() >= _LEFT_WAITING:
                self._later(self._hours(line), partial(self._read, force, line))

    def _new_lines(self, reader: Actor, filters: QueueFilters) -> Iterator[QueueLine]:
        lines = queue_page(reader, filters, sort=Sort.NEWEST, limit=_NEW_LINES).lines
        for line in reversed(lines):
            key = (reader, line.referral_id)
            if key not in self.known:
                self.known.add(key)
                yield line

    def _send_on(self, line: QueueLine) -> None:
        if self.people.send_on(line):
            self._look_soon()

    def _read(self, force: Organisation, line: QueueLine) -> None:
        self.people.read(force, line)
        if line.is_imminent or self.draw.random() < _TO_A_CASE:
            self._later(self._hours(line), partial(self._take_on, force, line))
        else:
            self._later(self._days(1, 9), partial(self.people.answer, force, line, self._is_useful(line)))

    def _take_on(self, force: Organisation, line: QueueLine) -> None:
        taken = self.people.take_on(force, line)
        for answer in (*taken.notices, *taken.requests):
            if self.draw.random() >= _UNANSWERED:
                self._later(timedelta(hours=self.draw.expovariate(1 / 8)), answer)
        close = partial(self.people.close, force, taken.case_id, line, self._is_useful(line))
        self._later(self._days(4, 45), close)

    def _is_useful(self, line: QueueLine) -> bool:
        return self.draw.random() < self.people.share_useful(line.sender_id)

    def _later(self, after: timedelta, act: Callable[[], None]) -> None:
        self._agenda.put(self.clock.now() + after, act)

    def _hours(self, line: QueueLine) -> timedelta:
        """How long until somebody sees to a line."""
        usual = _HOURS_TO_READ_URGENT if line.is_imminent else _HOURS_TO_READ
        ago = self.world.now - self.clock.now()
        factor = _AWAY_FACTOR if _AWAY[1] < ago < _AWAY[0] and not line.is_imminent else 1.0
        return timedelta(hours=factor * self.draw.lognormvariate(math.log(usual), 0.8))

    def _days(self, least: float, most: float) -> timedelta:
        return timedelta(days=self.draw.uniform(least, most))


def _next_morning(at: datetime) -> datetime:
    """When the desk next goes through what waits for a person."""
    today = at.replace(hour=_DESK_SORTS_AT, minute=0, second=0)
    return today if today > at else today + timedelta(days=1)


def of_the_past(world: World) -> list[WorldReferral]:
    """What arrived before today."""
    return [one for one in world.referrals if one.arrives_at < world.now - TODAY]


def live_through(world: World, people: People, sent: Sent, clock: Clock) -> Iterator[int]:
    """Live through the past of a world on a clock that stands in for every other; gives how many referrals were sent.

    The worker looks after those in whose name somebody acts; the others find theirs when the site starts. So does what
    hangs on its rounds, such as mail and warnings: deadlines that have been met by then need none.
    """
    working = [people.desk, *people.cast.staffed_forces()]
    with _doors() as base_url, Examiner() as examiner:
        tools = Tools(examiner=examiner, router=installed_router())
        worker = Worker(Hands(tools), programs=lambda: [program_actor(one) for one in working])
        draw = random.Random(f"causeway-past-{world.seed}")  # noqa: S311 - invented work
        sending = Sending(world, people.cast, base_url, sent)
        yield from Past(world, people, sending, clock, worker, draw).live()


class _Quiet(WSGIRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Nothing: a log of doors would hold references."""


@contextmanager
def _doors() -> Iterator[str]:
    """All doors of the site, opened in this process, for its clock; gives their address."""
    empty_incoming()
    with make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=_Quiet) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
