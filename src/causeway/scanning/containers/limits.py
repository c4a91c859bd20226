"""How much a file may unpack to before it is a bomb. What was unpacked before a bound was met stays in the result."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from causeway.scanning.faults import BOMB, TOO_LARGE, TOO_MANY_MEMBERS, ContainerFault, MemberFault

_GIBIBYTE: Final = 1024**3


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on one file of the folder, with all that lies in it.

    `ratio` is the most that is unpacked of each byte; what is below the free sizes is no bomb at any ratio. Deflate
    reaches 1,032 to 1 on a blank page; pictures and videos hardly shrink at all.
    """

    depth: int = 10
    """A picture in an archive in a mail in a mailbox in a compressed archive lies at 5."""
    members: int = 1_000_000
    member_bytes: int = 16 * _GIBIBYTE
    member_free_bytes: int = 64 * 1024 * 1024
    free_bytes: int = _GIBIBYTE
    ratio: int = 200
    message_bytes: int = 64 * 1024 * 1024
    """Mail servers take 25 to 150 MB; a message is held in memory."""


class Budget:
    """What is left to one file of the folder."""

    def __init__(self, limits: Limits, size_bytes: int) -> None:
        self.limits = limits
        self._members_left = limits.members
        self._bytes_left = limits.free_bytes + limits.ratio * size_bytes

    def take_member(self) -> None:
        """Raises ContainerFault when there were too many."""
        self._members_left -= 1
        if self._members_left < 0:
            raise ContainerFault(TOO_MANY_MEMBERS)

    def bounded(self, chunks: Iterator[bytes], packed_bytes: int) -> Iterator[bytes]:
        """A member's content, as long as it keeps within the bounds.

        Raises:
            MemberFault: it alone is too large or a bomb.
            ContainerFault: all members together are.
        """
        total = 0
        for chunk in chunks:
            total += len(chunk)
            self._bytes_left -= len(chunk)
            if self._bytes_left < 0:
                raise ContainerFault(BOMB)
            if total > self.limits.member_bytes:
                raise MemberFault(TOO_LARGE)
            if self.is_bomb(total, packed_bytes):
                raise MemberFault(BOMB)
            yield chunk

    def is_bomb(self, total_bytes: int, packed_bytes: int) -> bool:
        """Whether so much out of so little is no honest packing."""
        return total_bytes > self.limits.member_free_bytes + self.limits.ratio * packed_bytes
