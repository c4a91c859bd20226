"""Deadlines, calendars and pauses: when something is due and how that stands, across zones and changes of clocks."""

from causeway.timing._calendars import UTC_CALENDAR, Calendar, days_off_between
from causeway.timing._deadlines import (
    Allowance,
    ClockState,
    Days,
    Pause,
    Standing,
    Years,
    due_at,
    state,
)
from causeway.timing._duties import BAND_DUTIES, CLOCK_RULES, ClockRule, Duty, Law, Term, Unit
from causeway.timing._errors import TimingError
from causeway.timing._holidays import holidays_of, is_region, region_of, regions_of, working_calendar
from causeway.timing._preservation import PreservationRule, rule_when_asked, rule_when_reported
from causeway.timing._retention import WARN_DAYS, YEAR_DAYS, Kept, RetentionRule, least_days, retention_rule
from causeway.timing._standards import KEEP_CONTENT, KEEP_REFERENCE, Standard

__all__ = [
    "BAND_DUTIES",
    "CLOCK_RULES",
    "KEEP_CONTENT",
    "KEEP_REFERENCE",
    "UTC_CALENDAR",
    "WARN_DAYS",
    "YEAR_DAYS",
    "Allowance",
    "Calendar",
    "ClockRule",
    "ClockState",
    "Days",
    "Duty",
    "Kept",
    "Law",
    "Pause",
    "PreservationRule",
    "RetentionRule",
    "Standard",
    "Standing",
    "Term",
    "TimingError",
    "Unit",
    "Years",
    "days_off_between",
    "due_at",
    "holidays_of",
    "is_region",
    "least_days",
    "region_of",
    "regions_of",
    "retention_rule",
    "rule_when_asked",
    "rule_when_reported",
    "state",
    "working_calendar",
]
