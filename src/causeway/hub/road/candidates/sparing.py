"""Sparing the people who look: when a break is due, and when a day's looks are used up. Pure.

Breaks go with better health. Whether a limit helps nobody has shown; it is a service's to set.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

BREAK = timedelta(minutes=10)
"""So long without a look is a break (our choice)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """How much one person has looked at. A spell of `looks` goes on until there is a break; `clear` counts the looks at
    clear pictures on `day` (UTC).
    """

    began_at: datetime
    last_at: datetime
    looks: int
    day: date
    clear: int

    def is_over(self, now: datetime) -> bool:
        """Whether there has been a break since."""
        return now - self.last_at >= BREAK

    def clear_on(self, now: datetime) -> int:
        """The clear looks of the day that is now."""
        return self.clear if self.day == now.date() else 0


def after_look(before: Looking | None, now: datetime, *, is_clear: bool) -> Looking:
    """What stands after one more look."""
    clear = (before.clear_on(now) if before else 0) + is_clear
    if before is None or before.is_over(now):
        return Looking(began_at=now, last_at=now, looks=1, day=now.date(), clear=clear)
    return replace(before, last_at=now, looks=before.looks + 1, day=now.date(), clear=clear)


def is_break_due(looking: Looking | None, now: datetime, *, looks: int, minutes: int) -> bool:
    """Whether the spell has lasted so many looks or minutes; 0 asks for no break."""
    if looking is None or looking.is_over(now):
        return False
    lasted = now - looking.began_at
    return bool(looks and looking.looks >= looks) or bool(minutes and lasted >= timedelta(minutes=minutes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """After how many looks or minutes a break is due, and how many clear looks a day has; 0 for none."""

    break_after_looks: int = 0
    break_after_minutes: int = 0
    clear_looks_a_day: int = 0


def stricter(floor: Limits, own: Limits) -> Limits:
    """What holds for somebody who wants `own` where at least `floor` holds: of each the lower, and none only where
    neither has one.
    """
    return Limits(**{name: _lower(getattr(floor, name), getattr(own, name)) for name in Limits.__dataclass_fields__})


def _lower(first: int, second: int) -> int:
    return min(first, second) if first and second else first or second
