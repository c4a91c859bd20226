"""A walk meets every file once, in one order, and follows nothing out of the folder."""

import errno
import os
import socket
from pathlib import Path

import pytest

from causeway.scanning.content import open_source
from causeway.scanning.faults import NotAFolder
from causeway.scanning.walking import Walked, check_folder, walk


def paths(folder: Path) -> list[str]:
    return [found.path for found in walk(folder, Walked())]


def test_files_come_by_the_bytes_of_their_names_folder_by_folder(tmp_path: Path) -> None:
    for name in ("b", "a/z", "a/B", "a-1", "é", "Z"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"brass")
    assert paths(tmp_path) == ["Z", "a/B", "a/z", "a-1", "b", "é"]


def test_a_name_that_is_no_utf_8_stays_the_name_of_its_file(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"knob-\xff\xfe.png")).write_bytes(b"brass")
    (path,) = paths(tmp_path)
    assert os.fsencode(path) == b"knob-\xff\xfe.png"
    content, _is_noted = open_source(tmp_path / path)
    assert b"".join(content.chunks()) == b"brass"


def test_links_and_what_is_no_file_are_counted_and_passed_by(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "far.png").write_bytes(b"far")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "round").symlink_to(folder)
    (folder / "out").symlink_to(outside)
    (folder / "nowhere").symlink_to("nothing")
    os.mkfifo(folder / "pipe")
    with socket.socket(socket.AF_UNIX) as spoken:
        spoken.bind(str(folder / "socket"))
        walked = Walked()
        assert list(walk(folder, walked)) == []
    assert (walked.links, walked.special, walked.files) == (3, 2, 0)


def test_a_link_put_in_a_files_place_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "far").write_bytes(b"far")
    (tmp_path / "near").symlink_to("far")
    with pytest.raises(OSError, match="symbolic"):
        open_source(tmp_path / "near")


def test_a_pipe_put_in_a_files_place_does_not_hold_the_scan_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="ordinary"):
        open_source(tmp_path / "pipe")


def test_a_folder_that_the_disk_does_not_give_is_counted_named_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a/one", "b/two", "c/three"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(b"brass")
    listdir, bad = os.listdir, (tmp_path / "b").stat().st_ino

    def failing(descriptor: int) -> list[str]:
        if os.fstat(descriptor).st_ino == bad:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return listdir(descriptor)

    monkeypatch.setattr(os, "listdir", failing)
    walked = Walked()
    assert [found.path for found in walk(tmp_path, walked)] == ["a/one", "b/", "c/three"]
    assert (walked.unreadable_folders, walked.named) == (1, ["b"])


def test_a_path_longer_than_the_system_takes_is_not_lost(tmp_path: Path) -> None:
    descriptor = os.open(tmp_path, os.O_DIRECTORY)
    for _ in range(20):
        os.mkdir("k" * 250, dir_fd=descriptor)
        below = os.open("k" * 250, os.O_DIRECTORY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = below
    os.close(descriptor)
    (path,) = paths(tmp_path)
    with pytest.raises(OSError, match="too long"):
        open_source(tmp_path / path)


def test_an_empty_folder_holds_no_file(tmp_path: Path) -> None:
    assert paths(tmp_path) == []


@pytest.mark.parametrize("name", ["file", "absent"])
def test_what_is_no_folder_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(b"brass")
    with pytest.raises(NotAFolder):
        check_folder(tmp_path / name)
