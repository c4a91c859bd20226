"""What a scan sees of each file of a collection, before anything is judged."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from causeway.matching.capture import Capture
from causeway.matching.frames import FrameHash
from causeway.matching.orientation import upright
from causeway.vocabulary.findings import MediaDigests

INSIDE: Final = "!/"
"""Stands in a path between a container (an archive, a mail) and what lies in it. A folder's name may end in `!` as
well: a path alone does not tell the two apart.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a file lies. `path` is relative to the scanned folder with `/` between its parts, and `INSIDE` where a part
    lies in a container; times are UTC, None where the container states none.
    """

    path: str
    size_bytes: int
    modified_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One file looked at. `fault` says, by code, why it could not be read or what is wrong with its content; `digests`
    is None where not one byte could be read. `turned` are the PDQ hashes of the picture turned and mirrored, without
    the one in `digests`; `further` those of the file's other pictures that were looked at, of `pictures` in all.
    """

    place: Place
    digests: MediaDigests | None
    capture: Capture | None = None
    turned: tuple[str, ...] = ()
    frames: tuple[FrameHash, ...] = ()
    pictures: int = 1
    further: tuple[FrameHash, ...] = ()
    fault: str | None = None

    @property
    def other_views(self) -> tuple[str, ...]:
        """The hashes of the picture otherwise than `digests.pdq` has it: by its orientation, turned and mirrored."""
        by_orientation = self.digests.pdq_other if self.digests is not None else None
        return self.turned if by_orientation is None else (by_orientation, *self.turned)

    def upright(self) -> "Seen":
        """The same with the picture turned upright as it notes."""
        if self.digests is None:
            return self
        digests, turned = upright(self.digests, self.turned)
        return replace(self, digests=digests, turned=turned)
