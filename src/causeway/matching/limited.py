"""The processes in which untrusted files are decoded: how one is started, and what it forbids itself."""

import contextlib
import fcntl
import os
import resource
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

import causeway
from causeway.matching.digest import READ_BYTES

DEFAULT_MEMORY_BYTES: Final = 3 * 1024**3
"""Address space, libraries included: a picture of `DEFAULT_MAX_PIXELS` takes 0.5 GiB decoded and as much again in
copies.
"""
DEFAULT_CPU_SECONDS: Final = 30
"""Processor time a file."""
_STOP_SECONDS: Final = 5.0
_ONE_PIECE: Final = {"PILLOW_BLOCK_SIZE": "1024m"}
"""A picture lies in one piece, so that it need not be copied."""
KEPT_MEMORY: Final = _ONE_PIECE | {
    "MALLOC_MMAP_THRESHOLD_": str(32 * 1024**2),
    "MALLOC_TRIM_THRESHOLD_": str(512 * 1024**2),
    "PILLOW_BLOCKS_MAX": "1",
}
"""To take a picture's memory from the system page by page costs as much as to decode it: for a process that decodes
many, what is freed is kept (glibc), and that of the last picture (Pillow), which glibc would give back beyond 32 MB.
"""
LARGE_PAGES: Final = _ONE_PIECE | {
    "MALLOC_MMAP_THRESHOLD_": str(1024**2),
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
}
"""A process that decodes one takes its memory anew: in pages of 2 MB, where the system grants them."""
_PIPE_BYTES: Final = 1 << 20
"""As much as an ordinary user may ask for: a photo crosses in one go (Linux)."""
_KEPT: Final = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "VIRTUAL_ENV")


def limited_command(module: str, *arguments: str) -> list[str]:
    """What starts a module of ours by this Python."""
    return [sys.executable, "-m", module, *arguments]


def limited_environment(memory: Mapping[str, str] = KEPT_MEMORY) -> dict[str, str]:
    """No secret of this process, and one thread: more would each take address space and gain nothing on one picture."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {
        "PYTHONPATH": str(Path(causeway.__file__).parents[1]),
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        **memory,
    }


def limit_this_process(*, memory_bytes: int = DEFAULT_MEMORY_BYTES, cpu_seconds: int | None = None) -> None:
    """From now on this process has so much address space and processor time, lets no file grow and leaves no core dump.
    Root could lift these bounds again.
    """
    limits = {resource.RLIMIT_AS: memory_bytes, resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: 0}
    if cpu_seconds is not None:
        limits[resource.RLIMIT_CPU] = cpu_seconds
    for limit, value in limits.items():
        resource.setrlimit(limit, (value, value))


def allow_processor_time(seconds: int) -> None:
    """Move the soft limit ahead of what this process has used; beyond it the kernel ends the process."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, resource.RLIM_INFINITY))


class LimitedChild:
    """A child process of one of our modules, which is started when it is asked and replaced when it is lost.

    It serves one caller at a time.
    """

    def __init__(self, module: str, *arguments: str, memory: Mapping[str, str] = KEPT_MEMORY) -> None:
        self._command = limited_command(module, *arguments)
        self._memory = memory
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def process_id(self) -> int | None:
        """The process, None while there is none."""
        return self._process.pid if self._process else None

    def ask(
        self,
        *pieces: bytes,
        is_whole: Callable[[bytearray], bool],
        longest_bytes: int,
        timeout_seconds: float,
        meanwhile: Callable[[], object] | None = None,
    ) -> bytes | None:
        """Write the pieces to the child, which reads on while it is written to, and read until the answer is whole.
        `meanwhile` is called once the child has all, while it works.

        None where the child ended first or writes too much; TimeoutError past the deadline, whatever it does. In either
        case it is ended, and a new one serves the next caller.
        """
        try:
            answer = _exchange(self._living(), pieces, is_whole, longest_bytes, timeout_seconds, meanwhile)
        except BaseException:
            self.close()  # Half a question may be in the pipe.
            raise
        if answer is None:
            self.close()
        return answer

    def close(self) -> None:
        """Kill the child with what it has started and close its pipes, without waiting for what it left behind."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(_STOP_SECONDS)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _living(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=limited_environment(self._memory),
                bufsize=0,
                start_new_session=True,
            )
            _widen(self._process.stdin)
        return self._process


def _widen(pipe: IO[bytes] | None) -> None:
    """Let the pipe take more at once, where the system grants it."""
    if pipe is not None and hasattr(fcntl, "F_SETPIPE_SZ"):
        with contextlib.suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


def _exchange(
    child: "subprocess.Popen[bytes]",
    pieces: Sequence[bytes],
    is_whole: Callable[[bytearray], bool],
    longest_bytes: int,
    timeout_seconds: float,
    meanwhile: Callable[[], object] | None,
) -> bytes | None:
    if child.stdin is None or child.stdout is None:
        raise OSError("the process has no pipes")
    os.set_blocking(child.stdin.fileno(), False)
    waiting = [memoryview(piece) for piece in pieces]
    deadline = time.monotonic() + timeout_seconds
    answer = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdin, selectors.EVENT_WRITE)
        selector.register(child.stdout, selectors.EVENT_READ)
        while not is_whole(answer):
            ready = selector.select(max(0.0, deadline - time.monotonic()))
            if not ready:
                raise TimeoutError
            for key, _ in ready:
                if key.fileobj is child.stdout:
                    received = os.read(key.fd, READ_BYTES)
                    if not received or len(answer) > longest_bytes:
                        return None
                    answer += received
                elif not _write_some(key.fd, waiting):
                    selector.unregister(child.stdin)
                    if meanwhile is not None:
                        meanwhile()
    return bytes(answer)


def _write_some(descriptor: int, to_write: list[memoryview]) -> bool:
    """Write what the pipe takes of the first piece; whether there is more to write, to a child that still reads."""
    try:
        written = os.write(descriptor, to_write[0])
    except BlockingIOError:
        return True
    except BrokenPipeError:
        return False
    to_write[0] = to_write[0][written:]
    while to_write and not to_write[0]:
        del to_write[0]
    return bool(to_write)
