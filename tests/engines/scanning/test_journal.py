"""The state belongs to one folder and one run at a time, and knows what it has seen as it is."""

import os
import sqlite3
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from causeway.matching import EXAMINER_CRASHED, EXAMINER_TIMEOUT
from causeway.scanning.faults import BadState, WouldWriteIntoSource
from causeway.scanning.journal import Journal, _readings
from causeway.scanning.looking import VERSION
from causeway.scanning.seen import Place, Seen
from causeway.scanning.walking import Found
from engines.scanning.killed import seen_after_a_kill

KNOB = Found(path="knob.png", size_bytes=5, modified_ns=7)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "folder"
    folder.mkdir()
    return folder


def seen(path: str, fault: str | None = None) -> Seen:
    return Seen(place=Place(path=path, size_bytes=5), digests=None, fault=fault)


def keep(journal: Journal, *, is_whole: bool = True, fault: str | None = None) -> None:
    journal.begin(KNOB)
    journal.enter(KNOB.path, "in", seen("knob.png!/in", fault))
    journal.enter(KNOB.path, "", seen("knob.png"))
    journal.finish(KNOB.path, is_whole=is_whole, skipped=2)


def test_what_was_seen_is_there_in_the_next_run(folder: Path, tmp_path: Path) -> None:
    with Journal(tmp_path / "state", folder) as journal:
        keep(journal)
    with Journal(tmp_path / "state", folder) as journal:
        assert journal.is_whole(KNOB)
        assert [one.place.path for one in journal.seen()] == ["knob.png", "knob.png!/in"]
        assert (journal.skipped(), journal.faults()) == (2, {None: 2})
        assert journal.place_of("knob.png!/in") == ("knob.png", "in")
        assert (journal.place_of("knob.png"), journal.place_of("knob")) == (("knob.png", ""), None)


@pytest.mark.parametrize("changed", [{"size_bytes": 6}, {"modified_ns": 8}])
def test_a_file_that_has_changed_is_looked_at_again_with_all_that_was_in_it(
    changed: dict[str, Any], folder: Path, tmp_path: Path
) -> None:
    now = replace(KNOB, **changed)
    with Journal(tmp_path / "state", folder) as journal:
        keep(journal)
        assert not journal.is_whole(now)
        assert journal.begin(now) == frozenset()
        assert list(journal.seen()) == []


@pytest.mark.parametrize("fault", ["unreadable", "no_room", EXAMINER_CRASHED, EXAMINER_TIMEOUT])
def test_a_file_that_was_half_seen_goes_on_and_what_could_not_be_read_is_tried_again(
    fault: str, folder: Path, tmp_path: Path
) -> None:
    with Journal(tmp_path / "state", folder) as journal:
        keep(journal, is_whole=False, fault=fault)
        assert not journal.is_whole(KNOB)
        assert journal.begin(KNOB) == {""}
        assert journal.faults() == {None: 1}


def test_a_file_that_is_gone_is_not_in_the_next_runs_result_and_comes_back_with_it(
    folder: Path, tmp_path: Path
) -> None:
    for is_there, result in ((True, 2), (False, 0), (True, 2)):
        with Journal(tmp_path / "state", folder) as journal:
            if is_there and not journal.is_whole(KNOB):
                keep(journal)
            assert len(list(journal.seen())) == result


def test_files_come_by_the_bytes_of_their_paths_whichever_was_first(folder: Path, tmp_path: Path) -> None:
    with Journal(tmp_path / "state", folder) as journal:
        for path in ("é", "b", "\udcff", "a/z", "B"):
            journal.begin(Found(path=path, size_bytes=0, modified_ns=0))
            journal.enter(path, "", seen(path))
        assert [one.place.path for one in journal.seen()] == ["B", "a/z", "b", "é", "\udcff"]


def test_a_killed_run_loses_what_the_last_second_brought_and_no_more(folder: Path, tmp_path: Path) -> None:
    now = [100.0]
    with Journal(tmp_path / "state", folder, clock=lambda: now[0]) as journal:
        for number in range(12):
            now[0] += 0.3
            path = f"{number:02}"
            journal.begin(Found(path=path, size_bytes=0, modified_ns=0))
            journal.enter(path, "", seen(path))
        left = seen_after_a_kill(tmp_path / "state", folder)
        assert 12 - len(left) <= 4
        assert left == [f"{number:02}" for number in range(len(left))]


def test_rows_that_come_fast_are_kept_five_hundred_at_a_time(folder: Path, tmp_path: Path) -> None:
    with Journal(tmp_path / "state", folder, clock=lambda: 0.0) as journal:
        for number in range(600):
            journal.enter(str(number), "", seen(str(number)))
        assert len(seen_after_a_kill(tmp_path / "state", folder)) == 500


def test_a_folder_whose_name_looks_like_an_archive_does_not_hide_what_lies_in_one(folder: Path, tmp_path: Path) -> None:
    with Journal(tmp_path / "state", folder) as journal:
        for path, inside in (("a.zip", "b"), ("a.zip!/b", "")):
            journal.begin(Found(path=path, size_bytes=0, modified_ns=0))
            journal.enter(path, inside, seen("a.zip!/b"))
        assert [one.place.path for one in journal.seen()] == ["a.zip!/b", "a.zip!/b"]
        assert journal.at("a.zip!/b") == list(journal.seen())
        assert journal.at("a.zip") == []


def test_a_forged_time_beyond_all_measure_is_kept(folder: Path, tmp_path: Path) -> None:
    forged = replace(KNOB, modified_ns=1 << 65)
    with Journal(tmp_path / "state", folder) as journal:
        journal.begin(forged)
        journal.finish(forged.path, is_whole=True, skipped=0)
        assert journal.is_whole(forged)


def test_forgetting_forgets_all(folder: Path, tmp_path: Path) -> None:
    with Journal(tmp_path / "state", folder) as journal:
        keep(journal)
        journal.forget()
        assert (journal.is_whole(KNOB), list(journal.seen())) == (False, [])


def test_what_an_older_program_saw_is_looked_at_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Journal(tmp_path / "state", folder) as journal:
        keep(journal)
    monkeypatch.setattr("causeway.scanning.journal.VERSION", VERSION + 1)
    for is_whole in (False, True):
        with Journal(tmp_path / "state", folder) as journal:
            assert journal.is_whole(KNOB) == is_whole
            keep(journal)


@pytest.mark.parametrize("state", ["state", "deep/down/state", "../folder/state", "../link/state"])
def test_a_state_inside_the_folder_is_refused_by_whatever_road(state: str, folder: Path) -> None:
    (folder / "deep" / "down").mkdir(parents=True)
    (folder.parent / "link").symlink_to(folder)
    with pytest.raises(WouldWriteIntoSource):
        Journal(folder / state, folder)
    assert not (folder / state).exists()


def test_only_its_owner_may_read_it(folder: Path, tmp_path: Path) -> None:
    with Journal(tmp_path / "state", folder):
        assert {path.stat().st_mode & 0o777 for path in tmp_path.glob("state*")} == {0o600}


def test_two_runs_at_once_are_refused(folder: Path, tmp_path: Path) -> None:
    with Journal(tmp_path / "state", folder), pytest.raises(BadState) as refused:
        Journal(tmp_path / "state", folder)
    assert refused.value.code == "in_use"


def test_another_folders_state_is_refused(folder: Path, tmp_path: Path) -> None:
    with Journal(tmp_path / "state", folder):
        pass
    (tmp_path / "other").mkdir()
    with pytest.raises(BadState) as refused:
        Journal(tmp_path / "state", tmp_path / "other")
    assert refused.value.code == "another_folder"


def test_another_programs_file_is_refused_and_left_as_it_is(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "words").write_bytes(b"neutral words " * 100)
    database = sqlite3.connect(tmp_path / "database")
    database.execute("CREATE TABLE knob (colour TEXT)")
    database.close()
    before = {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    for path in before:
        with pytest.raises(BadState) as refused:
            Journal(path, folder)
        assert refused.value.code == "not_a_state"
    assert {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before


def test_a_state_that_cannot_be_made_is_told(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(BadState) as refused:
        Journal(tmp_path / "absent" / "state", folder)
    assert refused.value.code == "cannot_be_written"
    assert os.strerror(2) in refused.value.message


def test_damage_that_is_met_while_what_was_seen_is_read_back_is_told(folder: Path, tmp_path: Path) -> None:
    with Journal(tmp_path / "state", folder) as journal:
        for number in range(2_000):
            journal.begin(Found(path=f"{number:04}", size_bytes=0, modified_ns=0))
            journal.enter(f"{number:04}", "", seen(f"{number:04}", "x" * 80))
    database = sqlite3.connect(tmp_path / "state")
    database.execute("UPDATE source SET run = 2")
    database.commit()
    database.close()
    content = bytearray((tmp_path / "state").read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096] = b"\xff" * 4096
    (tmp_path / "state").write_bytes(content)
    journal = Journal(tmp_path / "state", folder)
    with pytest.raises(BadState) as refused:
        list(journal.seen())
    assert refused.value.code == "not_a_state"
    with suppress(BadState):
        journal.close()


def test_a_row_that_is_damaged_and_still_a_row_is_told_too(folder: Path, tmp_path: Path) -> None:
    with Journal(tmp_path / "state", folder) as journal:
        keep(journal)
    database = sqlite3.connect(tmp_path / "state")
    database.execute("UPDATE seen SET packed = ?", (b"\x93\x01",))
    database.commit()
    database.close()
    with Journal(tmp_path / "state", folder) as journal:
        journal.is_whole(KNOB)
        with pytest.raises(BadState, match="damaged"):
            list(journal.seen())


def test_that_times_of_reading_may_have_been_noted_is_known_to_every_run_after(folder: Path, tmp_path: Path) -> None:
    with Journal(tmp_path / "state", folder) as journal:
        keep(journal)
    database = sqlite3.connect(tmp_path / "state")
    database.execute("ALTER TABLE about DROP COLUMN noted")  # as an older program made it
    database.commit()
    database.close()
    with Journal(tmp_path / "state", folder) as journal:
        assert journal.is_whole(KNOB)
        assert not journal.is_noted()
        journal.tell_noted()
    with Journal(tmp_path / "state", folder) as journal:
        journal.forget()
        assert journal.is_noted()


def test_hashes_made_fast_are_not_mixed_with_those_made_to_the_bit(folder: Path, tmp_path: Path) -> None:
    with Journal(tmp_path / "state", folder) as journal:
        journal.agree_on(fast=True)
        keep(journal)
    with Journal(tmp_path / "state", folder) as journal:
        journal.agree_on(fast=True)
        with pytest.raises(BadState, match="made with --fast"):
            journal.agree_on(fast=False)
        assert journal.is_whole(KNOB)
        journal.forget()
        journal.agree_on(fast=False)
        keep(journal)
        with pytest.raises(BadState, match="made without --fast"):
            journal.agree_on(fast=True)


def test_a_name_full_of_marks_is_read_in_no_more_ways_than_a_path_is_long() -> None:
    """A member of an archive can be called anything; each way is one question to the state."""
    assert sum(len(source) for source, _inside in _readings("it.zip" + 500_000 * "!/")) < 10_000_000
