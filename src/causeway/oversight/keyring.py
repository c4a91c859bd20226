"""The keys of the oversight body, one an epoch, in a file that only their keeper can read.

A key that is retired is erased: what was registered under it alone can meet nothing new.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from causeway.blinding import SCALAR_BYTES, BlindingError, KeyPair, RandomBytes, derive_key_pair
from causeway.lasting import write_lastingly
from causeway.oversight.errors import KeepingFault, UnknownEpoch

_FORMAT: Final = "causeway-evaluator-keys/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyring:
    """The key pairs by epoch, and the epoch under which new interests are registered."""

    pairs: Mapping[int, KeyPair] = field(repr=False)

    @property
    def current(self) -> int:
        """The newest epoch."""
        return max(self.pairs)

    @property
    def public(self) -> dict[int, bytes]:
        """The public half of each key: what the oversight body commits itself to."""
        return {epoch: pair.public for epoch, pair in sorted(self.pairs.items())}

    def of(self, epoch: int) -> KeyPair:
        """The key pair of an epoch. Raises UnknownEpoch."""
        try:
            return self.pairs[epoch]
        except KeyError:
            raise UnknownEpoch("there is no key of this epoch") from None


def add_epoch(path: Path, *, now: datetime, random_bytes: RandomBytes) -> int:
    """Make the key of the next epoch, and the file where there is none. Gives the epoch.

    Raises:
        KeepingFault: the file cannot be read or written.
    """
    stated: Any = _read(path) if path.exists() else {"format": _FORMAT, "epochs": []}
    epoch = 1 + max((int(one["epoch"]) for one in stated["epochs"]), default=0)
    stated["epochs"].append({"epoch": epoch, "since": now.isoformat(), "seed": random_bytes(SCALAR_BYTES).hex()})
    write_private(path, json.dumps(stated, indent=2))
    return epoch


def retire_epoch(path: Path, epoch: int) -> None:
    """Erase the key of an epoch that is over.

    Raises:
        KeepingFault: the file cannot be read or written, or this is the newest epoch.
        UnknownEpoch: there is no such key.
    """
    keyring, stated = load_keyring(path), _read(path)
    keyring.of(epoch)
    if epoch == keyring.current:
        raise KeepingFault("the newest epoch cannot be retired: make the next one first")
    for one in stated["epochs"]:
        if one["epoch"] == epoch:
            one["seed"] = None
    write_private(path, json.dumps(stated, indent=2))


def load_keyring(path: Path) -> Keyring:
    """The keys that are kept there.

    Raises:
        KeepingFault: the file cannot be read, others may read it, or it is none of ours.
    """
    stated = _read(path)
    try:
        pairs = {
            int(one["epoch"]): derive_key_pair(bytes.fromhex(one["seed"]), f"causeway epoch {one['epoch']}".encode())
            for one in stated["epochs"]
            if one["seed"] is not None
        }
    except (KeyError, TypeError, ValueError, BlindingError):
        raise KeepingFault(f"{path.name} holds no keys of an evaluator") from None
    if not pairs:
        raise KeepingFault(f"{path.name} holds no key")
    return Keyring(pairs=MappingProxyType(pairs))


def _read(path: Path) -> Any:
    check_private(path)
    try:
        stated = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise KeepingFault(f"{path.name} cannot be read") from None
    if not isinstance(stated, dict) or stated.get("format") != _FORMAT or not isinstance(stated.get("epochs"), list):
        raise KeepingFault(f"{path.name} holds no keys of an evaluator")
    return stated


def check_private(path: Path) -> None:
    """That only its owner can read a file. Raises KeepingFault."""
    try:
        mode = path.stat().st_mode
    except OSError:
        raise KeepingFault(f"{path.name} cannot be read") from None
    if os.name == "posix" and mode & 0o077:
        raise KeepingFault(f"others may read {path.name}: take that from them (chmod 600)")


def write_private(path: Path, text: str) -> None:
    """Put a text in the place of a file, whole or not at all, for its owner's eyes alone. Raises KeepingFault."""
    try:
        write_lastingly(path, text.encode())
    except OSError:
        raise KeepingFault(f"{path.name} cannot be written") from None
