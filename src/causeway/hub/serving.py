"""Runs web server and worker as two child processes: one that ends is started again, and stopping this stops both."""

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from types import FrameType

from causeway.hub.production import refuse_unsafe_production

_GRACE_SECONDS = 15
_RESTART_PAUSE_SECONDS = 1.0
"""A child that cannot start is not started in a tight loop."""


@dataclass
class _Child:
    """A process that is kept running."""

    arguments: list[str]
    process: subprocess.Popen[bytes] | None = None
    starts: int = field(default=0)

    def start(self) -> None:
        self.process = subprocess.Popen(self.arguments, start_new_session=True)
        self.starts += 1

    def ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(_GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def web_arguments(host: str, port: int, workers: int) -> list[str]:
    """How granian is called."""
    return [
        sys.executable, "-m", "granian", "causeway.hub.wsgi:application", "--interface", "wsgi",
        "--host", host, "--port", str(port), "--workers", str(workers), "--blocking-threads", "4",
        "--workers-kill-timeout", "10", "--respawn-failed-workers", "--no-ws", "--log-level", "warning",
    ]  # fmt: skip


def serve(*, host: str, port: int, workers: int, with_worker: bool) -> int:
    """Serve until SIGTERM or SIGINT. Gives the exit code.

    Raises:
        UnsafeProduction: this is a production start with demonstration people, a default secret or DEBUG.
    """
    refuse_unsafe_production()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "causeway.hub.settings")
    children = [_Child(web_arguments(host, port, workers))]
    if with_worker:
        children.append(_Child([sys.executable, "-m", "causeway", "worker"]))
    stopping = threading.Event()

    def stop_soon(number: int, frame: FrameType | None) -> None:
        del number, frame
        stopping.set()

    signal.signal(signal.SIGTERM, stop_soon)
    signal.signal(signal.SIGINT, stop_soon)
    try:
        for child in children:
            child.start()
        while not stopping.wait(0.5):
            for child in children:
                if child.ended():
                    time.sleep(_RESTART_PAUSE_SECONDS)
                    child.start()
    finally:
        for child in reversed(children):
            child.stop()
    return 0
