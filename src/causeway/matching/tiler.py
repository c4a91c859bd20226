"""Asks a limited process for small grey tiles of untrusted pictures. What comes back are pixels: nothing to decode."""

from dataclasses import dataclass
from typing import Final

from causeway.matching.limited import LimitedChild
from causeway.matching.look import LENGTH_BYTES
from causeway.matching.tile import NO_TILE, is_tile

TILE_TIMEOUT_SECONDS: Final = 30.0
_LONGEST_ANSWER_BYTES: Final = 64 * 1024
_MODULE: Final = "causeway.matching.tile"


@dataclass(frozen=True, slots=True)
class Tile:
    """A grey picture of at most `TILE_PX` either way: one byte a pixel, row by row."""

    width_px: int
    height_px: int
    pixels: bytes


class Tiler(LimitedChild):
    """Makes tiles in a limited child process, which it starts when needed and replaces when it is lost."""

    def __init__(self, *, timeout_seconds: float = TILE_TIMEOUT_SECONDS) -> None:
        self._timeout_seconds = timeout_seconds
        super().__init__(_MODULE)

    def tile(self, data: bytes) -> Tile | None:
        """The tile of a file; None where it gives no picture, or brought the process down."""
        answer = self._answer(data)
        if answer is None or answer[:2] == NO_TILE:
            return None
        return Tile(answer[0], answer[1], answer[2:])

    def _answer(self, data: bytes) -> bytes | None:
        """The child's answer; None where it ended, took too long or answered what is no tile. Then it is let go."""
        try:
            answer = self.ask(
                len(data).to_bytes(LENGTH_BYTES, "big"),
                data,
                is_whole=_is_whole,
                longest_bytes=_LONGEST_ANSWER_BYTES,
                timeout_seconds=self._timeout_seconds,
            )
        except TimeoutError:
            return None
        if answer is not None and not is_tile(answer):
            self.close()
            return None
        return answer


def _is_whole(answer: bytearray) -> bool:
    """Whether the two sides, and as many pixels as they say, have come."""
    return len(answer) >= len(NO_TILE) and len(answer) >= len(NO_TILE) + answer[0] * answer[1]
