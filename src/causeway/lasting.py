"""Files that are replaced whole, and are there after a loss of power: written aside, synced, renamed, and their folder
synced, too (POSIX `rename` and `fsync`; without the last the new name itself may be lost).
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

PARTIAL: Final = ".partial"
"""How the name of a file ends that is still being written, or that a killed process left behind."""


@contextmanager
def written_lastingly(path: Path) -> Iterator[BinaryIO]:
    """A file to write to that takes the place of `path`, whole and synced, when all is written; whatever breaks it off
    leaves there what was there. Its owner alone may read it.

    Raises:
        OSError: there is no room, no such folder, or no right to write in it.
    """
    descriptor, name = tempfile.mkstemp(prefix=f"{path.name}.", suffix=PARTIAL, dir=path.parent)
    partial = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file  # whoever wraps it as text may close it
        with partial.open("rb+") as whole:
            os.fsync(whole.fileno())
        partial.replace(path)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    sync_folder(path.parent)


def write_lastingly(path: Path, content: bytes) -> None:
    """Put the content in the file's place, as `written_lastingly`. Raises OSError."""
    with written_lastingly(path) as file:
        file.write(content)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last: what was linked, renamed or removed there. Raises OSError."""
    if os.name != "posix":
        return  # elsewhere a folder cannot be opened, and the file system sees to its names
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
