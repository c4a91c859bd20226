"""Working days of countries and their parts, and deadlines that count them."""

from datetime import UTC, date, datetime, time

import pytest

from causeway.timing import (
    Calendar,
    Days,
    TimingError,
    days_off_between,
    due_at,
    holidays_of,
    is_region,
    region_of,
    regions_of,
    working_calendar,
)


def _days(region: str, year: int) -> set[date]:
    return set(holidays_of(region, year))


def test_the_bank_holidays_of_england_and_wales_in_2026_are_the_published_ones() -> None:
    published = {(1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28)}
    for region in ("GB-ENG", "GB-WLS"):
        weekdays = {(day.month, day.day) for day in _days(region, 2026) if day.weekday() < 5}
        assert weekdays == published


@pytest.mark.parametrize(
    ("region", "day"),
    [
        ("GB-ENG", date(2022, 6, 3)),  # proclaimed once
        ("GB-ENG", date(2022, 1, 3)),  # a substitute
        ("GB-SCT", date(2026, 1, 2)),
        ("GB-NIR", date(2026, 3, 17)),
        ("IE", date(2026, 2, 2)),
        ("NL", date(2026, 4, 27)),
        ("IT", date(2026, 6, 2)),
    ],
)
def test_each_region_has_its_own_days(region: str, day: date) -> None:
    assert day in _days(region, day.year)


def test_scotland_works_on_easter_monday_and_england_does_not() -> None:
    monday = date(2026, 4, 6)
    assert monday in _days("GB-ENG", 2026)
    assert monday not in _days("GB-SCT", 2026)


def test_a_country_without_a_chosen_part_has_a_usual_one_and_an_unknown_one_only_weekends() -> None:
    assert region_of("GB") == "GB-ENG"
    assert set(regions_of("GB")) == {"GB-ENG", "GB-NIR", "GB-SCT", "GB-WLS"}
    assert is_region("IE")
    assert not is_region("GB-XYZ")
    assert not is_region("")
    with pytest.raises(TimingError) as caught:
        holidays_of("ZZ", 2026)
    assert caught.value.code == "unknown_region"
    assert working_calendar("ZZ", "UTC", date(2026, 1, 1)).is_working(date(2026, 1, 1))


def test_days_of_ones_own_count_as_days_off() -> None:
    own = working_calendar("IE", "Europe/Dublin", date(2026, 7, 1), more_days=[date(2026, 7, 2)])
    assert not own.is_working(date(2026, 7, 2))
    assert own.is_working(date(2026, 7, 3))


@pytest.mark.parametrize(
    ("region", "zone", "due", "off"),
    [
        ("GB-ENG", "Europe/London", datetime(2026, 4, 9, 8, 0, tzinfo=UTC), [(4, 3), (4, 6)]),
        ("GB-SCT", "Europe/London", datetime(2026, 4, 8, 8, 0, tzinfo=UTC), [(4, 3)]),
        ("IE", "Europe/Dublin", datetime(2026, 4, 8, 8, 0, tzinfo=UTC), [(4, 6)]),
        ("NL", "Europe/Amsterdam", datetime(2026, 4, 9, 7, 0, tzinfo=UTC), [(4, 3), (4, 6)]),
    ],
)
def test_five_working_days_over_easter_and_a_change_of_clocks(
    region: str, zone: str, due: datetime, off: list[tuple[int, int]]
) -> None:
    # Friday 27 March 2026, nine on the wall; the clocks change on the 29th.
    calendar = working_calendar(region, zone, date(2026, 3, 27))
    start = calendar.at(date(2026, 3, 31), time(9))
    found = due_at(start, allowance=Days(count=5, working=True), calendar=calendar, now=start)
    assert found == due
    assert [(day.month, day.day) for day in days_off_between(calendar, start, found)] == off


def test_nine_on_the_wall_stays_nine_when_the_clocks_change() -> None:
    calendar = working_calendar("IT", "Europe/Rome", date(2026, 10, 1))
    start = calendar.at(date(2026, 10, 23), time(9))
    found = due_at(start, allowance=Days(count=1, working=True), calendar=calendar, now=start)
    assert calendar.local(found).isoformat() == "2026-10-26T09:00:00+01:00"


def test_a_calendar_without_a_zone_or_a_working_day_is_refused() -> None:
    with pytest.raises(TimingError) as caught:
        Calendar(zone="Atlantis/Harbour")
    assert caught.value.code == "unknown_zone"
    with pytest.raises(TimingError) as caught:
        Calendar(zone="UTC", weekend=frozenset(range(7)))
    assert caught.value.code == "no_working_day"
