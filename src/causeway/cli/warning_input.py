"""What `causeway warning run` reads from, the switch that ends it, also while nothing comes, and the lock by which a
file of state serves one run at a time.
"""

import fcntl
import io
import os
import select
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from math import inf
from pathlib import Path
from typing import BinaryIO, Final, cast

from causeway.cli.output import CommandFailed

_LOOK_SECONDS: Final = 1.0


class Switch:
    """Whether the stop file is still absent; looked at no more than once a second. Once thrown it stays so."""

    def __init__(self, stop_file: Path | None) -> None:
        self._stop_file, self._looked_at, self._is_thrown = stop_file, -inf, False

    def __call__(self) -> bool:
        if self._stop_file is not None and time.monotonic() - self._looked_at >= _LOOK_SECONDS:
            self._looked_at = time.monotonic()
            self._is_thrown = self._is_thrown or self._stop_file.exists()
        return not self._is_thrown


class _Patient(io.RawIOBase):
    """A feed that may be silent for long: it ends when the switch is thrown, and not only when something comes."""

    def __init__(self, file: BinaryIO, switch: Switch) -> None:
        self._descriptor, self._switch = file.fileno(), switch

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not select.select([self._descriptor], [], [], _LOOK_SECONDS)[0]:
            if not self._switch():
                return 0
        return os.readv(self._descriptor, [buffer])


@contextmanager
def opened(path: Path, switch: Switch) -> Iterator[BinaryIO]:
    """A file, or standard input for `-`. Raises OSError."""
    if str(path) == "-":
        yield _patient(sys.stdin.buffer, switch)
        return
    with path.open("rb") as file:
        yield _patient(file, switch)


def _patient(file: BinaryIO, switch: Switch) -> BinaryIO:
    if file.seekable():
        return file
    return cast("BinaryIO", io.BufferedReader(_Patient(file, switch)))


@contextmanager
def alone(state: Path | None) -> Iterator[None]:
    """See that no other run uses the same state."""
    if state is None:
        yield
        return
    with state.with_name(f"{state.name}.lock").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandFailed(f"another run uses {state}", exit_code=2) from None
        with suppress(OSError):
            Path(lock.name).chmod(0o600)
        yield
