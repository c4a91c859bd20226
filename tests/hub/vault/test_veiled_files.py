"""What is on its way into the vault lies on the disk under no name and in no plain form."""

import io
import os
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from causeway.hub.base.vault.veiled import VeiledFile

CONTENT = b"a drawn bridge" * 10_000


def test_what_is_written_is_read_back_and_the_folder_stays_empty(tmp_path: Path) -> None:
    with VeiledFile(tmp_path) as veiled:
        assert veiled.write(CONTENT[:70_001]) + veiled.write(CONTENT[70_001:]) == len(CONTENT)
        assert list(tmp_path.iterdir()) == []
        veiled.seek(0)
        assert veiled.read() == CONTENT
        assert veiled.read() == b""


def test_what_lies_on_the_disk_says_nothing(tmp_path: Path) -> None:
    with VeiledFile(tmp_path) as veiled:
        veiled.write(CONTENT)
        raw = os.pread(veiled._file.fileno(), len(CONTENT) + 1, 0)
    assert len(raw) == len(CONTENT)
    assert b"bridge" not in raw


@given(st.binary(max_size=200), st.lists(st.tuples(st.integers(0, 220), st.integers(0, 50)), max_size=5))
def test_it_is_read_from_any_place(content: bytes, looks: list[tuple[int, int]]) -> None:
    plain = io.BytesIO(content)
    with VeiledFile(Path("/tmp")) as veiled:  # noqa: S108 a name is not even made there
        veiled.write(content)
        for place, length in looks:
            assert veiled.seek(place) == plain.seek(place)
            assert veiled.read(length) == plain.read(length)
