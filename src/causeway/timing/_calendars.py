"""Which days are working days, and the two ways to count days across a change of clocks.

Days are counted on the wall: a deadline of seven days started at 09:00 ends at 09:00, also when the clocks change
between. Hours are counted as they pass.
"""

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


def days_off_between(calendar: Calendar, start: datetime, end: datetime) -> tuple[date, ...]:
    """The holidays on which work would else be done, after the day of one moment and before the day of another."""
    first, last = calendar.local(start).date(), calendar.local(end).date()
    return tuple(
        sorted(day for day in calendar.holidays if first <= day < last and day.weekday() not in calendar.weekend)
    )
