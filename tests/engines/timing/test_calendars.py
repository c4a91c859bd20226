"""Working days and the published bank holidays."""

from datetime import date

import pytest

from causeway.timing import (
    BAND_ALLOWANCE,
    STANDARDS,
    Calendar,
    TimingError,
    bank_holidays_england,
    calendar_england,
    easter_sunday,
)
from causeway.vocabulary.findings import BAND_DAYS, Band


@pytest.mark.parametrize(
    ("year", "easter"),
    [
        (2000, date(2000, 4, 23)),
        (2008, date(2008, 3, 23)),
        (2019, date(2019, 4, 21)),
        (2024, date(2024, 3, 31)),
        (2025, date(2025, 4, 20)),
        (2026, date(2026, 4, 5)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_easter_falls_on_its_published_day(year: int, easter: date) -> None:
    assert easter_sunday(year) == easter


def test_the_bank_holidays_of_2026_are_the_published_ones() -> None:
    assert sorted(bank_holidays_england([2026])) == [
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 5, 4),
        date(2026, 5, 25),
        date(2026, 8, 31),
        date(2026, 12, 25),
        date(2026, 12, 28),
    ]


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2021, {date(2021, 12, 27), date(2021, 12, 28)}),
        (2022, {date(2022, 1, 3), date(2022, 12, 26), date(2022, 12, 27)}),
        (2027, {date(2027, 12, 27), date(2027, 12, 28)}),
    ],
)
def test_a_holiday_on_a_weekend_has_its_substitute_day(year: int, days: set[date]) -> None:
    assert days <= bank_holidays_england([year])


def test_a_weekend_and_a_holiday_are_no_working_days() -> None:
    england = calendar_england([2026])
    assert not england.is_working(date(2026, 3, 7))
    assert not england.is_working(date(2026, 4, 3))
    assert england.is_working(date(2026, 4, 7))
    assert england.next_working(date(2026, 4, 3)) == date(2026, 4, 7)


def test_a_calendar_without_a_zone_or_a_working_day_is_refused() -> None:
    with pytest.raises(TimingError) as caught:
        Calendar(zone="Atlantis/Harbour")
    assert caught.value.code == "unknown_zone"
    with pytest.raises(TimingError) as caught:
        Calendar(zone="UTC", weekend=frozenset(range(7)))
    assert caught.value.code == "no_working_day"


def test_every_band_has_its_days_and_the_more_urgent_the_fewer() -> None:
    assert {band: allowance.count for band, allowance in BAND_ALLOWANCE.items()} == BAND_DAYS
    assert [BAND_ALLOWANCE[band].count for band in Band] == [1, 7, 14, 30]


def test_every_standard_has_its_own_code_and_a_source() -> None:
    assert len({standard.code for standard in STANDARDS}) == len(STANDARDS)
    assert all(standard.source for standard in STANDARDS)
