"""Joins a cluster on which Ray runs, or starts one of this machine's own cores.

Ray runs whatever is sent to it. So a cluster that is started here asks for a token that only this process knows, keeps
its files in a folder of its own that is gone afterwards, tells nobody that it is used and has no dashboard.
"""

import logging
import os
import secrets
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import ray
from ray.exceptions import RayError

from causeway.scale.errors import NoCluster

LOCAL: Final = "local"
"""Stands for an address: this machine alone."""
_STORE_BYTES: Final = 512 * 1024 * 1024
"""Shared memory of a cluster of this machine alone: it takes queries and answers on their way."""
_STARTS: Final = 2
"""Ray gives its processes 30 seconds to start; on a busy machine that may not be enough the first time."""
_SLOWEST_START_MS: Final = 120_000
_KNOCK_SECONDS: Final = 5.0
_PORTS: Final = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """One machine of a cluster, and how many processors it gives."""

    node_id: str
    address: str
    processors: int


class Cluster:
    """The cluster that this process has joined."""

    @property
    def machines(self) -> tuple[Machine, ...]:
        """Those that answer now and give processors, in an order that stays."""
        nodes = [node for node in ray.nodes() if node["Alive"] and node["Resources"].get("CPU", 0) >= 1]
        found = [
            Machine(
                node_id=node["NodeID"], address=node["NodeManagerAddress"], processors=int(node["Resources"]["CPU"])
            )
            for node in nodes
        ]
        return tuple(sorted(found, key=lambda machine: machine.node_id))

    @property
    def processors(self) -> int:
        """Of all machines together."""
        return sum(machine.processors for machine in self.machines)


@contextmanager
def joined(address: str, *, processors: int | None = None) -> Iterator[Cluster]:
    """Join the cluster at `address` (HOST:PORT), or start one of this machine's cores for `LOCAL`; leave it after.

    `processors` is how many a cluster of this machine has, all where None. A cluster elsewhere is joined from one of
    its own machines, with its token in `RAY_AUTH_TOKEN` or where Ray looks for it. Raises NoCluster.
    """
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    if address.startswith("ray://"):
        raise NoCluster("no_client", "a cluster is joined from one of its machines, by HOST:PORT and not by ray://")
    with _started_here(processors) if address == LOCAL else _reached(address):
        try:
            cluster = Cluster()
            if not cluster.processors:
                raise NoCluster("no_processors", "the cluster gives no processors")
            yield cluster
        finally:
            ray.shutdown()


@contextmanager
def _reached(address: str) -> Iterator[None]:
    host, _, port = address.rpartition(":")
    if not (host and port.isdecimal() and int(port) < _PORTS):
        raise NoCluster("bad_address", "a cluster's address is HOST:PORT")
    reason = f"no Ray cluster answers at {address}; was `ray start` called on this machine, with the same token?"
    try:
        # Ray itself would knock for minutes.
        socket.create_connection((host.strip("[]"), int(port)), _KNOCK_SECONDS).close()
        _initialise(address=address)
    except (OSError, ValueError, RuntimeError, AssertionError, RayError) as error:
        raise NoCluster("no_cluster", reason) from error
    yield


@contextmanager
def _started_here(processors: int | None) -> Iterator[None]:
    os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))  # Ray asks for one by itself since 2.59.
    os.environ.setdefault("RAY_agent_register_timeout_ms", str(_SLOWEST_START_MS))
    # The paths of sockets may have no more than 107 characters, so the folder's own is short.
    with tempfile.TemporaryDirectory(prefix="cw-", ignore_cleanup_errors=True) as folder:
        for start in range(1, _STARTS + 1):
            try:
                _initialise(
                    num_cpus=processors, include_dashboard=False, _temp_dir=folder, object_store_memory=_STORE_BYTES
                )
                break
            except Exception as error:
                # Ray raises a bare Exception when its processes do not start in time.
                ray.shutdown()
                if start == _STARTS:
                    raise NoCluster("not_started", "Ray did not start on this machine") from error
        yield


def _initialise(**options: Any) -> None:
    logging.getLogger("ray").setLevel(logging.ERROR)
    ray.init(**options, logging_level=logging.ERROR, log_to_driver=False, configure_logging=False)
