"""Serves the application by Waitress, in one process with many threads: searches run outside the interpreter's lock."""

import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any, Final

import waitress.wasyncore

from causeway.scanning.known import KnownFiles
from causeway.scanning.matching_service.application import LARGEST_BODY_BYTES, MatchApplication

_IDLE_SECONDS: Final = 30
_MOST_HEADER_BYTES: Final = 16 * 1024


class MatchServer:
    """Listens from the start; `serve` answers until it is stopped."""

    def __init__(
        self,
        load: Callable[[], KnownFiles],
        *,
        host: str,
        port: int,
        threads: int,
        token: str | None = None,
        on_failed_reload: Callable[[Exception], None] = lambda _error: None,
    ) -> None:
        """`load` gives the lists, now and at each reload. Raises what it raises; OSError where the port is taken."""
        self._load, self._on_failed_reload = load, on_failed_reload
        self._application = MatchApplication(load(), token=token)
        self._reloading = threading.Lock()
        self._is_run = False
        self._sockets: dict[int, Any] = {}
        self._server: Any = waitress.create_server(
            self._application,
            map=self._sockets,
            host=host,
            port=port,
            threads=threads,
            channel_timeout=_IDLE_SECONDS,
            max_request_body_size=LARGEST_BODY_BYTES,
            max_request_header_size=_MOST_HEADER_BYTES,
            ident=None,
        )

    @property
    def port(self) -> int:
        """The port that is listened on, where 0 was asked for too; the first, where a name has several addresses."""
        several = getattr(self._server, "effective_listen", None)
        return int(several[0][1] if several else self._server.effective_port)

    def serve(self) -> None:
        """Answer until `stop`, or the process is told to end; a hang-up signal reads the lists anew."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop_soon)
        if hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, lambda _number, _frame: threading.Thread(target=self.reload).start())
        self.run()

    def run(self) -> None:
        """Answer until `stop`, from any thread."""
        self._is_run = True
        self._server.run()

    def reload(self) -> None:
        """Read the lists anew and answer from them; where they cannot be read, the old ones stay."""
        with self._reloading:
            try:
                self._application.exchange(self._load())
            except Exception as error:  # noqa: BLE001  # whatever is wrong with a list, the service goes on
                self._on_failed_reload(error)

    def stop(self) -> None:
        """Take no more requests and end `run`. What is being answered ends first; then the loop closes its own sockets,
        which it may be waiting for at this moment.
        """
        self._server.task_dispatcher.shutdown()
        trigger = getattr(self._server, "trigger", None)  # several addresses have one each
        if trigger is None or not self._is_run:
            self._server.close()
        else:
            trigger.pull_trigger(lambda: waitress.wasyncore.close_all(self._sockets))

    def _stop_soon(self, _number: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)
