"""What waits for others or takes long, each sort of it in a thread of its own: a mail server that hangs must hold up
neither an alert nor a webhook.
"""

import logging
import queue
import threading
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

log = logging.getLogger(__name__)


class Outgoing:
    """Runs every hook that is apart, each in a thread of its own."""

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
    """Runs one hook for one organisation after another. Each waits at most once and has one turn: whoever has more to
    send stands at the end again, behind all that wait.
    """

    def __init__(self, hook: NamedHook) -> None:
        self._hook = hook
        self._waiting: queue.Queue[Actor] = queue.Queue()
        self._asked: set[Actor] = set()
        self._is_running = False
        self._stop = threading.Event()
        self._sweep_at = timezone.now()
        self.does_sweep = False
        self._thread = threading.Thread(target=self._run, name="causeway-outgoing", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Begin nothing new."""
        self._stop.set()

    def join(self) -> None:
        """Wait for what is being sent, but not for ever."""
        self._thread.join(_STOP_SECONDS)

    @property
    def is_busy(self) -> bool:
        """Whether it runs for one, or another waits."""
        return self._is_running or bool(self._asked)

    def ask_for(self, actor: Actor) -> None:
        """Let the hook run for an organisation soon."""
        if actor not in self._asked:
            self._asked.add(actor)
            self._waiting.put(actor)

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                try:
                    actor = self._waiting.get(timeout=_WAIT_SECONDS)
                except queue.Empty:
                    if self.does_sweep:
                        self._sweep()
                    continue
                self._is_running = True
                self._asked.discard(actor)
                if self._run_hook(actor):
                    self.ask_for(actor)
                self._is_running = False
        finally:
            connection.close()

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
