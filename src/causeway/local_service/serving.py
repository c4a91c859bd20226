"""Serves an application by Waitress on many threads: a body of over half a megabyte waits in a file, not in memory."""

import signal
from types import FrameType
from typing import Any, Final

import waitress.wasyncore

from causeway.local_service.application import LocalApplication

_IDLE_SECONDS: Final = 30
_MOST_HEADER_BYTES: Final = 16 * 1024


class LocalServer:
    """Listens from the start; `serve` answers until it is stopped. A body of more than `largest_bytes` gets 413."""

    def __init__(
        self,
        application: LocalApplication,
        *,
        host: str,
        port: int,
        threads: int,
        largest_bytes: int,
    ) -> None:
        """Raises OSError where the port is taken."""
        self._is_run = False
        self._sockets: dict[int, Any] = {}
        self._server: Any = waitress.create_server(
            application,
            map=self._sockets,
            host=host,
            port=port,
            threads=threads,
            channel_timeout=_IDLE_SECONDS,
            max_request_body_size=largest_bytes,
            max_request_header_size=_MOST_HEADER_BYTES,
            ident=None,
        )

    @property
    def port(self) -> int:
        """The port that is listened on, where 0 was asked for too; the first, where a name has several addresses."""
        several = getattr(self._server, "effective_listen", None)
        return int(several[0][1] if several else self._server.effective_port)

    def serve(self) -> None:
        """Answer until the process is told to end."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop_soon)
        self.run()

    def run(self) -> None:
        """Answer until `stop`, from any thread."""
        self._is_run = True
        self._server.run()

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
