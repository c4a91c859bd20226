"""Pages are signed whole, and a receiver goes through them in order or not at all."""

import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.interchange.signal_feed import (
    FeedRolledBack,
    FeedState,
    OtherFeed,
    PageForged,
    PageMissing,
    PageReplayed,
    read_page,
    read_pages,
    write_page,
)
from causeway.interchange.signals import NotWritable, PageDamaged, SignalFormatError
from causeway.transparency import SigningKey
from causeway.vocabulary.signals import Signal, SignalChange, SignalChangeKind, SignalKind, SignalProvenance
from engines.interchange.signals.strategies import changes

KEY = SigningKey.from_seed("feed.example.org", bytes(range(32)))
FEED = "example.org/bank/1"
NOW = datetime(2026, 11, 27, 1, tzinfo=UTC)


def page(after: int, count: int, *, head: int | None = None, feed: str = FEED, issued_at: datetime = NOW) -> bytes:
    steps = [addition(after + 1 + number) for number in range(count)]
    return write_page(
        steps, feed=feed, after=after, head=after + count if head is None else head, issued_at=issued_at, key=KEY
    )


def addition(cursor: int) -> SignalChange:
    reference = f"entry-{cursor}"
    signal = Signal(
        kind=SignalKind.MD5,
        value=f"{cursor:032x}",
        reference=reference,
        provenance=SignalProvenance(organisation="Bridge Watch"),
    )
    return SignalChange(what=SignalChangeKind.ADDED, reference=reference, signals=(signal,), cursor=cursor)


def apply(state: FeedState, data: bytes) -> FeedState:
    for read in read_pages(io.BytesIO(data), KEY.verifier):
        state = state.after(read.header)
    return state


@given(st.lists(changes(), max_size=4))
def test_a_page_goes_round(some: list[SignalChange]) -> None:
    steps = [replace(change, cursor=number) for number, change in enumerate(some, start=8)]
    data = write_page(steps, feed=FEED, after=7, head=20, issued_at=NOW, key=KEY)
    read = read_page(io.BytesIO(data), KEY.verifier)
    assert read is not None
    assert list(read.changes) == steps
    assert (read.header.after, read.header.to, read.header.head) == (7, 7 + len(steps), 20)


def test_pages_in_order_bring_the_state_to_the_head() -> None:
    state = apply(FeedState(feed=FEED), page(0, 3, head=5) + page(3, 2) + page(5, 0))
    assert state == FeedState(feed=FEED, cursor=5, head=5, as_of=NOW)
    assert state.is_whole


@pytest.mark.parametrize(
    ("data", "refused"),
    [
        (page(4, 1), PageMissing),
        (page(2, 3), PageReplayed),
        (page(3, 0, head=4, issued_at=NOW - timedelta(days=1)), PageReplayed),
        (page(3, 0, head=3), FeedRolledBack),
        (page(3, 1, feed="example.org/bank/2"), OtherFeed),
    ],
)
def test_a_page_that_does_not_follow_is_refused(data: bytes, refused: type[Exception]) -> None:
    state = apply(FeedState(feed=FEED), page(0, 3, head=4))
    with pytest.raises(refused):
        apply(state, data)


@given(st.data())
def test_no_byte_of_a_page_can_be_changed(data: st.DataObject) -> None:
    genuine = page(0, 3)
    place = data.draw(st.integers(0, len(genuine) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != genuine[place]))
    forged = genuine[:place] + bytes([other]) + genuine[place + 1 :]
    with pytest.raises(SignalFormatError):
        read_page(io.BytesIO(forged), KEY.verifier)


@given(st.integers(1, len(page(0, 3)) - 1))
def test_a_page_that_is_cut_short_is_refused(length: int) -> None:
    with pytest.raises(SignalFormatError):
        read_page(io.BytesIO(page(0, 3)[:length]), KEY.verifier)


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_by_name(data: bytes) -> None:
    if data:
        with pytest.raises(PageDamaged):
            read_page(io.BytesIO(data), KEY.verifier)


def test_a_page_of_another_key_is_forged() -> None:
    other = SigningKey.from_seed("feed.example.org", bytes(32))
    with pytest.raises(PageForged):
        read_page(io.BytesIO(page(0, 1)), other.verifier)


def test_lines_of_another_page_under_a_genuine_header_are_forged() -> None:
    header, other = page(0, 1).split(b"\n")[0], page(1, 1).split(b"\n")[1]
    with pytest.raises(PageForged):
        read_page(io.BytesIO(header + b"\n" + other + b"\n"), KEY.verifier)


def test_a_header_needs_no_json_library() -> None:
    note = json.loads(page(0, 2).split(b"\n")[0])["page"]
    assert note.split("\n")[:5] == ["causeway-signal-feed/1", f"feed {FEED}", "after 0", "to 2", "head 2"]


@pytest.mark.parametrize(
    ("feed", "after", "head", "steps"),
    [
        ("two words", 0, 1, [addition(1)]),
        (FEED, 0, 0, [addition(1)]),
        (FEED, 0, 2, [addition(2)]),
        (FEED, 0, 2, [addition(2), addition(1)]),
    ],
)
def test_a_page_that_could_not_be_read_is_not_written(
    feed: str, after: int, head: int, steps: list[SignalChange]
) -> None:
    with pytest.raises(NotWritable):
        write_page(steps, feed=feed, after=after, head=head, issued_at=NOW, key=KEY)
