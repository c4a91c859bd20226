"""Runs web server and worker as two child processes: one that ends is started again, and stopping this stops both.

Killed processes leave nothing behind: what a dead child had started is ended before the child is started again, and
both children end when this process is killed. Otherwise they would go on serving on the shared port, unseen.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from types import FrameType

import httpx
from django.conf import settings

from causeway.hub.parent_process import ENDS_WITH_PARENT, end_with_parent
from causeway.hub.production import refuse_unsafe_production
from causeway.hub.state import private_folder

_GRACE_SECONDS = 15
_START_TIMEOUT_SECONDS = 60
_LOOK_SECONDS = 0.3
_WEB_KILL_SECONDS = 10
"""How long the web server lets a call that is under way go on before it ends it; its port stays taken meanwhile."""
_ANSWERING_GRACE_SECONDS = 5.0
_TAKEN_GRACE_SECONDS = _WEB_KILL_SECONDS + 10.0
_ANY_ADDRESS = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - never bound to here
"""What listens on all of them is reached on this one."""
_RESTART_PAUSE_SECONDS = 1.0
"""A child that cannot start is not started in a tight loop."""


_THREADS = 32
"""Calls that one web process serves at once: bodies that come slowly hold a thread each, and must not hold them all."""
_CONNECTIONS = 64
"""Connections to the database that all web processes together may hold, one a thread: PostgreSQL lets in a hundred
where nobody says otherwise, and the worker needs some.
"""


class SiteDidNotStart(Exception):
    """Nothing answers; the message says why, as far as it can be told."""

    code = "site_did_not_start"


@dataclass
class _Child:
    """A process that is kept running."""

    arguments: list[str]
    process: subprocess.Popen[bytes] | None = None
    starts: int = field(default=0)

    def start(self) -> None:
        self.end_orphans()
        self.process = subprocess.Popen(
            self.arguments,
            env=os.environ | {ENDS_WITH_PARENT: "yes"},
            start_new_session=True,
            preexec_fn=partial(end_with_parent, signal.SIGTERM, os.getpid()),
        )
        self.starts += 1

    def end_orphans(self) -> None:
        """End what a child that died had started: all of it is in the child's own process group."""
        if self.ended() and self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

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
        self.end_orphans()


def web_arguments(host: str, port: int, workers: int) -> list[str]:
    """How granian is called."""
    return [
        sys.executable, "-m", "granian", "causeway.hub.wsgi:application", "--interface", "wsgi",
        "--host", host, "--port", str(port), "--workers", str(workers),
        "--blocking-threads", str(max(1, min(_THREADS, _CONNECTIONS // workers))),
        "--workers-kill-timeout", str(_WEB_KILL_SECONDS), "--respawn-failed-workers", "--no-ws",
        "--log-level", "error",  # it warns of more threads than cores, which here mostly wait for bodies
    ]  # fmt: skip


def empty_incoming() -> None:
    """Remove what was on its way in when an earlier version was killed. Today's files there have no name."""
    for left in private_folder("incoming").iterdir():
        if left.is_file():
            left.unlink(missing_ok=True)


class Site:
    """Web server and worker as two child processes; one that ends is started again, leaving stops both."""

    def __init__(self, *, host: str, port: int, workers: int = 1, with_worker: bool = True) -> None:
        self.base_url = f"http://{_reachable(host)}:{port}"
        self._children = [_Child(web_arguments(host, port, workers))]
        if with_worker:
            self._children.append(_Child([sys.executable, "-m", "causeway", "worker"]))
        self._stopping = threading.Event()
        self._keeper = threading.Thread(target=self._keep_running, name="causeway-keeper", daemon=True)

    def __enter__(self) -> "Site":
        """Start both, and wait until the site answers.

        Raises:
            UnsafeProduction: this is a production start that would be unsafe.
            SiteDidNotStart: nothing answers, because the port is taken, say.
        """
        self.check()
        empty_incoming()
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "causeway.hub.settings")
        os.environ.setdefault("CAUSEWAY_BASE_URL", self.base_url)
        for child in self._children:
            child.start()
        self._keeper.start()
        try:
            self._wait_until_it_answers()
        except BaseException:
            self.__exit__()
            raise
        return self

    def check(self) -> None:
        """Refuse what would keep the site from starting; nothing is started or written.

        Raises:
            UnsafeProduction: this is a production start that would be unsafe.
            SiteDidNotStart: the port is taken.
        """
        refuse_unsafe_production()
        self._refuse_taken_port()

    def __exit__(self, *details: object) -> None:
        self._stopping.set()
        self._keeper.join()
        for child in reversed(self._children):
            child.stop()

    def wait(self) -> None:
        """Go on until SIGTERM or SIGINT."""

        def stop_soon(number: int, frame: FrameType | None) -> None:
            del number, frame
            self._stopping.set()

        signal.signal(signal.SIGTERM, stop_soon)
        signal.signal(signal.SIGINT, stop_soon)
        while not self._stopping.wait(0.5):
            pass

    def _refuse_taken_port(self) -> None:
        # The web server would share a taken port without a word, and every other call would go to a stranger. What was
        # killed a moment ago is given time to end: it answers nobody new, but holds its port until its last call is
        # through. What goes on answering is there to stay.
        started = time.monotonic()
        while self._is_taken():
            waited = time.monotonic() - started
            if waited > _TAKEN_GRACE_SECONDS or (waited > _ANSWERING_GRACE_SECONDS and self._is_answering()):
                raise SiteDidNotStart(f"Something is served on {self.base_url} already. Choose another with --port.")
            time.sleep(_LOOK_SECONDS)

    def _is_taken(self) -> bool:
        address = httpx.URL(self.base_url)
        with socket.socket(socket.AF_INET6 if ":" in address.host else socket.AF_INET) as probe:
            probe.settimeout(_LOOK_SECONDS)
            return probe.connect_ex((address.host, address.port or 80)) == 0

    def _is_answering(self) -> bool:
        try:
            self._health(_LOOK_SECONDS)
        except httpx.TransportError:
            return False
        return True

    def _keep_running(self) -> None:
        while not self._stopping.wait(_LOOK_SECONDS):
            for child in self._children:
                if child.ended() and not self._stopping.wait(_RESTART_PAUSE_SECONDS):
                    child.start()

    def _wait_until_it_answers(self) -> None:
        deadline, status = time.monotonic() + _START_TIMEOUT_SECONDS, 0
        while time.monotonic() < deadline:
            web = self._children[0]
            if web.starts > 1 or web.ended():
                raise SiteDidNotStart(
                    f"Nothing can be served on {self.base_url}: is the port taken? Choose another with --port."
                )
            try:
                status = self._health(2)
                if status == httpx.codes.OK:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.1)
        why = " It refuses its own name: look at CAUSEWAY_HOSTS." if status == httpx.codes.BAD_REQUEST else ""
        raise SiteDidNotStart(
            f"The site did not answer on {self.base_url} within {_START_TIMEOUT_SECONDS} seconds.{why}"
        )

    def _health(self, timeout_seconds: float) -> int:
        """Ask whether it is up, under a name that it answers to whatever address it listens on."""
        port = httpx.URL(self.base_url).port or 80
        name = next((name.lstrip(".") for name in settings.ALLOWED_HOSTS if name != "*"), "localhost")
        answer = httpx.get(
            f"{self.base_url}/healthz", headers={"Host": f"{name}:{port}"}, timeout=timeout_seconds, trust_env=False
        )
        return answer.status_code


def _reachable(host: str) -> str:
    """How the machine itself reaches what listens on this address, as it stands in a URL (RFC 3986, 3.2.2)."""
    found = _ANY_ADDRESS.get(host, host)
    return f"[{found}]" if ":" in found else found
