"""Asks a limited process for small grey tiles of untrusted pictures. What comes back are pixels: nothing to decode."""

import contextlib
import subprocess
from dataclasses import dataclass
from threading import Timer
from types import TracebackType
from typing import Final, Self

from causeway.matching.limited import limited_command, limited_environment
from causeway.matching.look import LENGTH_BYTES
from causeway.matching.tile import NO_TILE, TILE_PX

TILE_TIMEOUT_SECONDS: Final = 30.0
_MODULE: Final = "causeway.matching.tile"


@dataclass(frozen=True, slots=True)
class Tile:
    """A grey picture of at most `TILE_PX` either way: one byte a pixel, row by row."""

    width_px: int
    height_px: int
    pixels: bytes


class Tiler:
    """Makes tiles in a limited child process, which it starts when needed and replaces when it is lost."""

    def __init__(self, *, timeout_seconds: float = TILE_TIMEOUT_SECONDS) -> None:
        self._timeout_seconds = timeout_seconds
        self._child: subprocess.Popen[bytes] | None = None

    def tile(self, data: bytes) -> Tile | None:
        """The tile of a file; None where it gives no picture, or brought the process down."""
        is_fresh = self._child is None
        answer = self._ask(data)
        if answer is None and not is_fresh:
            answer = self._ask(data)  # The pictures before may have used up the process's time.
        if answer is None or answer[:2] == NO_TILE:
            return None
        return Tile(answer[0], answer[1], answer[2:])

    def close(self) -> None:
        """End the child."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _ask(self, data: bytes) -> bytes | None:
        """The child's answer; None where it ended, took too long or answered what is no tile. Then it is let go."""
        child = self._child = self._child or self._start()
        timer = Timer(self._timeout_seconds, child.kill)
        timer.start()
        try:
            answer = _exchange(child, data)
        finally:
            timer.cancel()
        if answer is None:
            self.close()
        return answer

    def _start(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            limited_command(_MODULE),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=limited_environment(),
        )


def _exchange(child: "subprocess.Popen[bytes]", data: bytes) -> bytes | None:
    """The child reads the whole file before it answers, so neither waits for the other."""
    if child.stdin is None or child.stdout is None:
        raise OSError("the process has no pipes")
    try:
        child.stdin.write(len(data).to_bytes(LENGTH_BYTES, "big") + data)
        child.stdin.flush()
    except BrokenPipeError:
        return None
    size = child.stdout.read(len(NO_TILE))
    if len(size) < len(NO_TILE) or max(size) > TILE_PX:
        return None
    pixels = child.stdout.read(size[0] * size[1])
    return size + pixels if len(pixels) == size[0] * size[1] else None
