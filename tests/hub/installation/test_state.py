"""The state folder and its secrets."""

import stat
from pathlib import Path

import pytest

from causeway.hub.state import home, is_reachable_by_others, private_folder, secret


@pytest.fixture(autouse=True)
def _own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CAUSEWAY_HOME", str(tmp_path / "state"))


def test_the_state_folder_is_made_when_absent() -> None:
    assert home().is_dir()


def test_a_secret_is_made_once_and_only_this_user_can_read_it() -> None:
    first = secret("thing.key", size_bytes=32)
    assert secret("thing.key", size_bytes=32) == first
    assert len(first) == 32
    path = private_folder("secrets") / "thing.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert list(path.parent.iterdir()) == [path]


def test_whether_others_can_pass_a_folder_is_seen(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    assert not is_reachable_by_others(closed / "inside")
