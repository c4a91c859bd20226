"""Serves one screening over HTTP."""

from causeway.client.screening import Screening
from causeway.client.screening_service.application import ScreenApplication
from causeway.local_service.serving import LocalServer


class ScreenServer(LocalServer):
    """Listens from the start; `serve` answers until it is stopped. A body of more than `largest_bytes` gets 413."""

    def __init__(
        self,
        screening: Screening,
        *,
        host: str,
        port: int,
        threads: int,
        largest_bytes: int,
        token: str | None = None,
    ) -> None:
        """Raises OSError where the port is taken."""
        application = ScreenApplication(screening, token=token)
        super().__init__(application, host=host, port=port, threads=threads, largest_bytes=largest_bytes)
