"""A cluster of two machines in one, in a network of its own that holds nothing but loopback."""

import ctypes
import fcntl
import os
import signal
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from ray.cluster_utils import Cluster

_TESTS = Path(__file__).resolve().parents[2]
_NEW_NETWORK = 0x40000000
"""CLONE_NEWNET, unshare(2)."""
_SET_FLAGS = 0x8914
"""SIOCSIFFLAGS, netdevice(7)."""
_UP = 0x1
_LONGEST_END_SECONDS = 30
_STARTS = 3


@contextmanager
def loopback_only() -> Iterator[None]:
    """This thread, and all that it starts, in a new network until the end: nothing in it can reach out, and Ray finds
    no address but loopback's.
    """
    library = ctypes.CDLL(None, use_errno=True)
    with Path("/proc/thread-self/ns/net").open() as before:
        if library.unshare(_NEW_NETWORK):
            pytest.skip("a cluster is tested in a network namespace, which only root may make here")
        try:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
                fcntl.ioctl(any_socket, _SET_FLAGS, struct.pack("16sh14x", b"lo", _UP))
            yield
        finally:
            library.setns(before.fileno(), _NEW_NETWORK)


@contextmanager
def two_machines(processors: int = 1) -> Iterator[str]:
    """The address of a cluster with two nodes of so many processors."""
    options: dict[str, Any] = {
        "num_cpus": processors,
        "include_dashboard": False,
        "object_store_memory": 128 * 1024 * 1024,
    }
    with pytest.MonkeyPatch.context() as environment, loopback_only():
        environment.setenv("RAY_USAGE_STATS_ENABLED", "0")
        environment.setenv("PYTHONPATH", str(_TESTS))
        # Ray's many processes start several times as fast when what Python compiled is kept.
        environment.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        cluster = _started(options)
        try:
            yield cluster.address
        finally:
            cluster.shutdown()
            _see_all_end()


def _started(options: dict[str, Any]) -> Cluster:
    """Two nodes. Ray gives its processes a fixed time to start, which on a busy machine is too short now and then."""
    for times_left in reversed(range(_STARTS)):
        cluster = Cluster()
        try:
            for _ in range(2):
                cluster.add_node(**options)
        except Exception:
            cluster.shutdown()
            if not times_left:
                raise
        else:
            break
    return cluster


def _see_all_end() -> None:
    """Whatever worked for the cluster ends with it."""
    end = time.monotonic() + _LONGEST_END_SECONDS
    while left := processes("ray::"):
        assert time.monotonic() < end, f"processes {left} outlived their cluster"
        time.sleep(0.2)


def processes(title: str) -> list[int]:
    """The processes of this network that Ray calls so."""
    here = Path("/proc/thread-self/ns/net").readlink()
    found = []
    for folder in Path("/proc").iterdir():
        try:
            is_it = folder.name.isdigit() and title in (folder / "cmdline").read_text()
            if is_it and (folder / "ns" / "net").readlink() == here:
                found.append(int(folder.name))
        except OSError:
            continue  # it has ended
    return found


def kill(process: int) -> None:
    """As the kernel does when memory runs out."""
    os.kill(process, signal.SIGKILL)
