"""When something is due, and how that stands now.

`now` is passed in, every moment is an aware datetime, and answers are in UTC.

A pause moves the deadline by as long as it lasts: nobody is late for time in which they could not act. Pauses that
overlap count once, and a pause that begins after the deadline has passed does not revive it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import TypeAlias

from causeway.timing._calendars import UTC_CALENDAR, Calendar
from causeway.timing._errors import TimingError


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """A number of days by the wall clock; `working` counts only the calendar's working days."""

    count: int
    working: bool = False

    def __post_init__(self) -> None:
        if self.count < 0:
            raise TimingError("negative_allowance", "An allowance cannot be negative.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Years:
    """A number of years by the calendar; 29 February becomes 1 March, so that nothing is deleted a day early."""

    count: int

    def __post_init__(self) -> None:
        if self.count < 0:
            raise TimingError("negative_allowance", "An allowance cannot be negative.")


Allowance: TypeAlias = timedelta | Days | Years
"""How long something may take: hours as they pass (`timedelta`), days or years on the wall."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A time in which the clock did not run, and why. `ended_at` is None while it lasts."""

    started_at: datetime
    ended_at: datetime | None
    reason: str

    def __post_init__(self) -> None:
        _require_aware(self.started_at)
        if self.ended_at is not None:
            _require_aware(self.ended_at)
            if self.ended_at < self.started_at:
                raise TimingError("pause_ends_early", "A pause cannot end before it starts.")
        if not self.reason.strip():
            raise TimingError("no_reason", "A pause needs a reason.")


class ClockState(StrEnum):
    """How a deadline stands."""

    RUNNING = "running"
    WARNING = "warning"
    LATE = "late"
    PAUSED = "paused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a deadline stands at one moment. `left` is negative when late, or when it was stopped too late."""

    state: ClockState
    due_at: datetime
    left: timedelta
    pause: Pause | None = None


def due_at(
    started_at: datetime,
    *,
    allowance: Allowance,
    pauses: Sequence[Pause] = (),
    now: datetime,
    calendar: Calendar = UTC_CALENDAR,
) -> datetime:
    """When it is due, in UTC.

    A pause that lasts still has run until `now`; one that begins after `now` does not count yet.
    """
    _require_aware(started_at)
    _require_aware(now)
    counts_working_days = isinstance(allowance, Days) and allowance.working
    base = _unpaused(started_at, allowance, calendar)
    paused, due = timedelta(0), base
    for begin, end in _merged(pauses, started_at, now):
        if begin > due:
            break
        paused += end - begin
        due = _moved(base, paused, calendar if counts_working_days else None)
    return due


def state(
    started_at: datetime,
    *,
    allowance: Allowance,
    pauses: Sequence[Pause] = (),
    now: datetime,
    calendar: Calendar = UTC_CALENDAR,
    stopped_at: datetime | None = None,
    warn_before: timedelta | None = None,
) -> Standing:
    """How it stands at `now`. It warns for the last `warn_before`, by default the last quarter of the allowance.

    A clock that was already late when its pause began stays late.
    """
    seen_at = now if stopped_at is None else min(stopped_at, now)
    due = due_at(started_at, allowance=allowance, calendar=calendar, pauses=pauses, now=seen_at)
    left = due - seen_at.astimezone(UTC)
    if stopped_at is not None and stopped_at <= now:
        return Standing(state=ClockState.STOPPED, due_at=due, left=left)
    if left < timedelta(0):
        return Standing(state=ClockState.LATE, due_at=due, left=left)
    running = _pause_at(pauses, now)
    if running is not None:
        return Standing(state=ClockState.PAUSED, due_at=due, left=left, pause=running)
    if warn_before is None:
        warn_before = (_unpaused(started_at, allowance, calendar) - started_at.astimezone(UTC)) / 4
    warns = left <= warn_before
    return Standing(state=ClockState.WARNING if warns else ClockState.RUNNING, due_at=due, left=left)


def _unpaused(started_at: datetime, allowance: Allowance, calendar: Calendar) -> datetime:
    try:
        if isinstance(allowance, timedelta):
            if allowance < timedelta(0):
                raise TimingError("negative_allowance", "An allowance cannot be negative.")
            return started_at.astimezone(UTC) + allowance
        local = calendar.local(started_at)
        if isinstance(allowance, Years):
            return _years_later(local, allowance.count, calendar)
        if not allowance.working:
            return calendar.at(local.date() + timedelta(days=allowance.count), local.time())
        day = calendar.after_working_days(local.date(), allowance.count)
        clock = local.time() if calendar.is_working(local.date()) else time.min
        return max(calendar.at(day, clock), started_at.astimezone(UTC))
    except (OverflowError, ValueError) as error:
        raise TimingError("out_of_range", "The deadline lies beyond the calendar.") from error


def _years_later(local: datetime, years: int, calendar: Calendar) -> datetime:
    try:
        day = local.date().replace(year=local.year + years)
    except ValueError:
        if local.year + years > 9999:
            raise
        day = local.date().replace(year=local.year + years, month=3, day=1)
    return calendar.at(day, local.time())


def _merged(pauses: Sequence[Pause], started_at: datetime, now: datetime) -> list[tuple[datetime, datetime]]:
    """The pauses as disjoint spans in order, cut to what lies between start and now."""
    start, end = started_at.astimezone(UTC), now.astimezone(UTC)
    spans: list[tuple[datetime, datetime]] = []
    for pause in sorted(pauses, key=lambda item: item.started_at):
        first = max(pause.started_at.astimezone(UTC), start)
        last = min(pause.ended_at.astimezone(UTC), end) if pause.ended_at is not None else end
        if last <= first:
            continue
        if spans and first <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], last))
        else:
            spans.append((first, last))
    return spans


def _moved(due: datetime, by: timedelta, working: Calendar | None) -> datetime:
    """A deadline that pauses pushed back.

    In working days, one that falls on a day off ends as the next working day begins: any later, and a longer pause,
    which reaches into that day, would end earlier.
    """
    try:
        moved = due + by
    except OverflowError as error:
        raise TimingError("out_of_range", "The deadline lies beyond the calendar.") from error
    if working is None:
        return moved
    local = working.local(moved)
    day = working.next_working(local.date())
    return moved if day == local.date() else working.at(day, time.min)


def _pause_at(pauses: Sequence[Pause], now: datetime) -> Pause | None:
    holding = [item for item in pauses if item.started_at <= now and (item.ended_at is None or now < item.ended_at)]
    first = min((item.started_at for item in holding), default=None)
    alike = [item for item in holding if item.started_at == first]
    # Of pauses that began together the one that lasts longest is named, so that the order in which they come does not
    # matter.
    return min(alike, key=lambda item: (item.ended_at is not None, -_seconds(item), item.reason), default=None)


def _seconds(pause: Pause) -> float:
    return 0.0 if pause.ended_at is None else (pause.ended_at - pause.started_at).total_seconds()


def _require_aware(moment: datetime) -> None:
    if moment.utcoffset() is None:
        raise TimingError("naive_time", "A time without a time zone cannot be used for a deadline.")
