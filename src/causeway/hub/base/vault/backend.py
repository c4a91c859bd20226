"""Where sealed bytes lie. A backend knows addresses and sealed bytes, nothing of keys, rows or people.

The interface is what an S3-compatible store can do as well: stage under an address, publish at once and whole, read,
remove, list.
"""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from causeway.lasting import sync_folder

_ADDRESS = re.compile(r"[0-9a-f]{64}")
_STAGED_SUFFIX = ".staged"


class Staged(Protocol):
    """Sealed bytes on their way in: nobody finds them until they are published, and abandoned they leave nothing
    behind.
    """

    def write(self, data: bytes, /) -> int:
        """Take the next bytes. Raises `OSError` where there is no room."""

    def flush(self) -> None:
        """Called when the age stream ends; nothing has to be durable before `publish`."""

    def publish(self) -> None:
        """Make the bytes durable and found under their address. Raises `OSError`."""

    def abandon(self) -> None:
        """Leave nothing behind."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One thing that lies in a backend. `is_published` is false for what was staged and left behind; `since` is its
    last change.
    """

    name: str
    is_published: bool
    since: datetime


class Backend(Protocol):
    """A place for sealed bytes. An address is 64 lower-case hex digits."""

    def stage(self, address: str) -> Staged:
        """A new thing to write. Raises `OSError`."""

    def open(self, address: str) -> BinaryIO:
        """The sealed bytes under an address. Raises `OSError`."""

    def remove(self, name: str) -> None:
        """Remove what lies under a name; nothing there is no fault. Raises `OSError`."""

    def stored(self) -> Iterator[Stored]:
        """All that lies here, in any order."""


class FolderBackend:
    """Files, spread over 256 folders by the first byte of their address so that none grows too long to list."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def stage(self, address: str) -> Staged:
        """A file under a temporary name beside its later place."""
        place = self._place(address)
        if not place.parent.exists():
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            sync_folder(self._root)
        return _StagedFile(place)

    def open(self, address: str) -> BinaryIO:
        """The file at an address."""
        return self._place(address).open("rb")

    def remove(self, name: str) -> None:
        """Remove a file, published or staged."""
        self._place(name).unlink(missing_ok=True)

    def stored(self) -> Iterator[Stored]:
        """Every file, folder by folder."""
        for path in self._root.glob("??/*"):
            with suppress(FileNotFoundError):  # published or swept meanwhile
                since = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                yield Stored(path.name, _ADDRESS.fullmatch(path.name) is not None, since)

    def _place(self, name: str) -> Path:
        return self._root / name[:2] / name


class _StagedFile:
    """Synced under a temporary name, then renamed within its folder, which POSIX makes atomic; then the folder is
    synced too.
    """

    def __init__(self, place: Path) -> None:
        self._place = place
        self._path = place.with_name(f"{place.name}.{secrets.token_hex(4)}{_STAGED_SUFFIX}")
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(descriptor, "wb")

    def write(self, data: bytes, /) -> int:
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()

    def publish(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._path.rename(self._place)
        sync_folder(self._place.parent)

    def abandon(self) -> None:
        with suppress(OSError):  # closing writes what is still buffered, for which there may be no room
            self._file.close()
        self._path.unlink(missing_ok=True)
