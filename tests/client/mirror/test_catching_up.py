"""A mirror that has far to go takes many pages into one commit, and loses nothing of what it has read."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from causeway.client.mirror import Asked, Mirror, MirrorWriter
from causeway.client.mirror import writer as writer_module
from causeway.client.mirror._manifest import read_manifest
from causeway.interchange.signal_feed import FeedPage, PageMissing
from causeway.interchange.signals import PageDamaged
from causeway.vocabulary.signals import SignalChangeKind, SignalKind
from client.mirror.feeds import DAY, FEED, NOW, change, page, signal

STEPS = 60


def pages_of(steps: int, *, at_a_time: int = 1) -> Callable[[int], FeedPage]:
    """A feed of so many steps, each of which adds an entry; the last withdraws the first again."""
    changes = [change(f"{number}", signal(f"{number}", value=f"{number + 1:032x}")) for number in range(steps - 1)]
    changes.append(change("0", what=SignalChangeKind.WITHDRAWN))
    return lambda after: page(after, changes[after : after + at_a_time], head=steps, at=NOW + timedelta(seconds=after))


def listed(folder: Path) -> list[int]:
    asked = [Asked(SignalKind.MD5, f"{number + 1:032x}") for number in range(STEPS)]
    return sorted(hit.asked for hit in Mirror(folder, stale_after=DAY).look_up(asked, now=NOW).hits)


def synced(work: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> int:
    """How often the disk was told to keep what was written."""
    count, fsync = 0, os.fsync

    def counted(descriptor: int) -> None:
        nonlocal count
        count += 1
        fsync(descriptor)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", counted)
        work()
    return count


def test_many_pages_cost_the_disk_as_much_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = synced(lambda: MirrorWriter(tmp_path / "one").catch_up(FEED, pages_of(STEPS, at_a_time=STEPS)), monkeypatch)
    many = synced(lambda: MirrorWriter(tmp_path / "many").catch_up(FEED, pages_of(STEPS)), monkeypatch)
    assert one == many
    assert listed(tmp_path / "one") == listed(tmp_path / "many") == list(range(1, STEPS - 1))
    assert not Mirror(tmp_path / "many", stale_after=DAY).look_up([], now=NOW).is_stale


def test_what_was_read_before_a_fault_is_kept_and_gone_on_from(tmp_path: Path) -> None:
    feed, writer = pages_of(STEPS), MirrorWriter(tmp_path)

    def broken(after: int) -> FeedPage:
        if after == 7:
            raise PageDamaged("bad_json", "it is no whole and valid JSON in UTF-8", place="the page")
        return feed(after)

    with pytest.raises(PageDamaged):
        writer.catch_up(FEED, broken)
    assert writer.feed_state(FEED).cursor == 7
    assert listed(tmp_path) == list(range(7))
    assert Mirror(tmp_path, stale_after=DAY).look_up([], now=NOW).is_stale
    asked: list[int] = []

    def noted(after: int) -> FeedPage:
        asked.append(after)
        return feed(after)

    assert writer.catch_up(FEED, noted).is_whole
    assert asked == list(range(7, STEPS))
    assert listed(tmp_path) == list(range(1, STEPS - 1))


def test_a_page_that_does_not_follow_ends_it(tmp_path: Path) -> None:
    feed, writer = pages_of(STEPS), MirrorWriter(tmp_path)
    with pytest.raises(PageMissing):
        writer.catch_up(FEED, lambda after: feed(after if after < 3 else after + 1))
    assert writer.feed_state(FEED).cursor == 3


def test_a_source_that_says_more_follows_and_gives_none_is_not_asked_for_ever(tmp_path: Path) -> None:
    writer = MirrorWriter(tmp_path)
    state = writer.catch_up(FEED, lambda after: page(after, [change("a", signal("a"))] if not after else [], head=9))
    assert (state.cursor, state.is_whole) == (1, False)
    assert Mirror(tmp_path, stale_after=DAY).look_up([], now=NOW).is_stale


def test_few_parts_stand_on_the_way_and_at_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer_module, "CHANGES_A_COMMIT", 1)
    writer, feed, parts = MirrorWriter(tmp_path), pages_of(STEPS), []

    def watched(after: int) -> FeedPage:
        if after > 2:
            parts.append(len(read_manifest(tmp_path).parts))
        return feed(after)

    writer.catch_up(FEED, watched)
    assert max(parts) <= 7  # the logarithm of the steps, and one
    assert len(read_manifest(tmp_path).parts) <= 4
    assert listed(tmp_path) == list(range(1, STEPS - 1))
