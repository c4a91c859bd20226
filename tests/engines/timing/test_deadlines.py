"""When something is due and how that stands."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.timing import (
    Allowance,
    Calendar,
    ClockState,
    Days,
    Pause,
    TimingError,
    Years,
    due_at,
    state,
    working_calendar,
)

LONDON = Calendar(zone="Europe/London", weekend=frozenset())
ENGLAND = working_calendar("GB-ENG", "Europe/London", date(2026, 1, 1))
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def pause(begin: datetime, hours: float | None) -> Pause:
    return Pause(
        started_at=begin, ended_at=None if hours is None else begin + hours * HOUR, reason="waiting for the service"
    )


def test_hours_run_as_they_pass_and_days_run_on_the_wall_when_the_clocks_change() -> None:
    # In London the clocks go forward on 29 March 2026 and back on 25 October 2026.
    before = datetime(2026, 3, 28, 9, 0, tzinfo=ZoneInfo("Europe/London"))
    by_day = due_at(before, allowance=Days(count=1), now=before, calendar=LONDON)
    by_hour = due_at(before, allowance=DAY, now=before, calendar=LONDON)
    assert by_day.astimezone(ZoneInfo("Europe/London")).hour == 9
    assert by_hour.astimezone(ZoneInfo("Europe/London")).hour == 10
    assert by_hour - by_day == HOUR


def test_a_time_that_the_clocks_skip_falls_after_the_gap() -> None:
    start = datetime(2026, 3, 28, 1, 30, tzinfo=ZoneInfo("Europe/London"))
    due = due_at(start, allowance=Days(count=1), now=start, calendar=LONDON)
    assert due == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_a_time_that_comes_twice_is_the_later() -> None:
    start = datetime(2026, 10, 24, 1, 30, tzinfo=ZoneInfo("Europe/London"))
    due = due_at(start, allowance=Days(count=1), now=start, calendar=LONDON)
    assert due == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_working_days_pass_over_the_weekend_and_holidays() -> None:
    thursday = datetime(2026, 4, 2, 9, 0, tzinfo=UTC)  # Good Friday and Easter Monday follow
    due = due_at(thursday, allowance=Days(count=1, working=True), now=thursday, calendar=ENGLAND)
    assert due == datetime(2026, 4, 7, 9, 0, tzinfo=UTC)
    assert ENGLAND.local(due).hour == 10


def test_working_days_that_start_on_a_day_off_start_with_the_next_working_day() -> None:
    saturday = datetime(2026, 3, 7, 15, 0, tzinfo=UTC)
    due = due_at(saturday, allowance=Days(count=1, working=True), now=saturday, calendar=ENGLAND)
    assert due == datetime(2026, 3, 10, 0, 0, tzinfo=UTC)


def test_a_year_ends_on_the_same_date_and_a_leap_day_ends_on_the_first_of_march() -> None:
    assert due_at(START, allowance=Years(count=1), now=START) == START.replace(year=2027)
    leap = datetime(2028, 2, 29, 9, 0, tzinfo=UTC)
    assert due_at(leap, allowance=Years(count=1), now=leap) == datetime(2029, 3, 1, 9, 0, tzinfo=UTC)


def test_a_pause_moves_the_deadline_by_its_length_and_overlapping_pauses_count_once() -> None:
    now = START + 20 * HOUR
    pauses = [pause(START + 2 * HOUR, 3), pause(START + 4 * HOUR, 3)]
    assert due_at(START, allowance=DAY, pauses=pauses, now=now) == START + DAY + 5 * HOUR


def test_a_pause_that_lasts_moves_the_deadline_with_the_clock() -> None:
    pauses = [pause(START + HOUR, None)]
    early = due_at(START, allowance=DAY, pauses=pauses, now=START + 2 * HOUR)
    late = due_at(START, allowance=DAY, pauses=pauses, now=START + 100 * HOUR)
    assert (early, late) == (START + DAY + HOUR, START + DAY + 99 * HOUR)


def test_a_pause_before_the_start_counts_from_the_start() -> None:
    assert due_at(START, allowance=DAY, pauses=[pause(START - HOUR, 3)], now=START + DAY) == START + DAY + 2 * HOUR


def test_a_pause_after_the_deadline_does_not_revive_it() -> None:
    pauses = [pause(START + 2 * DAY, None)]
    standing = state(START, allowance=DAY, pauses=pauses, now=START + 3 * DAY)
    assert (standing.state, standing.due_at) == (ClockState.LATE, START + DAY)


def test_a_pause_that_pushes_working_days_onto_a_weekend_ends_as_the_next_working_day_begins() -> None:
    thursday = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
    due = due_at(
        thursday,
        allowance=Days(count=1, working=True),
        pauses=[pause(thursday + HOUR, 24)],
        now=thursday + 2 * DAY,
        calendar=ENGLAND,
    )
    assert due == datetime(2026, 3, 9, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(1, ClockState.RUNNING), (19, ClockState.WARNING), (24, ClockState.WARNING), (25, ClockState.LATE)],
)
def test_a_clock_runs_then_warns_then_is_late(hours: int, expected: ClockState) -> None:
    standing = state(START, allowance=DAY, now=START + hours * HOUR)
    assert standing.state is expected
    assert standing.left == (24 - hours) * HOUR


def test_when_to_warn_can_be_said() -> None:
    for hours, found in ((22, ClockState.RUNNING), (23, ClockState.WARNING)):
        assert state(START, allowance=DAY, now=START + hours * HOUR, warn_before=HOUR).state is found


def test_a_paused_clock_says_why_and_keeps_its_time_left() -> None:
    held = pause(START + 4 * HOUR, None)
    standing = state(START, allowance=DAY, pauses=[held], now=START + 40 * HOUR)
    assert (standing.state, standing.left, standing.pause) == (ClockState.PAUSED, 20 * HOUR, held)


def test_of_two_pauses_that_began_together_the_longer_is_named() -> None:
    short, lasting = pause(START + HOUR, 5), pause(START + HOUR, None)
    for pauses in ([short, lasting], [lasting, short]):
        assert state(START, allowance=DAY, pauses=pauses, now=START + 2 * HOUR).pause == lasting


def test_a_stopped_clock_keeps_whether_it_was_in_time() -> None:
    in_time = state(START, allowance=DAY, now=START + 90 * HOUR, stopped_at=START + 20 * HOUR)
    too_late = state(START, allowance=DAY, now=START + 90 * HOUR, stopped_at=START + 30 * HOUR)
    assert (in_time.state, in_time.left) == (ClockState.STOPPED, 4 * HOUR)
    assert (too_late.state, too_late.left) == (ClockState.STOPPED, -6 * HOUR)


def test_what_cannot_be_computed_is_our_own_error() -> None:
    naive = START.replace(tzinfo=None)
    with pytest.raises(TimingError) as caught:
        due_at(naive, allowance=DAY, now=START)
    assert caught.value.code == "naive_time"
    with pytest.raises(TimingError) as caught:
        due_at(START, allowance=-DAY, now=START)
    assert caught.value.code == "negative_allowance"
    with pytest.raises(TimingError) as caught:
        due_at(START, allowance=Years(count=9_000), now=START)
    assert caught.value.code == "out_of_range"
    with pytest.raises(TimingError) as caught:
        Pause(started_at=START, ended_at=START - HOUR, reason="x")
    assert caught.value.code == "pause_ends_early"
    with pytest.raises(TimingError) as caught:
        Pause(started_at=START, ended_at=None, reason=" ")
    assert caught.value.code == "no_reason"


MOMENTS = st.integers(0, 24 * 60 * 40).map(lambda minutes: START + timedelta(minutes=minutes))
ALLOWANCES: st.SearchStrategy[Allowance] = st.one_of(
    st.integers(0, 500).map(lambda hours: hours * HOUR),
    st.builds(Days, count=st.integers(0, 20), working=st.booleans()),
    st.builds(Years, count=st.integers(0, 2)),
)
CALENDARS = st.sampled_from([LONDON, ENGLAND, Calendar(zone="Europe/Rome"), Calendar(zone="America/St_Johns")])
PAUSES = st.builds(pause, begin=MOMENTS, hours=st.one_of(st.none(), st.integers(0, 200)))


@given(
    started=MOMENTS,
    allowance=ALLOWANCES,
    calendar=CALENDARS,
    pauses=st.lists(PAUSES, max_size=4),
    more=PAUSES,
    now=MOMENTS,
)
def test_pausing_never_makes_it_due_earlier(
    started: datetime, allowance: Allowance, calendar: Calendar, pauses: list[Pause], more: Pause, now: datetime
) -> None:
    without = due_at(started, allowance=allowance, calendar=calendar, pauses=pauses, now=now)
    assert due_at(started, allowance=allowance, calendar=calendar, pauses=[*pauses, more], now=now) >= without


@given(
    allowance=ALLOWANCES,
    calendar=CALENDARS,
    pauses=st.lists(PAUSES, max_size=4),
    shuffle=st.randoms(use_true_random=False),
    now=MOMENTS,
)
def test_the_order_of_pauses_does_not_matter(
    allowance: Allowance, calendar: Calendar, pauses: list[Pause], shuffle: Random, now: datetime
) -> None:
    shuffled = sorted(pauses, key=lambda _: shuffle.random())
    first = state(START, allowance=allowance, calendar=calendar, pauses=pauses, now=now)
    assert state(START, allowance=allowance, calendar=calendar, pauses=shuffled, now=now) == first


@given(started=MOMENTS, allowance=ALLOWANCES, calendar=CALENDARS, pauses=st.lists(PAUSES, max_size=3), now=MOMENTS)
def test_nothing_is_due_before_it_starts(
    started: datetime, allowance: Allowance, calendar: Calendar, pauses: list[Pause], now: datetime
) -> None:
    assert due_at(started, allowance=allowance, calendar=calendar, pauses=pauses, now=now) >= started


@given(allowance=ALLOWANCES, calendar=CALENDARS, pauses=st.lists(PAUSES, max_size=3), now=MOMENTS, later=MOMENTS)
def test_the_deadline_never_moves_back_as_time_passes(
    allowance: Allowance, calendar: Calendar, pauses: list[Pause], now: datetime, later: datetime
) -> None:
    now, later = sorted((now, later))
    first = due_at(START, allowance=allowance, calendar=calendar, pauses=pauses, now=now)
    assert due_at(START, allowance=allowance, calendar=calendar, pauses=pauses, now=later) >= first


@given(started=MOMENTS, fewer=st.integers(0, 20), more=st.integers(0, 20), working=st.booleans(), calendar=CALENDARS)
def test_more_days_are_never_due_earlier(
    started: datetime, fewer: int, more: int, working: bool, calendar: Calendar
) -> None:
    short = due_at(started, allowance=Days(count=fewer, working=working), calendar=calendar, now=started)
    assert due_at(started, allowance=Days(count=fewer + more, working=working), calendar=calendar, now=started) >= short


@given(allowance=ALLOWANCES, pauses=st.lists(PAUSES, max_size=3), now=MOMENTS)
def test_late_means_past_due_and_nothing_else_does(allowance: Allowance, pauses: list[Pause], now: datetime) -> None:
    standing = state(START, allowance=allowance, pauses=pauses, now=now)
    assert (standing.state is ClockState.LATE) == (now > standing.due_at)
