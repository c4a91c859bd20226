"""Deadlines, calendars and pauses: when something is due and how that stands, across zones and changes of clocks."""

from causeway.timing._calendars import (
    UTC_CALENDAR,
    Calendar,
    bank_holidays_england,
    calendar_england,
    easter_sunday,
)
from causeway.timing._deadlines import (
    Allowance,
    ClockState,
    Days,
    Deadline,
    Pause,
    Standing,
    Years,
    due_at,
    state,
)
from causeway.timing._errors import TimingError
from causeway.timing._retention import WARN_DAYS, YEAR_DAYS, Kept, RetentionRule, retention_rule
from causeway.timing._standards import (
    ANSWER_TO_QUESTION,
    BAND_ALLOWANCE,
    HAND_OVER_IMMINENT,
    KEEP_CONTENT,
    KEEP_REFERENCE,
    PRESERVATION,
    SAFEGUARDING_ACKNOWLEDGEMENT,
    SAFEGUARDING_DECISION,
    STANDARDS,
    Standard,
    hand_over_allowance,
)

__all__ = [
    "ANSWER_TO_QUESTION",
    "BAND_ALLOWANCE",
    "HAND_OVER_IMMINENT",
    "KEEP_CONTENT",
    "KEEP_REFERENCE",
    "PRESERVATION",
    "SAFEGUARDING_ACKNOWLEDGEMENT",
    "SAFEGUARDING_DECISION",
    "STANDARDS",
    "UTC_CALENDAR",
    "WARN_DAYS",
    "YEAR_DAYS",
    "Allowance",
    "Calendar",
    "ClockState",
    "Days",
    "Deadline",
    "Kept",
    "Pause",
    "RetentionRule",
    "Standard",
    "Standing",
    "TimingError",
    "Years",
    "bank_holidays_england",
    "calendar_england",
    "due_at",
    "easter_sunday",
    "hand_over_allowance",
    "retention_rule",
    "state",
]
