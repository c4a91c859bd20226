"""Opens files for reading so that not even the time of their last reading changes.

Linux grants that (`O_NOATIME`) to a file's owner and to root; for others the file is opened as ever.
"""

import os
from pathlib import Path
from typing import BinaryIO, Final

_NO_TRACE: Final = getattr(os, "O_NOATIME", 0)


def open_without_trace(path: Path, flags: int = 0) -> tuple[int, bool]:
    """A descriptor to read from; and whether the system may note the time of reading.

    Raises:
        OSError: it cannot be opened.
    """
    flags |= os.O_RDONLY | os.O_CLOEXEC
    try:
        return os.open(path, flags | _NO_TRACE), _NO_TRACE == 0
    except PermissionError:
        return os.open(path, flags), True


def file_without_trace(path: Path) -> BinaryIO:
    """A file to read from.

    Raises:
        OSError: it cannot be opened.
    """
    descriptor, _is_noted = open_without_trace(path)
    return os.fdopen(descriptor, "rb")
