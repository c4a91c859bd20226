"""Every file of a folder, in an order that is the same each time, without leaving a trace.

Symbolic links are not followed: they lead out of what was handed over, or in circles.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from causeway.matching.traceless import open_without_trace
from causeway.scanning.content import NO_DETOUR
from causeway.scanning.faults import NotAFolder

MOST_NAMED: Final = 50
"""As many of the folders that could not be entered are named."""
_NANOSECONDS: Final = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file of the folder, or a folder in it that could not be opened, whose path ends in `/`. `path` is relative;
    bytes of a name that are no UTF-8 stand in it as surrogates (PEP 383).
    """

    path: str
    size_bytes: int
    modified_ns: int
    changed_ns: int = 0
    """When the system last noted a change of its content, name or rights; no ordinary program sets that back."""

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder that could not be opened."""
        return self.path.endswith("/")

    @property
    def modified_at(self) -> datetime | None:
        """When it was last changed; None where that is no date."""
        return utc(self.modified_ns / _NANOSECONDS)


@dataclass(slots=True, kw_only=True)
class Walked:
    """What a walk met: files, and what it passed by."""

    files: int = 0
    size_bytes: int = 0
    links: int = 0
    special: int = 0
    """Devices, sockets and pipes."""
    unreadable_folders: int = 0
    named: list[str] = field(default_factory=list)
    """The first folders that could not be read."""
    is_noted: bool = False
    """Whether the system may have noted that a folder was read."""


def utc(seconds: float) -> datetime | None:
    """The moment, None where it is outside the calendar."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def check_folder(folder: Path) -> Path:
    """The folder with every link on the way to it resolved.

    Raises:
        NotAFolder: there is no such folder, or it cannot be read.
    """
    try:
        resolved = folder.resolve(strict=True)
        descriptor, _is_noted = open_without_trace(resolved, NO_DETOUR | os.O_DIRECTORY)
    except (OSError, RuntimeError):
        raise NotAFolder("not_a_folder", f"{folder} is no folder that can be read") from None
    os.close(descriptor)
    return resolved


def walk(folder: Path, walked: Walked) -> Iterator[Found]:
    """Every ordinary file below the folder, and each folder that cannot be opened, a folder's entries by the bytes of
    their names. `walked` counts along.
    """
    first = _names(folder, "", walked)
    if first is None:
        yield Found(path="./", size_bytes=0, modified_ns=0)
        return
    waiting = [("", iter(first))]
    while waiting:
        above, names = waiting[-1]
        name = next(names, None)
        if name is None:
            waiting.pop()
            continue
        path = f"{above}{name}"
        try:
            status = os.lstat(folder / path)
        except OSError:
            walked.files += 1
            yield Found(path=path, size_bytes=0, modified_ns=0)  # Who opens it learns why.
            continue
        if stat.S_ISDIR(status.st_mode):
            inside = _names(folder, path, walked)
            if inside is None:
                yield Found(path=f"{path}/", size_bytes=0, modified_ns=status.st_mtime_ns)
            else:
                waiting.append((f"{path}/", iter(inside)))
        elif stat.S_ISREG(status.st_mode):
            walked.files += 1
            walked.size_bytes += status.st_size
            yield Found(
                path=path, size_bytes=status.st_size, modified_ns=status.st_mtime_ns, changed_ns=status.st_ctime_ns
            )
        elif stat.S_ISLNK(status.st_mode):
            walked.links += 1
        else:
            walked.special += 1


def _names(folder: Path, path: str, walked: Walked) -> list[str] | None:
    """What the folder holds; None where it cannot be opened."""
    try:
        descriptor, is_noted = open_without_trace(folder / path, NO_DETOUR | os.O_DIRECTORY)
        try:
            names = os.listdir(descriptor)  # noqa: PTH208  # by descriptor, which leaves no trace
        finally:
            os.close(descriptor)
    except OSError:
        walked.unreadable_folders += 1
        if len(walked.named) < MOST_NAMED:
            walked.named.append(path)
        return None
    walked.is_noted |= is_noted
    return sorted(names, key=os.fsencode)
