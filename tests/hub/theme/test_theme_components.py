"""What a component says, before it is drawn."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.hub.base.theme.components import (
    address_with,
    clock_of,
    duration_in_words,
    in_zone,
    page_links,
    points_in_words,
    reason_table_of,
    sort_link,
)
from causeway.vocabulary.findings import Reason

NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=59), "0 minutes"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=61), "1 hour"),
        (timedelta(hours=47), "47 hours"),
        (timedelta(hours=49), "2 days"),
        (-timedelta(days=3), "3 days"),
    ],
)
def test_a_length_of_time_is_told_in_its_largest_unit(length: timedelta, words: str) -> None:
    assert duration_in_words(length) == words


def test_a_clock_says_how_it_stands() -> None:
    day = timedelta(days=1)
    assert (clock_of(NOW + 3 * day, NOW).text, clock_of(NOW + 3 * day, NOW).state) == ("Due in 3 days", "running")
    assert clock_of(NOW + day / 2, NOW).state == "soon"
    assert (clock_of(NOW - 2 * day, NOW).text, clock_of(NOW - 2 * day, NOW).state) == ("Late by 2 days", "late")
    assert clock_of(NOW, NOW + day, met_at=NOW).text == "Met in time"
    assert clock_of(NOW, NOW, met_at=NOW + day * 2).text == "Met, 2 days late"
    assert clock_of(NOW, NOW + day, is_paused=True).state == "paused"


def test_a_moment_is_shown_on_the_readers_wall_clock_and_in_utc_where_the_zone_is_unknown() -> None:
    assert in_zone(NOW, "Europe/Rome").hour == 13
    assert in_zone(NOW, "No/Such/Place").hour == 12
    assert in_zone(NOW, None).utcoffset() == timedelta(0)


def test_reasons_stand_heaviest_first_with_signed_points() -> None:
    table = reason_table_of(
        [
            Reason(code="a", text="small", contribution=0.5),
            Reason(code="b", text="against", contribution=-2.0),
            Reason(code="c", text="unknown", contribution=0.0, known=False, advice="Ask."),
        ],
        score=-1.5,
    )
    assert [(line.text, line.points) for line in table.lines] == [
        ("against", "\N{MINUS SIGN}2"),
        ("small", "+0.5"),
        ("unknown", "0"),
    ]
    assert table.adds_up
    assert table.lines[2].advice == "Ask."


def test_reasons_that_do_not_sum_to_the_score_are_said_to() -> None:
    assert not reason_table_of([Reason(code="a", text="a", contribution=1.0)], score=2.0).adds_up


@given(st.lists(st.floats(-100, 100), max_size=20))
def test_a_score_that_is_the_sum_always_adds_up(points: list[float]) -> None:
    reasons = [Reason(code="r", text="r", contribution=value) for value in points]
    assert reason_table_of(reasons, sum(points)).adds_up


@given(st.floats(-1000, 1000))
def test_points_carry_a_sign_unless_they_are_nothing(points: float) -> None:
    words = points_in_words(points)
    assert words == "0" or words[0] == ("+" if points > 0 else "\N{MINUS SIGN}")


def test_an_address_keeps_every_other_parameter() -> None:
    assert address_with("a=1&b=2&b=3&page=4", page=5) == "?a=1&b=2&b=3&page=5"
    assert address_with("a=1&cursor=x", cursor=None) == "?a=1"


def test_a_column_turns_round_when_pressed_again() -> None:
    assert sort_link("Received", "received", "band=high&page=3").href == "?band=high&sort=received"
    ascending = sort_link("Received", "received", "sort=received")
    assert (ascending.direction, ascending.href) == ("ascending", "?sort=-received")
    descending = sort_link("Received", "received", "", default="-received")
    assert (descending.direction, descending.href) == ("descending", "?sort=received")


@given(st.integers(1, 400), st.data())
def test_a_pager_shows_the_ends_the_present_and_its_neighbours_in_order(last: int, data: st.DataObject) -> None:
    current = data.draw(st.integers(1, last))
    links = page_links(current, last, "")
    numbers = [link.number for link in links if link.number is not None]
    assert numbers == sorted(set(numbers))
    assert {1, current, last} <= set(numbers)
    assert [link.number for link in links if link.is_current] == [current]
    assert len(links) <= 7
