"""The processes in which untrusted files are decoded: how one is started, and what it forbids itself."""

import os
import resource
import sys
from pathlib import Path
from typing import Final

import causeway

DEFAULT_MEMORY_BYTES: Final = 3 * 1024**3
"""Address space, libraries included: a picture of `DEFAULT_MAX_PIXELS` takes 0.5 GiB decoded and as much again in
copies.
"""
DEFAULT_CPU_SECONDS: Final = 30
"""Processor time a file."""
_KEPT: Final = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "VIRTUAL_ENV")


def limited_command(module: str, *arguments: str) -> list[str]:
    """What starts a module of ours by this Python."""
    return [sys.executable, "-m", module, *arguments]


def limited_environment() -> dict[str, str]:
    """No secret of this process, and one thread: more would each take address space and gain nothing on one picture."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {
        "PYTHONPATH": str(Path(causeway.__file__).parents[1]),
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }


def limit_this_process(*, memory_bytes: int = DEFAULT_MEMORY_BYTES, cpu_seconds: int | None = None) -> None:
    """From now on this process has so much address space and processor time, writes no file and leaves no core dump."""
    limits = {resource.RLIMIT_AS: memory_bytes, resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: 0}
    if cpu_seconds is not None:
        limits[resource.RLIMIT_CPU] = cpu_seconds
    for limit, value in limits.items():
        resource.setrlimit(limit, (value, value))
