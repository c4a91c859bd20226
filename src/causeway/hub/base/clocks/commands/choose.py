"""An organisation sets how long its clocks give, within what the rule allows, and which days it does not work."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import REASON_CHARACTERS, given_reason
from causeway.hub.base.clocks.models import CalendarChoice, ClockChoice
from causeway.hub.base.clocks.queries.rules import is_set_by
from causeway.hub.base.clocks.terms import term_at
from causeway.hub.base.clocks.words import LAW_TEXTS, term_in_words
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.directory import listing_for
from causeway.timing import BAND_DUTIES, CLOCK_RULES, ClockRule, Duty, Term, TimingError, regions_of
from causeway.vocabulary.findings import BAND_ORDER

LONGEST_ESCALATION_HOURS = 7 * 24
MOST_DAYS_OFF = 60
_AHEAD = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClock:
    """What is chosen for one clock. `warn_hours` before its end it warns, by default in its last quarter;
    `escalate_hours` after it climbs, or before it where the rule says so. It holds for clocks that start at `starts_at`
    or later, by default now.
    """

    term: Term
    warn_hours: int | None = None
    escalate_hours: int = 0
    reason: str
    starts_at: datetime | None = None


@command(Permission.CHOOSE_CLOCKS)
def choose_clock(actor: Actor, duty: Duty, chosen: NewClock, *, now: datetime) -> int:
    """Give a clock other terms from a moment on; gives the version's number. Clocks that run keep theirs.

    Raises:
        NotPermitted: no person chooses.
        Conflict: organisations of this kind start no such clock.
        Invalid: the rule does not allow it, or something is missing or out of its bounds.
    """
    member_id = _person(actor)
    if not is_set_by(actor, duty):
        raise Conflict(_("Your organisation starts no such clock."))
    rule = CLOCK_RULES[duty]
    _check_term(rule, chosen.term)
    if chosen.warn_hours is not None and not 0 < chosen.warn_hours < chosen.term.hours:
        raise Invalid(_("A clock warns before its end, and after it has begun."), field="warn_hours")
    if not 0 <= chosen.escalate_hours <= min(LONGEST_ESCALATION_HOURS, chosen.term.hours):
        raise Invalid(
            _("Choose no more than %(most)d hours.") % {"most": min(LONGEST_ESCALATION_HOURS, chosen.term.hours)},
            field="escalate_hours",
        )
    if rule.climbs_before_end and chosen.escalate_hours >= (chosen.warn_hours or chosen.term.hours // 4):
        raise Invalid(_("It warns first, and climbs afterwards."), field="escalate_hours")
    starts_at = chosen.starts_at or now
    if not now <= starts_at <= now + _AHEAD:
        raise Invalid(_("Choose a day from today on, within a year."), field="starts_on")
    _check_order(duty, chosen.term, starts_at)
    reason = given_reason(chosen.reason, most=REASON_CHARACTERS)
    newest = ClockChoice.objects.filter(duty=duty.value).order_by("-version").values_list("version", flat=True).first()
    row = ClockChoice(
        organisation_id=actor.organisation_id,
        duty=duty.value,
        version=(newest or 0) + 1,
        count=chosen.term.count,
        unit=chosen.term.unit.value,
        warn_hours=chosen.warn_hours,
        escalate_hours=chosen.escalate_hours,
        reason=reason,
        set_by_id=member_id,
        set_at=now,
        starts_at=starts_at,
    )
    row.save(force_insert=True)
    details = {"duty": duty.value, "version": row.version, "count": row.count, "unit": row.unit, "reason": reason}
    enter(Act.CLOCK_CHOSEN, subjects=[actor.organisation_id], details={**details, "from": starts_at.isoformat()})
    return row.version


@command(Permission.CHOOSE_CLOCKS)
def choose_calendar(actor: Actor, region: str, days_off: Collection[date], reason: str, *, now: datetime) -> None:
    """Say which region's holidays count, and which other days nobody works. Clocks that run keep their calendar.

    Raises:
        NotPermitted: no person chooses.
        Invalid: the region is not one of the organisation's country, there are too many days, or no reason is given.
    """
    _person(actor)
    own = listing_for(actor.organisation_id)
    if region not in regions_of(own.country if own else ""):
        raise Invalid(_("Choose a region of your own country."), field="region")
    if len(days_off) > MOST_DAYS_OFF:
        raise Invalid(_("Name no more than %(most)d days.") % {"most": MOST_DAYS_OFF}, field="days_off")
    given, days = given_reason(reason, most=REASON_CHARACTERS), sorted(set(days_off))
    CalendarChoice(organisation_id=actor.organisation_id, region=region, days_off=days, set_at=now).save(
        force_insert=True
    )
    details = {"region": region, "days_off": [day.isoformat() for day in days], "reason": given}
    enter(Act.CALENDAR_CHOSEN, subjects=[actor.organisation_id], details=details)


def _check_term(rule: ClockRule, term: Term) -> None:
    try:
        rule.check(term)
    except TimingError as fault:
        limits = {"least": term_in_words(rule.least), "most": term_in_words(rule.most)}
        told = {
            "wrong_unit": _("This clock does not count in such units."),
            "set_by_law": str(LAW_TEXTS.get(rule.law, "")),
        }
        message = told.get(fault.code) or _("Choose between %(least)s and %(most)s.") % limits
        raise Invalid(message, field="unit" if fault.code == "wrong_unit" else "count") from fault


def _check_order(duty: Duty, term: Term, at: datetime) -> None:
    """No band gives longer than a less urgent one."""
    duties = [BAND_DUTIES[band] for band in BAND_ORDER]
    if duty not in duties:
        return
    given = [term.hours if each is duty else term_at(each, at).hours for each in duties]
    if given != sorted(given):
        raise Invalid(_("A more urgent band would then give longer than a less urgent one."), field="count")


def _person(actor: Actor) -> UUID:
    if actor.member_id is None:
        raise NotPermitted(_("Only a person can change how long a clock gives."))
    return actor.member_id
