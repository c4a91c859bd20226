"""How far a scan is, how fast, and how long it will still take."""

from collections import deque
from dataclasses import dataclass
from typing import Final

_FILE_COSTS_BYTES: Final = 100_000
"""A file costs as much time as so many bytes, beside its own; it steadies the time left where sizes differ."""
_PACE_SECONDS: Final = 60
"""The pace is that of so long: one folder holds thumbnails and the next films."""
_KEPT_EVERY_SECONDS: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """`kept_*` were seen by an earlier run and say nothing of this one's pace; `members` lay in archives and mails.
    `size_bytes` counts what was looked at of archives that are not at their end. `since` is what was told about a
    minute before, None where this run began later.
    """

    files: int
    size_bytes: int
    files_total: int
    size_bytes_total: int
    kept_files: int
    kept_bytes: int
    members: int
    seconds: float
    since: "Progress | None" = None

    @property
    def files_a_second(self) -> float:
        """The pace of the last minute; what lies in archives counts along."""
        before = 0 if self.since is None else self.since.looked_at
        return (self.looked_at - before) / self._lasted if self._lasted else 0.0

    @property
    def seconds_left(self) -> float | None:
        """None before anything is known."""
        done = self.cost - (0 if self.since is None else self.since.cost)
        left = _cost(self.files_total - self.files, self.size_bytes_total - self.size_bytes)
        return self._lasted * max(0, left) / done if done > 0 and self._lasted else None

    @property
    def looked_at(self) -> int:
        """Files and members that this run looked at."""
        return self.files - self.kept_files + self.members

    @property
    def cost(self) -> int:
        """What this run has done, in bytes."""
        return _cost(self.files - self.kept_files, self.size_bytes - self.kept_bytes)

    @property
    def _lasted(self) -> float:
        return self.seconds - (0 if self.since is None else self.since.seconds)


class LastMinute:
    """Keeps what was told, one a second, for as long as the pace is taken of. While nothing is done the time left
    grows: the two last steps are kept, however long ago they were.
    """

    def __init__(self) -> None:
        self._kept: deque[Progress] = deque()

    def before(self, now: Progress) -> Progress | None:
        """What `now` is to be compared with; it is kept for those to come."""
        while len(self._kept) > 2 and self._kept[1].seconds <= now.seconds - _PACE_SECONDS:
            self._kept.popleft()
        before = self._kept[0] if self._kept and self._kept[0].seconds <= now.seconds - _PACE_SECONDS else None
        last = self._kept[-1] if self._kept else None
        if last is None or (now.seconds - last.seconds >= _KEPT_EVERY_SECONDS and now.cost != last.cost):
            self._kept.append(now)
        return before


def _cost(files: int, size_bytes: int) -> int:
    return size_bytes + files * _FILE_COSTS_BYTES
