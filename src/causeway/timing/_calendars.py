"""Which days are working days, and the two ways to count days across a change of clocks.

Days are counted on the wall: a deadline of seven days started at 09:00 ends at 09:00, also when the clocks change
between. Hours are counted as they pass.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from causeway.timing._errors import TimingError

SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The days of one place: its time zone (IANA), its weekend (Monday is 0) and its holidays."""

    zone: str
    weekend: frozenset[int] = frozenset({SATURDAY, SUNDAY})
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise TimingError("unknown_zone", "There is no time zone of this name.") from error
        if len(self.weekend) > 6:
            raise TimingError("no_working_day", "A calendar needs at least one working day in the week.")

    def is_working(self, day: date) -> bool:
        """Whether work is done on a day."""
        return day.weekday() not in self.weekend and day not in self.holidays

    def next_working(self, day: date) -> date:
        """The first working day on or after a day."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def after_working_days(self, day: date, count: int) -> date:
        """The day that lies `count` working days after a day; a start on a day off counts as one on the next working
        day.
        """
        day = self.next_working(day)
        for _ in range(count):
            day = self.next_working(day + timedelta(days=1))
        return day

    def at(self, day: date, clock: time) -> datetime:
        """The moment (UTC) at which the wall clock shows a time on a day.

        A time that the clocks skip is read as if they had not been moved, so it falls after the gap; of a time that
        comes twice it is the later. Neither shortens anybody's deadline.
        """
        bare = clock.replace(tzinfo=None)
        zone = ZoneInfo(self.zone)
        return max(datetime.combine(day, bare.replace(fold=fold), tzinfo=zone).astimezone(UTC) for fold in (0, 1))

    def local(self, moment: datetime) -> datetime:
        """A moment as the wall clock shows it."""
        return moment.astimezone(ZoneInfo(self.zone))


UTC_CALENDAR = Calendar(zone="UTC", weekend=frozenset())
"""Every day counts, in UTC: what applies where nothing else is said."""


def easter_sunday(year: int) -> date:
    """Easter of the Gregorian calendar (the anonymous algorithm, as in Meeus, Astronomical Algorithms, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    line = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * line) // 433
    month = (h + line - 7 * m + 90) // 25
    day = (h + line - 7 * m + 33 * month + 19) % 32
    return date(year, month, day)


def bank_holidays_england(years: Iterable[int]) -> frozenset[date]:
    """Bank holidays of England and Wales (Banking and Financial Dealings Act 1971, schedule 1), substitutes included.

    A day appointed once by proclamation, such as a coronation, is not computed; add it to the calendar.
    """
    days: set[date] = set()
    for year in years:
        easter = easter_sunday(year)
        days |= {easter - timedelta(days=2), easter + timedelta(days=1)}
        days |= {_monday_on_or_after(date(year, 5, 1)), _monday_on_or_after(date(year, 5, 25))}
        days.add(_monday_on_or_after(date(year, 8, 25)))
        for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
            day = fixed
            while day.weekday() in (SATURDAY, SUNDAY) or day in days:
                day += timedelta(days=1)
            days.add(day)
    return frozenset(days)


def calendar_england(years: Iterable[int]) -> Calendar:
    """Working days of England and Wales in some years."""
    return Calendar(zone="Europe/London", holidays=bank_holidays_england(years))


def _monday_on_or_after(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)
