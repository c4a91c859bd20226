"""A mirror on disk is old or new, never between; readers follow; stale, foreign and damaged ones say so."""

import fcntl
import os
import resource
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from causeway.client.mirror import (
    Asked,
    Mirror,
    MirrorBusy,
    MirrorDamaged,
    MirrorWriter,
    NoMirror,
    NotComparable,
    OtherSource,
)
from causeway.client.mirror._manifest import read_manifest
from causeway.interchange.signal_feed import PageMissing, PageReplayed
from causeway.vocabulary.signals import NOT_PROOF, REPORTED, SignalChangeKind, SignalKind, SignalState
from client.mirror.feeds import DAY, FEED, NOW, change, page, signal
from client.mirror.killed_writer import PAGES

MD5 = Asked(SignalKind.MD5, "8e" * 16)
TESTS = Path(__file__).resolve().parents[2]


def values_of(folder: Path) -> list[int]:
    """Which page's value the killed writer's entry has."""
    mirror = Mirror(folder, stale_after=DAY)
    asked = [Asked(SignalKind.MD5, f"{number + 1:032x}") for number in range(PAGES)]
    return [hit.asked for hit in mirror.look_up(asked, now=NOW).hits]


@pytest.mark.slow
@pytest.mark.parametrize("how", ["apply", "catch_up"])
def test_a_writer_killed_at_any_moment_leaves_the_old_or_the_new(tmp_path: Path, how: str) -> None:
    environment = os.environ | {"PYTHONPATH": str(TESTS)}
    last, ended = 0, 1
    while ended:
        last += 7
        command = [sys.executable, str(Path(__file__).with_name("killed_writer.py")), str(tmp_path), str(last), how]
        before = cursor_of(tmp_path)
        ended = subprocess.run(command, env=environment, check=False).returncode
        after = cursor_of(tmp_path)
        assert after >= before
        if after:
            assert values_of(tmp_path) == [after - 1]
    assert cursor_of(tmp_path) == PAGES
    MirrorWriter(tmp_path).apply(page(PAGES, []))
    assert sorted(path.name for path in tmp_path.glob("part-*")) == sorted(read_manifest(tmp_path).parts)


def cursor_of(folder: Path) -> int:
    return MirrorWriter(folder).feed_state(FEED).cursor


def test_what_a_killed_writer_left_behind_is_swept(tmp_path: Path) -> None:
    (tmp_path / "CURRENT.a1b2c3d4.partial").write_bytes(b"{")
    MirrorWriter(tmp_path).apply(page(0, []))
    assert not list(tmp_path.glob("*.partial"))


def test_a_try_that_found_no_room_leaves_nothing_that_would_take_it(tmp_path: Path) -> None:
    """As on a full disk: no file may grow beyond a few bytes."""
    writer, more = MirrorWriter(tmp_path), page(1, [change(f"{number}", signal(f"{number}")) for number in range(9)])
    writer.apply(page(0, [change("first", signal("first"))]))
    before = read_manifest(tmp_path).parts
    (tmp_path / "part-7").mkdir()  # as a killed writer leaves it
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, hard))
    try:
        with pytest.raises(OSError, match="large"):
            writer.apply(more)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert sorted(path.name for path in tmp_path.glob("part-*")) == sorted(before)
    assert cursor_of(tmp_path) == 1
    assert writer.apply(more).cursor == more.header.to


def test_a_reader_sees_a_new_page_with_its_next_question(tmp_path: Path) -> None:
    writer = MirrorWriter(tmp_path)
    writer.apply(page(0, [change("a", signal("a"))]))
    mirror = Mirror(tmp_path, stale_after=DAY)
    assert [hit.reference for hit in mirror.look_up([MD5], now=NOW).hits] == ["a"]
    writer.apply(page(1, [change("a", what=SignalChangeKind.WITHDRAWN)]))
    assert mirror.look_up([MD5], now=NOW).hits == ()
    writer.apply(page(2, [change("b", signal("b"))]))
    assert [hit.reference for hit in mirror.look_up([MD5], now=NOW).hits] == ["b"]
    assert len(mirror) == 1


@pytest.mark.parametrize("state", sorted(set(SignalState) - REPORTED))
def test_a_signal_of_such_a_state_is_never_reported(tmp_path: Path, state: SignalState) -> None:
    MirrorWriter(tmp_path).apply(page(0, [change("a", replace(signal("a"), state=state))]))
    assert Mirror(tmp_path, stale_after=DAY).look_up([MD5], now=NOW).hits == ()


def test_a_signal_expires_to_the_second(tmp_path: Path) -> None:
    MirrorWriter(tmp_path).apply(page(0, [change("a", replace(signal("a"), expires_at=NOW))]))
    mirror = Mirror(tmp_path, stale_after=DAY)
    assert len(mirror.look_up([MD5], now=NOW - timedelta(seconds=1)).hits) == 1
    assert mirror.look_up([MD5], now=NOW).hits == ()


def test_an_answer_says_when_it_is_stale_and_that_it_is_no_proof(tmp_path: Path) -> None:
    MirrorWriter(tmp_path).apply(page(0, [change("a", signal("a"))]))
    mirror = Mirror(tmp_path, stale_after=DAY)
    fresh, old = mirror.look_up([MD5], now=NOW + DAY), mirror.look_up([MD5], now=NOW + DAY + timedelta(seconds=1))
    assert (fresh.is_stale, old.is_stale, fresh.as_of, fresh.note) == (False, True, NOW, NOT_PROOF)


def test_a_mirror_that_is_still_being_filled_is_stale(tmp_path: Path) -> None:
    MirrorWriter(tmp_path).apply(page(0, [change("a", signal("a"))], head=2))
    assert Mirror(tmp_path, stale_after=DAY).look_up([MD5], now=NOW).is_stale


def test_a_page_that_does_not_follow_changes_nothing(tmp_path: Path) -> None:
    writer = MirrorWriter(tmp_path)
    first = page(0, [change("a", signal("a"))])
    writer.apply(first)
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(PageReplayed):
        writer.apply(first)
    with pytest.raises(PageMissing):
        writer.apply(page(2, [change("b", signal("b"))]))
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert writer.feed_state(FEED).cursor == 1


def test_another_source_is_kept_apart(tmp_path: Path) -> None:
    writer = MirrorWriter(tmp_path)
    writer.apply_changes([change("a", signal("a"))], source="a list", cursor="2026", as_of=NOW, is_whole=True)
    progress = writer.progress()
    assert progress is not None
    assert (progress.source, progress.cursor) == ("a list", "2026")
    with pytest.raises(OtherSource):
        writer.apply_changes([], source="another list", cursor="1", as_of=NOW, is_whole=True)
    with pytest.raises(OtherSource):
        writer.apply(page(0, []))


def test_two_writers_do_not_mix(tmp_path: Path) -> None:
    writer = MirrorWriter(tmp_path)
    writer.apply(page(0, []))
    with (tmp_path / "lock").open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(MirrorBusy):
            writer.apply(page(0, []))


def test_threads_that_share_a_mirror_never_see_what_was_withdrawn(tmp_path: Path) -> None:
    """The entry's value alternates between two, so that a mixed answer would show both or none."""
    writer = MirrorWriter(tmp_path, indexed_rows=2)
    values = ["8e" * 16, "7d" * 16]
    asked = [Asked(SignalKind.MD5, value) for value in values]
    writer.apply(page(0, [change("a", signal("a"))]))
    mirror = Mirror(tmp_path, stale_after=DAY)
    with ThreadPoolExecutor(2) as pool:
        asking = [pool.submit(lambda: [len(mirror.look_up(asked, now=NOW).hits) for _ in range(20)]) for _ in range(2)]
        for number in range(1, 10):
            writer.apply(page(number, [change("a", signal("a", value=values[number % 2]))]))
        counts = {count for each in asking for count in each.result()}
    assert counts == {1}


def test_an_empty_folder_is_no_mirror(tmp_path: Path) -> None:
    with pytest.raises(NoMirror):
        Mirror(tmp_path, stale_after=DAY)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"format": "causeway-mirror/2"}', b'{"parts": 2}'])
def test_a_damaged_list_of_parts_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "CURRENT").write_bytes(content)
    with pytest.raises(MirrorDamaged):
        Mirror(tmp_path, stale_after=DAY)


def test_damaged_columns_are_refused(tmp_path: Path) -> None:
    MirrorWriter(tmp_path).apply(page(0, [change("a", signal("a"))]))
    columns = next(tmp_path.glob("part-*")) / "columns"
    columns.write_bytes(columns.read_bytes()[:-4096])
    with pytest.raises(MirrorDamaged):
        Mirror(tmp_path, stale_after=DAY)


@pytest.mark.parametrize("asked", [Asked(SignalKind.MD5, "8e"), Asked(SignalKind.PHOTODNA, "A" * 192)])
def test_what_cannot_be_compared_is_refused(tmp_path: Path, asked: Asked) -> None:
    MirrorWriter(tmp_path).apply(page(0, []))
    with pytest.raises(NotComparable):
        Mirror(tmp_path, stale_after=DAY).look_up([asked], now=NOW)


def test_photodna_values_are_not_compared_by_the_thousand_either(tmp_path: Path) -> None:
    MirrorWriter(tmp_path).apply(page(0, []))
    with pytest.raises(NotComparable):
        Mirror(tmp_path, stale_after=DAY).look_up_digests(SignalKind.PHOTODNA, np.zeros((1, 144), np.uint8), now=NOW)


def test_the_files_show_no_account(tmp_path: Path) -> None:
    account = signal("a", SignalKind.ACCOUNT, "examplechat@ann")
    MirrorWriter(tmp_path).apply(page(0, [change("a", account)]))
    assert len(Mirror(tmp_path, stale_after=DAY).look_up([Asked(account.kind, account.value)], now=NOW).hits) == 1
    assert not any(b"ann" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
