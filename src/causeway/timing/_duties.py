"""Which clocks run, as data: how long each gives, in what it counts, who says so, and how far an organisation may go.

A limit that law or statutory guidance sets may be shortened and not lengthened; the time for which law asks that data
be kept may be lengthened and not shortened. What a child may suffer meanwhile does not rest at a weekend: such clocks
count days on the wall and never working days.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from causeway.timing._deadlines import Allowance, Days, Years
from causeway.timing._errors import TimingError
from causeway.vocabulary.findings import BAND_DAYS, Band


class Duty(StrEnum):
    """What somebody has to do in time."""

    BAND_VERY_HIGH = "band_very_high"
    BAND_HIGH = "band_high"
    BAND_MEDIUM = "band_medium"
    BAND_LOW = "band_low"
    HAND_OVER = "hand_over"
    HAND_OVER_IMMINENT = "hand_over_imminent"
    QUESTION = "question"
    DATA_QUESTION = "data_question"
    PRESERVE_ACKNOWLEDGEMENT = "preserve_acknowledgement"
    PRESERVATION = "preservation"
    SAFEGUARDING_ACKNOWLEDGEMENT = "safeguarding_acknowledgement"
    HELP_REQUEST = "help_request"
    SIGNAL_CHANGES = "signal_changes"
    SIGNAL_APPEAL = "signal_appeal"
    REPORT_PRIORITY_1 = "report_priority_1"
    REPORT_PRIORITY_2 = "report_priority_2"
    REPORT_PRIORITY_3 = "report_priority_3"


class Unit(StrEnum):
    """In what a clock counts."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    YEARS = "years"


class Law(StrEnum):
    """What law says of a clock's length."""

    SILENT = "silent"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"


_HOURS = {Unit.HOURS: 1, Unit.DAYS: 24, Unit.WORKING_DAYS: 24, Unit.YEARS: 366 * 24}
"""To compare two lengths; where law sets a limit the unit cannot become working days, so that this stays exact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """So many hours, days, working days or years."""

    count: int
    unit: Unit

    @property
    def allowance(self) -> Allowance:
        """The same, as deadlines take it."""
        if self.unit is Unit.HOURS:
            return timedelta(hours=self.count)
        if self.unit is Unit.YEARS:
            return Years(count=self.count)
        return Days(count=self.count, working=self.unit is Unit.WORKING_DAYS)

    @property
    def hours(self) -> int:
        """Its length for comparing, days of 24 hours."""
        return self.count * _HOURS[self.unit]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRule:
    """One clock: its usual term, the shortest and the longest that an organisation may choose, and in what it may
    count. `source` is who says so. Where `can_pause` is False nothing makes it stand. It climbs `escalate_hours` after
    its end; with `climbs_before_end` before it, where nothing can be mended afterwards.
    """

    duty: Duty
    term: Term
    least: Term
    most: Term
    units: tuple[Unit, ...]
    source: str
    law: Law = Law.SILENT
    can_pause: bool = False
    escalate_hours: int = 0
    climbs_before_end: bool = False

    @property
    def is_choosable(self) -> bool:
        """Whether there is anything to choose."""
        return self.least.hours < self.most.hours

    def check(self, term: Term) -> None:
        """Whether an organisation may choose a term.

        Raises:
            TimingError: `wrong_unit`, `set_by_law` or `out_of_bounds`.
        """
        if term.unit not in self.units:
            raise TimingError("wrong_unit", "This clock does not count in such units.")
        longer = term.hours > self.term.hours
        shorter = term.hours < self.term.hours
        if (self.law is Law.AT_MOST and longer) or (self.law is Law.AT_LEAST and shorter):
            raise TimingError("set_by_law", "Law sets this limit.")
        if not self.least.hours <= term.hours <= self.most.hours:
            raise TimingError("out_of_bounds", "This clock cannot be so short or so long.")


def _hours(count: int) -> Term:
    return Term(count=count, unit=Unit.HOURS)


def _days(count: int) -> Term:
    return Term(count=count, unit=Unit.DAYS)


_BANDS = "HMICFRS 2023: very high risk within a day, high within 7, medium within 14, low within 30 days"
_OWN = "Our own default; an organisation or an agreement may set another"
_PROMISED = "Our own default, and what others are told; an organisation may do it sooner"
_UK_REPORTS = (
    "Online Safety Act 2023 regulations, from 7 April 2026: priority 1 immediately, 2 as soon as practicable, 3 "
    "without undue delay. The law names no number; this one is our own"
)
_WALL = (Unit.HOURS, Unit.DAYS)
_ANY = (Unit.HOURS, Unit.DAYS, Unit.WORKING_DAYS)

BAND_DUTIES: dict[Band, Duty] = {
    Band.VERY_HIGH: Duty.BAND_VERY_HIGH,
    Band.HIGH: Duty.BAND_HIGH,
    Band.MEDIUM: Duty.BAND_MEDIUM,
    Band.LOW: Duty.BAND_LOW,
}


def _band(band: Band, most_days: int) -> ClockRule:
    return ClockRule(
        duty=BAND_DUTIES[band],
        term=_days(BAND_DAYS[band]),
        least=_hours(1),
        most=_days(most_days),
        units=_WALL,
        source=_BANDS,
        can_pause=True,
    )


def _own(duty: Duty, term: Term, *, most: Term, units: tuple[Unit, ...], can_pause: bool = False) -> ClockRule:
    return ClockRule(duty=duty, term=term, least=_hours(1), most=most, units=units, source=_OWN, can_pause=can_pause)


def _promised(duty: Duty, term: Term) -> ClockRule:
    """What others were promised or wait for: it may be shortened, and counts no working days."""
    return ClockRule(duty=duty, term=term, least=_hours(1), most=term, units=_WALL, source=_PROMISED)


def _report(duty: Duty, term: Term) -> ClockRule:
    return ClockRule(duty=duty, term=term, least=_hours(1), most=term, units=_WALL, source=_UK_REPORTS, law=Law.AT_MOST)


_ALL: tuple[ClockRule, ...] = (
    # No band may take longer than the next one's usual time; the most urgent never longer than its own.
    _band(Band.VERY_HIGH, BAND_DAYS[Band.VERY_HIGH]),
    _band(Band.HIGH, BAND_DAYS[Band.MEDIUM]),
    _band(Band.MEDIUM, BAND_DAYS[Band.LOW]),
    _band(Band.LOW, 60),
    _own(Duty.HAND_OVER, _days(7), most=_days(14), units=_WALL),
    _own(Duty.HAND_OVER_IMMINENT, _hours(1), most=_hours(1), units=(Unit.HOURS,)),
    _own(Duty.QUESTION, _days(7), most=_days(30), units=_ANY, can_pause=True),
    _own(Duty.DATA_QUESTION, _days(7), most=_days(30), units=_ANY, can_pause=True),
    _own(Duty.PRESERVE_ACKNOWLEDGEMENT, _hours(24), most=_days(7), units=_WALL),
    ClockRule(
        duty=Duty.PRESERVATION,
        term=Term(count=1, unit=Unit.YEARS),
        least=Term(count=1, unit=Unit.YEARS),
        most=Term(count=5, unit=Unit.YEARS),
        units=(Unit.DAYS, Unit.YEARS),
        source="REPORT Act 2024, amending 18 U.S.C. 2258A(h): a service preserves for one year",
        law=Law.AT_LEAST,
        # After its end the data may be gone, so a supervisor hears of it a week before.
        escalate_hours=7 * 24,
        climbs_before_end=True,
    ),
    _own(Duty.SAFEGUARDING_ACKNOWLEDGEMENT, _hours(24), most=_hours(24), units=(Unit.HOURS,)),
    _own(Duty.HELP_REQUEST, _days(7), most=_days(30), units=_ANY),
    _promised(Duty.SIGNAL_CHANGES, _hours(48)),
    _promised(Duty.SIGNAL_APPEAL, _days(30)),
    _report(Duty.REPORT_PRIORITY_1, _hours(1)),
    _report(Duty.REPORT_PRIORITY_2, _hours(24)),
    _report(Duty.REPORT_PRIORITY_3, _days(7)),
)
CLOCK_RULES: dict[Duty, ClockRule] = {rule.duty: rule for rule in _ALL}
"""Every clock, in the order in which pages list them."""
