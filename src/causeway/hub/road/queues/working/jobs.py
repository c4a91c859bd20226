"""The one job there is: it wakes the worker. Deleting every job loses nothing, for what is owed stands in tables of
our own.
"""

import asyncio
import logging
import threading
from collections.abc import Callable

from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

from causeway.hub.road.intake.waking import WAKE_TASK

_LOOK_SECONDS = 0.5
_RESTART_SECONDS = 5.0

log = logging.getLogger(__name__)
_listeners: list[Callable[[], None]] = []


@app.task(name=WAKE_TASK)
def wake() -> None:
    """Wake whoever listens in this process."""
    for listener in _listeners:
        listener()


class Wakening:
    """Takes wake-up jobs off the queue in a thread of its own. Without it, or while the database is away, the worker
    polls.
    """

    def __init__(self, listener: Callable[[], None]) -> None:
        _listeners.append(listener)
        self._listener = listener
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="causeway-wakening", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """Stop listening, soon."""
        self._stop.set()
        self._thread.join(_RESTART_SECONDS)
        _listeners.remove(self._listener)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                asyncio.run(self._take_jobs())
            except (ConnectorException, OSError):
                log.info("Wake-up jobs cannot be read; the worker polls.")
            self._stop.wait(_RESTART_SECONDS)

    async def _take_jobs(self) -> None:
        awake = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
        async with awake.open_async():
            taking = asyncio.create_task(
                awake.run_worker_async(name="wakening", install_signal_handlers=False, delete_jobs="always")
            )
            while not self._stop.is_set() and not taking.done():
                await asyncio.sleep(_LOOK_SECONDS)
            taking.cancel()
            await asyncio.gather(taking, return_exceptions=True)
