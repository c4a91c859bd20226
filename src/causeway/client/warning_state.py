"""The file in which early warning keeps its state between two runs: written whole or not at all, checked when read.

One line says what it is, with the SHA-256 of the rest, MessagePack. It is written beside its place, synced, and
renamed over the old one, so that a program killed at any moment finds the last whole state.
"""

from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import msgpack  # type: ignore[import-untyped]

from causeway.lasting import write_lastingly
from causeway.warning import SnapshotInvalid

_NAME: Final = b"causeway-warning-state 1 "
_HEAD: Final = len(_NAME) + 64 + 1


def read_state(path: Path) -> dict[str, Any] | None:
    """What was kept; None where nothing was.

    Raises:
        SnapshotInvalid: the file is no such state, or damaged. OSError: it cannot be read.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    if not content.startswith(_NAME):
        raise SnapshotInvalid("is no state of early warning, or of another version of the program")
    digest, body = content[len(_NAME) : _HEAD - 1], content[_HEAD:]
    if sha256(body).hexdigest().encode() != digest:
        raise SnapshotInvalid("is damaged: its checksum is not right")
    try:
        document = msgpack.unpackb(body, strict_map_key=False)
    except (ValueError, msgpack.UnpackException) as error:
        raise SnapshotInvalid("is not whole") from error
    if not isinstance(document, dict):
        raise SnapshotInvalid("is not whole")
    return document


def write_state(path: Path, document: dict[str, Any]) -> None:
    """Keep it; only its owner may read it. Raises OSError."""
    body = msgpack.packb(document)
    write_lastingly(path, _NAME + sha256(body).hexdigest().encode() + b"\n" + body)
