"""How many selectors may be registered in a day, and what is unusual. Pure.

To register is to ask: whoever registers a number learns whether another force works on it. So a limit is what stops
somebody from going through all numbers, and what is unusual is told to people.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from causeway.hub.road.deconfliction.words import Pattern

DAY = timedelta(days=1)
LOOK_BACK = timedelta(days=30)
PER_MEMBER = 100
"""Of one person or program in any 24 hours: a large case has dozens of selectors (our choice)."""
PER_ORGANISATION = 500
"""The evaluator's own limit for one force (`causeway.oversight.PER_DAY`)."""
_BURST_FROM, _BURST_TIMES = 40, 5
"""More than five times what is usual on a day with any, and more than a case or two would need (our choice)."""
_SHORT_LIVED_FROM = 10
"""Withdrawn within a day of being registered, within the last day (our choice)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How many selectors somebody had blinded at a moment. `by` is the member or credential."""

    by: object
    at: datetime
    selectors: int


def left(asked: Sequence[Asked], by: object, now: datetime) -> int:
    """How many more somebody may register now: what is left of their own limit or, if that is less, of the
    organisation's.
    """
    today = [one for one in asked if one.at > now - DAY]
    own = sum(one.selectors for one in today if one.by == by)
    return max(0, min(PER_MEMBER - own, PER_ORGANISATION - sum(one.selectors for one in today)))


def unusual(asked: Sequence[Asked], by: object, now: datetime, *, soon_withdrawn: int) -> Pattern | None:
    """What is unusual in somebody's last day, beside their last 30; None where nothing is."""
    if soon_withdrawn >= _SHORT_LIVED_FROM:
        return Pattern.SHORT_LIVED
    own = [one for one in asked if one.by == by]
    today = sum(one.selectors for one in own if one.at > now - DAY)
    before: dict[object, int] = {}
    for one in own:
        if one.at <= now - DAY:
            before[one.at.date()] = before.get(one.at.date(), 0) + one.selectors
    usual = median(before.values()) if before else 0
    return Pattern.BURST if today > max(_BURST_FROM, _BURST_TIMES * usual) else None
