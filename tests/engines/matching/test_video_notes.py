"""What phones write into videos, and what hostile ones hold."""

import struct
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.matching import Capture
from causeway.matching.examination import find_all
from causeway.matching.video_notes import read_video_capture
from causeway.worlds._clips import metadata, movie_with, user_data

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PHONE = {
    "com.apple.quicktime.make": "Linden",
    "com.apple.quicktime.model": "Linden L5",
    "com.apple.quicktime.software": "7.1",
    "com.apple.quicktime.creationdate": "2026-03-01T14:00:00+0200",
    "com.apple.quicktime.location.ISO6709": "+52.1000-001.5000+012.3/",
}


def notes_of(data: bytes) -> Capture | None:
    return read_video_capture(BytesIO(data))


def test_metadata_by_keys_is_read() -> None:
    assert notes_of(movie_with(metadata(PHONE), NOON)) == Capture(
        make="Linden",
        model="Linden L5",
        software="7.1",
        taken_at=datetime(2026, 3, 1, 14, tzinfo=timezone(timedelta(hours=2))),
        latitude=52.1,
        longitude=-1.5,
    )


def test_user_data_and_the_header_s_time_are_read() -> None:
    texts = {b"\xa9mak": "Marram", b"\xa9mod": "Sandpiper 2", b"\xa9swr": "2.04", b"\xa9nam": "a walk"}
    expected = Capture(make="Marram", model="Sandpiper 2", software="2.04", taken_at=NOON)
    assert notes_of(movie_with(user_data(texts), NOON)) == expected


def test_who_wrote_the_file_last_counts_as_its_program() -> None:
    boxes = metadata(PHONE) + user_data({b"\xa9too": "Lavf60.3"})
    found = notes_of(movie_with(boxes, NOON))
    assert found is not None
    assert found.software == "Lavf60.3"


def test_a_time_before_there_were_such_files_is_none() -> None:
    assert notes_of(movie_with(b"", datetime(1970, 1, 1, tzinfo=UTC))) is None


@pytest.mark.parametrize("place", ["+95.0-001.5/", "52.1", "+52.1000", "nowhere"])
def test_a_place_that_cannot_be_is_none(place: str) -> None:
    found = notes_of(movie_with(metadata({"com.apple.quicktime.location.ISO6709": place}), NOON))
    assert found == Capture(taken_at=NOON)


@pytest.mark.parametrize("size", [0, 1, 7, 9, 1 << 31, (1 << 32) - 1])
def test_a_box_of_a_size_that_cannot_be_ends_the_reading_and_keeps_what_came_before(size: int) -> None:
    whole = movie_with(struct.pack(">I4s", size, b"meta") + bytes(40), NOON)
    assert notes_of(whole) == Capture(taken_at=NOON)


def test_boxes_without_end_are_not_followed() -> None:
    boxes = struct.pack(">I4s", 8, b"free") * 20_000
    assert notes_of(movie_with(boxes + metadata(PHONE), NOON)) == Capture(taken_at=NOON)


@given(st.data())
def test_whatever_a_movie_holds_nothing_is_raised(data: st.DataObject) -> None:
    movie = bytearray(movie_with(metadata(PHONE) + user_data({b"\xa9mak": "Linden"}), NOON))
    for _ in range(data.draw(st.integers(1, 4))):
        movie[data.draw(st.integers(0, len(movie) - 1))] = data.draw(st.integers(0, 255))
    notes_of(bytes(movie[: data.draw(st.integers(0, len(movie)))]))


def test_the_notes_are_there_though_no_frame_can_be_decoded() -> None:
    found = find_all(movie_with(metadata(PHONE), NOON))
    assert found.capture is not None
    assert (found.capture.model, found.frames) == ("Linden L5", ())
    assert found.fault is not None
    assert find_all(movie_with(metadata(PHONE), NOON), thorough=False).capture is None
