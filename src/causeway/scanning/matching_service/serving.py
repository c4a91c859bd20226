"""Serves lists of known files over HTTP, in one process: searches run outside the interpreter's lock."""

import signal
import threading
from collections.abc import Callable

from causeway.local_service.serving import LocalServer
from causeway.scanning.known import KnownFiles
from causeway.scanning.matching_service.application import LARGEST_BODY_BYTES, MatchApplication


class MatchServer(LocalServer):
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
        super().__init__(self._application, host=host, port=port, threads=threads, largest_bytes=LARGEST_BODY_BYTES)

    def serve(self) -> None:
        """Answer until `stop`, or the process is told to end; a hang-up signal reads the lists anew."""
        if hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, lambda _number, _frame: threading.Thread(target=self.reload).start())
        super().serve()

    def reload(self) -> None:
        """Read the lists anew and answer from them; where they cannot be read, the old ones stay."""
        with self._reloading:
            try:
                self._application.exchange(self._load())
            except Exception as error:  # noqa: BLE001  # whatever is wrong with a list, the service goes on
                self._application.note_failed_reload()
                self._on_failed_reload(error)
