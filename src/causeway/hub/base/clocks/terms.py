"""The terms with which a clock begins: how long, from which version of the rule, and by whose calendar."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.clocks.models import CalendarChoice, ClockChoice
from causeway.hub.base.organisations.queries.directory import listing_for
from causeway.hub.base.rows.remembering import remembered
from causeway.timing import (
    CLOCK_RULES,
    Allowance,
    Calendar,
    Days,
    Duty,
    Term,
    Unit,
    due_at,
    region_of,
    working_calendar,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """Whose days count: a time zone (IANA), a region's holidays, and days off of their own."""

    zone: str
    region: str = ""
    days_off: tuple[date, ...] = ()

    def calendar(self, allowance: Allowance, around: datetime) -> Calendar:
        """The calendar by which an allowance is counted."""
        if isinstance(allowance, Days) and allowance.working:
            return working_calendar(self.region, self.zone, around.date(), more_days=self.days_off)
        return Calendar(zone=self.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockTerms:
    """What one clock begins with. Version 0 is the rule's own term. `warn_before` is the last quarter where it is
    None. A negative `escalate_after` climbs before the end.
    """

    duty: Duty | None
    version: int
    allowance: Allowance
    workplace: Workplace
    warn_before: timedelta | None = None
    escalate_after: timedelta = timedelta(0)

    def due_at(self, started_at: datetime) -> datetime:
        """When a clock that starts then is due, unless it stands."""
        calendar = self.workplace.calendar(self.allowance, started_at)
        return due_at(started_at, allowance=self.allowance, calendar=calendar, now=started_at)


def terms_for(actor: Actor, duty: Duty, *, at: datetime, by: UUID | None = None) -> ClockTerms:
    """The terms of a clock that the actor's organisation starts at a moment, which may have passed: what was chosen
    later does not touch it. `by` is who must act, where that is not the organisation itself. Runs inside the caller's
    transaction.
    """
    chosen = _chosen(duty, at)
    term = _term(duty, chosen)
    is_working = term.unit is Unit.WORKING_DAYS
    other = by if by != actor.organisation_id else None
    rule = CLOCK_RULES[duty]
    climbs = timedelta(hours=chosen.escalate_hours if chosen else rule.escalate_hours)
    return ClockTerms(
        duty=duty,
        version=chosen.version if chosen else 0,
        allowance=term.allowance,
        workplace=workplace_of(other or actor.organisation_id) if is_working or other else Workplace(zone=actor.zone),
        warn_before=timedelta(hours=chosen.warn_hours) if chosen and chosen.warn_hours is not None else None,
        escalate_after=-climbs if rule.climbs_before_end else climbs,
    )


def term_at(duty: Duty, at: datetime) -> Term:
    """How long a clock gives that the acting organisation starts at a moment. Runs inside the caller's transaction."""
    return _term(duty, _chosen(duty, at))


def _chosen(duty: Duty, at: datetime) -> ClockChoice | None:
    return next((choice for choice in _choices(duty) if choice.starts_at <= at), None)


@remembered
def _choices(duty: Duty) -> list[ClockChoice]:
    """Every version, the newest first."""
    return list(ClockChoice.objects.filter(duty=duty.value).order_by("-version"))


def _term(duty: Duty, chosen: ClockChoice | None) -> Term:
    return CLOCK_RULES[duty].term if chosen is None else Term(count=chosen.count, unit=Unit(chosen.unit))


@remembered
def workplace_of(organisation_id: UUID) -> Workplace:
    """Whose days count at an organisation. Runs inside the caller's transaction."""
    listing = listing_for(organisation_id)
    chosen = CalendarChoice.objects.filter(organisation_id=organisation_id).order_by("-set_at", "-id").first()
    return Workplace(
        zone=listing.zone if listing else "UTC",
        region=chosen.region if chosen else region_of(listing.country if listing else ""),
        days_off=tuple(chosen.days_off) if chosen else (),
    )
