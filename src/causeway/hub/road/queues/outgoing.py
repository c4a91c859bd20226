"""What waits for others, in a thread of its own: a mail server that hangs must not hold up an alert."""

import logging
import queue
import threading
from datetime import timedelta

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.vault.sweeping import sweep
from causeway.hub.road.queues.faults import fault_code
from causeway.hub.road.queues.ticking import hooks

SWEEP_EVERY = timedelta(hours=6)
"""How often the vault is swept of what no row names; it may lie there for a day."""
_WAIT_SECONDS = 1.0
_STOP_SECONDS = 10.0

log = logging.getLogger(__name__)


class Outgoing:
    """Runs the hooks that are apart for one organisation after another, each waiting at most once."""

    def __init__(self) -> None:
        self._waiting: queue.Queue[Actor] = queue.Queue()
        self._asked: set[Actor] = set()
        self._stop = threading.Event()
        self._sweep_at = timezone.now()
        self._thread = threading.Thread(target=self._run, name="causeway-outgoing", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after what is being sent; whatever is still owed is sent at the next start."""
        self._stop.set()
        self._thread.join(_STOP_SECONDS)

    def ask_for(self, actor: Actor) -> None:
        """Let an organisation's hooks run soon."""
        if actor not in self._asked:
            self._asked.add(actor)
            self._waiting.put(actor)

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                try:
                    actor = self._waiting.get(timeout=_WAIT_SECONDS)
                except queue.Empty:
                    self._sweep()
                    continue
                self._asked.discard(actor)
                self._run_hooks(actor)
        finally:
            connection.close()

    def _run_hooks(self, actor: Actor) -> None:
        close_old_connections()
        for hook in hooks(apart=True):
            try:
                while hook.run(actor, timezone.now()) and not self._stop.is_set():
                    pass
            except (OperationalError, InterfaceError):
                connection.close()
                return
            except Exception as fault:  # noqa: BLE001 the edge of the process: one hook must not stop the others
                log.error("Hook %s stopped: %s", hook.name, fault_code(fault))

    def _sweep(self) -> None:
        if timezone.now() < self._sweep_at:
            return
        self._sweep_at = timezone.now() + SWEEP_EVERY
        try:
            close_old_connections()
            sweep(timezone.now())
        except (OperationalError, InterfaceError, OSError) as fault:
            log.error("The vault could not be swept: %s", fault_code(fault))
            connection.close()
