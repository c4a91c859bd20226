"""Files that are replaced whole are there after a loss of power: file and folder are synced, in this order."""

import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from causeway.client.interests import write_book
from causeway.client.mirror._manifest import Manifest, Progress, write_manifest
from causeway.hub.state import write_once
from causeway.lasting import write_lastingly, written_lastingly
from causeway.matching.stored import save_arrays
from causeway.oversight.keyring import write_private

PROGRESS = Progress(source="bank", cursor="1", as_of=datetime(2026, 1, 1, tzinfo=UTC), is_whole=True)
KEEPERS: dict[str, Callable[[Path], object]] = {
    "CURRENT": lambda path: write_manifest(path.parent, Manifest(parts=(), progress=PROGRESS)),
    "arrays": lambda path: save_arrays(path, b"arrays/1", {"ids": np.arange(3)}),
    "book": lambda path: write_book(path, []),
    "evaluator.keys": lambda path: write_private(path, "{}"),
    "plain": lambda path: write_lastingly(path, b"words"),
    "vault.age": lambda path: write_once(path, b"words"),
}


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Of each sync in turn, whether it was a folder's."""
    found: list[bool] = []
    sync = os.fsync

    def noted(descriptor: int) -> None:
        found.append(stat.S_ISDIR(os.fstat(descriptor).st_mode))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    return found


@pytest.mark.parametrize("name", KEEPERS)
def test_the_file_is_synced_and_then_its_folder(name: str, tmp_path: Path, synced: list[bool]) -> None:
    KEEPERS[name](tmp_path / name)
    assert synced == [False, True]
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_what_breaks_off_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "book"
    write_lastingly(path, b"old")
    with pytest.raises(ZeroDivisionError), written_lastingly(path) as file:
        file.write(bytes(1 // 0))
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
