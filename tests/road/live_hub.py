"""A whole installation of its own: state folder, database, vault, web server and worker as real processes, which a test
may kill.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import httpx
import psycopg
from psycopg.rows import dict_row

from causeway.hub.base.walls.embedded import DATABASE, EmbeddedPostgres

_ROOT = Path(__file__).resolve().parents[2]
_START_SECONDS = 180
_STOP_SECONDS = 60
_LOOK_SECONDS = 0.05

Row = dict[str, Any]


class Target(StrEnum):
    """A process of the installation."""

    KEEPER = "causeway serve"
    WEB_MASTER = "web master"
    WEB = "web"
    WORKER = "worker"
    HANDS = "the worker's hands"
    EXAMINER = "examiner"


@dataclass(frozen=True, slots=True)
class Access:
    """A service and its API credential."""

    organisation_id: str
    username: str
    password: str


class LiveHub:
    """One running installation. PostgreSQL stays up; `causeway serve` keeps everything else running."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = _free_port()
        self.base_url = f"http://127.0.0.1:{self.port}"
        self.log = home / "serve.log"
        self.postgres = EmbeddedPostgres((home / "postgres").resolve(), durable=False)
        self._serve: subprocess.Popen[bytes] | None = None
        made = json.loads(self.inside("-m", "road.live_inside", "set-up"))
        self.desk: str = made["desk"]
        self.forces: list[str] = made["forces"]
        self.services = [Access(one["id"], one["username"], one["password"]) for one in made["services"]]
        # Kept open, for the campaign looks hundreds of times a second; threads may share it.
        self._superuser: psycopg.Connection[Row] = psycopg.connect(
            host=str(self.postgres.socket_folder),
            user="postgres",
            dbname=DATABASE,
            row_factory=dict_row,
            autocommit=True,
        )

    def inside(self, *arguments: str) -> str:
        """Run Python inside the installation; gives what it printed."""
        done = subprocess.run(
            [sys.executable, *arguments],
            env=self._environment(),
            capture_output=True,
            timeout=_START_SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()[-2_000:]
        return done.stdout.decode()

    def start(self) -> None:
        """Serve, and wait until it answers: this one, and not what was killed a moment ago and still holds the port."""
        if self._serve is not None:
            self._serve.wait()  # it was killed; nobody else takes its exit code
        self._serve = self._launched()
        self.wait_for(self._serves, "the site to answer")

    def _launched(self) -> "subprocess.Popen[bytes]":
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "causeway", "serve", "--port", str(self.port)],
                env=self._environment(),
                stdout=log,
                stderr=log,
            )

    def _serves(self) -> bool:
        """Whether it has a web process of its own, and answers. Where it refused a port that was still held, it is
        started again, as whatever looks after a service does.
        """
        if self._serve is None or self._serve.poll() is not None:
            self._serve = self._launched()
            return False
        return bool(self.find(Target.WEB)) and self.is_answering()

    def stop(self) -> None:
        """Stop the site, then the database; whatever is left of their processes is killed."""
        ours = [self._serve.pid, *_below(self._serve.pid)] if self._serve else []
        if self._serve is not None:
            self._serve.terminate()
            try:
                self._serve.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._serve.kill()
                self._serve.wait()
        for pid in (*ours, *self.strays()):
            _kill(pid)
        self._superuser.close()
        self.postgres.stop()

    def is_answering(self) -> bool:
        """Whether the site answers now."""
        try:
            return httpx.get(f"{self.base_url}/healthz", timeout=5, trust_env=False).is_success
        except httpx.TransportError:
            return False

    def wait_for(self, holds: Callable[[], bool], what: str, *, seconds: float = _START_SECONDS) -> None:
        """Wait until something holds, and fail where it does not in time."""
        deadline = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < deadline, f"waited {seconds} s for {what}; log: {self.log_tail()}"
            time.sleep(_LOOK_SECONDS)

    def log_tail(self) -> str:
        """The end of what the site wrote."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-3_000:]

    def find(self, target: Target) -> list[int]:
        """The living processes of this kind that `causeway serve` keeps."""
        if self._serve is None or self._serve.poll() is not None:
            return []
        if target is Target.KEEPER:
            return [self._serve.pid]
        masters, workers = list[int](), list[int]()
        for pid in _children(self._serve.pid):
            (masters if "granian" in command_of(pid) else workers).append(pid)
        match target:
            case Target.WEB_MASTER:
                return masters
            case Target.WEB:
                return [pid for master in masters for pid in _children(master) if "tracker" not in command_of(pid)]
            case Target.WORKER:
                return workers
            case Target.HANDS:
                return [pid for worker in workers for pid in _children(worker) if is_hands(pid, worker)]
            case _:
                return [pid for worker in workers for pid in _below(worker) if "matching.examine" in command_of(pid)]

    def kill(self, target: Target) -> int | None:
        """End a process with SIGKILL; gives its number, or None where there was none."""
        found = self.find(target)
        return found[0] if found and _kill(found[0]) else None

    def strays(self) -> list[int]:
        """Living processes of this installation that `causeway serve` does not keep: children of a killed one."""
        kept = {self._serve.pid, *_below(self._serve.pid)} if self._serve else set()
        mark = f"CAUSEWAY_HOME={self.home}".encode()
        own = [pid for pid in _all_processes() if pid not in kept and mark in _environment_of(pid).split(b"\0")]
        return [pid for pid in own if "postgres" not in command_of(pid)]

    def query(self, statement: str, *values: object) -> list[Row]:
        """Read as the database's superuser, whom no policy binds."""
        return list(self._superuser.execute(statement, values))

    def owed(self) -> int:
        """The referrals that were accepted and not cleared yet."""
        (row,) = self.query(
            "SELECT (SELECT count(*) FROM referrals_referral)"
            " - (SELECT count(*) FROM queues_work WHERE stage = 'clear' AND done_at IS NOT NULL) AS number"
        )
        return int(row["number"])

    def done(self) -> int:
        """The pieces of work that were done."""
        (row,) = self.query("SELECT count(*) AS number FROM queues_work WHERE done_at IS NOT NULL")
        return int(row["number"])

    def _environment(self) -> dict[str, str]:
        own = {
            "CAUSEWAY_HOME": str(self.home),
            "CAUSEWAY_DATABASE_DURABLE": "no",
            "CAUSEWAY_BASE_URL": self.base_url,
            "PYTHONPATH": os.pathsep.join([str(_ROOT / "src"), str(_ROOT / "tests")]),
        }
        return {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | own


@contextmanager
def live_hub() -> Iterator[LiveHub]:
    """An installation of its own, running; nothing of it is left afterwards."""
    home = Path(tempfile.mkdtemp(prefix="causeway-live-")).resolve()
    home.chmod(0o755)  # the database's own user must be able to pass through
    hub = None
    try:
        hub = LiveHub(home)
        hub.start()
        yield hub
    finally:
        if hub is not None:
            hub.stop()
            shutil.rmtree(hub.postgres.socket_folder, ignore_errors=True)
        else:
            EmbeddedPostgres(home / "postgres", durable=False).stop()
        shutil.rmtree(home, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _kill(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def _read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""


def _children(pid: int) -> list[int]:
    """The living children, of whichever thread."""
    tasks = Path(f"/proc/{pid}/task")
    try:
        names = [task.name for task in tasks.iterdir()]
    except OSError:
        return []
    found = [int(child) for name in names for child in _read(pid, f"task/{name}/children").split()]
    return [child for child in found if command_of(child)]  # a dead one that nobody waited for has no command


def _below(pid: int) -> list[int]:
    return [one for child in _children(pid) for one in (child, *_below(child))]


def command_of(pid: int) -> str:
    """With which arguments a process runs; empty for none."""
    return _read(pid, "cmdline").replace(b"\0", b" ").decode(errors="replace")


def is_hands(pid: int, worker: int) -> bool:
    """Whether a child of a worker does its owed work: it is a copy of the worker."""
    return command_of(pid) == command_of(worker)


def _environment_of(pid: int) -> bytes:
    return _read(pid, "environ")


def _all_processes() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
