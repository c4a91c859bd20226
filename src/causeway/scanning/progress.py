"""How far a scan is, how fast, and how long it will still take."""

from dataclasses import dataclass
from typing import Final

_FILE_COSTS_BYTES: Final = 100_000
"""A file costs as much time as so many bytes, beside its own; it steadies the time left where sizes differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """`kept_*` were seen by an earlier run and say nothing of this one's pace; `members` lay in archives and mails."""

    files: int
    size_bytes: int
    files_total: int
    size_bytes_total: int
    kept_files: int
    kept_bytes: int
    members: int
    seconds: float

    @property
    def files_a_second(self) -> float:
        """This run's pace."""
        return (self.files - self.kept_files) / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """None before anything is known."""
        done = _cost(self.files - self.kept_files, self.size_bytes - self.kept_bytes)
        left = _cost(self.files_total - self.files, self.size_bytes_total - self.size_bytes)
        return self.seconds * max(0, left) / done if done and self.seconds else None


def _cost(files: int, size_bytes: int) -> int:
    return size_bytes + files * _FILE_COSTS_BYTES
