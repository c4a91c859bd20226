"""Seconds on a processor of the hub's processes and of PostgreSQL's: what else the machine does counts little here."""

import os
from pathlib import Path

from causeway.hub.base.walls.database import embedded

_TICKS = os.sysconf("SC_CLK_TCK")
_TIMES = slice(13, 17)
"""utime, stime and those of children that ended, in proc_pid_stat(5)."""
_PARENT = 3


def of_the_hub() -> float:
    """Of all that this process started, and of the database; without this process itself."""
    return _below(os.getpid()) + of_the_database()


def of_this_process() -> float:
    """Of this process alone."""
    times = os.times()
    return times.user + times.system


def of_the_database() -> float:
    """Of PostgreSQL with all its processes, those that ended among them."""
    server = embedded()
    assert server is not None
    postmaster = int((server.data / "postmaster.pid").read_text().split()[0])
    return _own(postmaster) + _below(postmaster)


def _below(pid: int) -> float:
    children = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit() and _parent(path) == pid]
    return sum(_own(child) + _below(child) for child in children)


def _own(pid: int) -> float:
    return sum(map(int, _fields(Path(f"/proc/{pid}"))[_TIMES])) / _TICKS


def _parent(path: Path) -> int:
    fields = _fields(path)
    return int(fields[_PARENT]) if fields else 0


def _fields(path: Path) -> list[str]:
    """The fields of a process; none where it has ended. Its name, in brackets, may hold spaces."""
    try:
        before, _, after = (path / "stat").read_text().rpartition(")")
    except OSError:
        return []
    return [before.partition(" ")[0], "", *after.split()]
