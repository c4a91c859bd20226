"""What waits for others or takes long, each sort of it in threads of its own: a mail server that hangs must hold up
neither an alert nor a webhook, and whoever's server is slow holds up nobody else's webhooks.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import Error, close_old_connections, connection
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.vault.sweeping import sweep
from causeway.hub.road.queues.working.faults import fault_code, going_on
from causeway.hub.road.queues.working.ticking import NamedHook, hooks

SWEEP_EVERY = timedelta(hours=6)
"""How often the vault is swept of what no row names; it may lie there for a day."""
_WAIT_SECONDS = 1.0
_STOP_SECONDS = 10.0
_LONG_SECONDS = 2.0
"""Whose turn took longer waits, the next time, among those of whom that is true (our choice: a delivery takes a tenth
of a second, and one that fails for want of an answer ten).
"""
_FOR_THE_SLOW = 4
"""Of so many threads one serves those, and no other does."""

log = logging.getLogger(__name__)


class Outgoing:
    """Runs every hook that is apart, each in threads of its own."""

    def __init__(self) -> None:
        self._lanes = {hook.name: Lane(hook) for hook in hooks(apart=True)}
        next(iter(self._lanes.values())).does_sweep = True

    def start(self) -> None:
        """Begin."""
        for lane in self._lanes.values():
            lane.start()

    def stop(self) -> None:
        """End after what is being sent; whatever is still owed is sent at the next start."""
        for lane in self._lanes.values():
            lane.stop()
        for lane in self._lanes.values():
            lane.join()

    @property
    def is_busy(self) -> bool:
        """Whether something is being sent, or waits for its turn."""
        return any(lane.is_busy for lane in self._lanes.values())

    def ask_for(self, hook: NamedHook, actor: Actor) -> None:
        """Let a hook run for an organisation soon."""
        self._lanes[hook.name].ask_for(actor)


class Lane:
    """Runs one hook for organisations, as many at once as it has threads. Each organisation waits at most once, has one
    turn, and never two at a time: whoever has more to send stands at the end again, behind all that wait.

    Where there are several threads, a few of them serve those whose last turn took long, and the others everybody else.
    """

    def __init__(self, hook: NamedHook, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._hook, self._clock = hook, clock
        self._waiting: queue.Queue[Actor] = queue.Queue()
        self._slow_waiting: queue.Queue[Actor] = queue.Queue()
        self._lock = threading.Lock()
        self._asked: set[Actor] = set()
        self._served: set[Actor] = set()
        self._slow: set[Actor] = set()
        self._stop = threading.Event()
        self._sweep_at = timezone.now()
        self.does_sweep = False
        slow = hook.threads // _FOR_THE_SLOW
        queues = [self._waiting] * (hook.threads - slow) + [self._slow_waiting] * slow
        self._threads = [
            threading.Thread(target=self._run, args=(each,), name="causeway-outgoing", daemon=True) for each in queues
        ]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Begin nothing new."""
        self._stop.set()

    def join(self) -> None:
        """Wait for what is being sent, but not for ever."""
        until = time.monotonic() + _STOP_SECONDS
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))

    @property
    def is_busy(self) -> bool:
        """Whether it runs for one, or another waits."""
        return bool(self._served or self._asked)

    def ask_for(self, actor: Actor) -> None:
        """Let the hook run for an organisation soon; for one that has its turn now, once more after it."""
        with self._lock:
            if actor not in self._asked:
                self._asked.add(actor)
                if actor not in self._served:
                    self._line_up(actor)

    def _line_up(self, actor: Actor) -> None:
        has_room_apart = self._hook.threads >= _FOR_THE_SLOW
        (self._slow_waiting if has_room_apart and actor in self._slow else self._waiting).put(actor)

    def _run(self, waiting: "queue.Queue[Actor]") -> None:
        try:
            while not self._stop.is_set():
                try:
                    actor = waiting.get(timeout=_WAIT_SECONDS)
                except queue.Empty:
                    if self.does_sweep and waiting is self._waiting:
                        self._sweep()
                    continue
                self._serve(actor)
        finally:
            connection.close()

    def _serve(self, actor: Actor) -> None:
        """One turn; whoever has more to send, or was asked for meanwhile, lines up again."""
        with self._lock:
            self._asked.discard(actor)
            self._served.add(actor)
        begun = self._clock()
        done = self._run_hook(actor)
        is_slow = self._clock() - begun > _LONG_SECONDS
        with self._lock:
            self._served.discard(actor)
            (self._slow.add if is_slow else self._slow.discard)(actor)
            if done:
                self._asked.add(actor)
            if actor in self._asked:
                self._line_up(actor)

    def _run_hook(self, actor: Actor) -> int:
        """One turn; gives how much it did."""
        close_old_connections()
        done = 0
        try:
            with going_on(f"Hook {self._hook.name}"):
                done = self._hook.run(actor, timezone.now())
        except Error:
            connection.close()
        return done

    def _sweep(self) -> None:
        if timezone.now() < self._sweep_at:
            return
        self._sweep_at = timezone.now() + SWEEP_EVERY
        try:
            close_old_connections()
            sweep(timezone.now())
        except (Error, OSError) as fault:
            log.error("The vault could not be swept: %s", fault_code(fault))
            connection.close()
