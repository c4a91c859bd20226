"""Until when a service is asked to preserve: by the law that binds it where one is known, else by the force's own term.

A force asks before it knows which power will hold, so a person may always name another day.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.clocks.terms import ClockTerms, terms_for
from causeway.hub.base.organisations.queries.directory import countries_of
from causeway.timing import Duty, PreservationRule, Term, due_at, rule_when_asked, rule_when_reported

LONGEST_PRESERVATION = timedelta(days=5 * 366)
_CLIMBS_AT_MOST = 8
"""It climbs in the last eighth at the earliest, half as long before the end as it warns."""


def rule_at(actor: Actor, service_id: UUID) -> PreservationRule:
    """What binds a service that the actor's organisation asks. Runs inside the caller's transaction."""
    countries = countries_of({service_id, actor.organisation_id})
    return rule_when_asked(countries.get(service_id, ""), asked_from=countries.get(actor.organisation_id, ""))


def usual_end(actor: Actor, service_id: UUID, now: datetime, *, reported_at: datetime | None) -> datetime:
    """Until when data are held that are asked for now; `reported_at` is when the service told of them itself, since
    when it may have to keep them anyway. Runs inside the caller's transaction.
    """
    rule = rule_at(actor, service_id)
    asked = _after(actor, rule, rule.term, now)
    kept = rule_when_reported(countries_of({service_id}).get(service_id, ""))
    if reported_at is None or kept is None:
        return asked
    return max(asked, due_at(reported_at, allowance=kept.term.allowance, now=reported_at))


def usual_extension(actor: Actor, service_id: UUID, ends_at: datetime, now: datetime) -> datetime:
    """Until when it is asked to hold them next. Runs inside the caller's transaction."""
    rule = rule_at(actor, service_id)
    return _after(actor, rule, rule.extension, max(ends_at, now))


def terms_until(actor: Actor, until: datetime, now: datetime) -> ClockTerms:
    """The terms of a clock that runs out then: the version by which it warns and climbs, and its own length. Runs
    inside the caller's transaction.
    """
    terms, length = terms_for(actor, Duty.PRESERVATION, at=now), until - now
    warn_before = terms.warn_before if terms.warn_before is None else min(terms.warn_before, length / 2)
    climbs = max(terms.escalate_after, -length / _CLIMBS_AT_MOST)
    return replace(terms, allowance=length, warn_before=warn_before, escalate_after=climbs)


def end_of(day: date, now: datetime) -> datetime:
    """The end that a person names by its day, at this time of the day."""
    return now.replace(year=day.year, month=day.month, day=day.day)


def last_end(asked: Iterable[tuple[datetime, datetime]], refused: Iterable[datetime]) -> datetime | None:
    """Until when data are held: the last end that was asked for and not refused. `asked` are the moments of asking,
    oldest first, each with its end; `refused` are those of them to which the service said that it cannot. None where
    nothing is held.
    """
    no = set(refused)
    return next((until for at, until in reversed(list(asked)) if at not in no), None)


def _after(actor: Actor, rule: PreservationRule, term: Term, start: datetime) -> datetime:
    if not rule.is_law:
        return terms_for(actor, Duty.PRESERVATION, at=start).due_at(start)
    return due_at(start, allowance=term.allowance, now=start)
