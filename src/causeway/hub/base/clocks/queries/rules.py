"""Which clocks run at the acting organisation, in which version, and which days it does not work."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.clocks.keeping import ClockFact, ClockKind, clocks_of
from causeway.hub.base.clocks.models import ClockChoice
from causeway.hub.base.clocks.terms import Workplace, workplace_of
from causeway.hub.base.organisations.queries.directory import listing_for
from causeway.hub.base.organisations.queries.people import member_names
from causeway.timing import CLOCK_RULES, ClockRule, Duty, Term, Unit, working_calendar
from causeway.vocabulary.organisations import OrganisationKind

_DESK = frozenset({OrganisationKind.CLEARING_HOUSE, OrganisationKind.HOTLINE})
_FORCE = frozenset({OrganisationKind.POLICE_FORCE})
_RECEIVING = _DESK | _FORCE
_SERVICE = frozenset({OrganisationKind.SERVICE})
_SETTERS: dict[Duty, frozenset[OrganisationKind]] = {
    Duty.DATA_QUESTION: _FORCE,
    Duty.PRESERVE_ACKNOWLEDGEMENT: _FORCE,
    Duty.PRESERVATION: _FORCE,
    Duty.HELP_REQUEST: frozenset({OrganisationKind.PARTNER}),
    Duty.SIGNAL_CHANGES: _RECEIVING | _SERVICE,
    Duty.SIGNAL_APPEAL: _DESK,
    Duty.REPORT_PRIORITY_1: _SERVICE,
    Duty.REPORT_PRIORITY_2: _SERVICE,
    Duty.REPORT_PRIORITY_3: _SERVICE,
}
"""Who starts such a clock, and so says how long it gives; the rest are of those who receive referrals."""
_ONLY_IN: dict[Duty, str] = dict.fromkeys(
    (Duty.REPORT_PRIORITY_1, Duty.REPORT_PRIORITY_2, Duty.REPORT_PRIORITY_3), "GB"
)
"""Whose law alone knows such a clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockVersion:
    """One version of a clock. Version 0 is the rule's own, which nobody set."""

    version: int
    term: Term
    warn_hours: int | None = None
    escalate_hours: int = 0
    reason: str = ""
    set_by: str = ""
    set_at: datetime | None = None
    starts_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockInForce:
    """A clock's rule, the version that holds for what starts now, and all that were chosen, newest first."""

    rule: ClockRule
    now: ClockVersion
    versions: tuple[ClockVersion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingDays:
    """Which days the organisation does not work: those of the next year that fall on a weekday."""

    workplace: Workplace
    coming: tuple[date, ...]


@query(Permission.READ_CLOCK_RULES)
def clocks_in_force(actor: Actor, *, now: datetime) -> tuple[ClockInForce, ...]:
    """Every clock that an organisation of this kind starts, in the order of the table."""
    rows: dict[str, list[ClockChoice]] = defaultdict(list)
    for row in ClockChoice.objects.order_by("-version"):
        rows[row.duty].append(row)
    names = member_names({row.set_by_id for found in rows.values() for row in found})
    return tuple(
        _in_force(rule, tuple(_version(row, names) for row in rows[duty.value]), now)
        for duty, rule in CLOCK_RULES.items()
        if is_set_by(actor, duty)
    )


@query(Permission.READ_CLOCK_RULES)
def working_days(actor: Actor, *, today: date) -> WorkingDays:
    """The calendar by which working days of the actor's organisation are counted."""
    workplace = workplace_of(actor.organisation_id)
    calendar = working_calendar(workplace.region, workplace.zone, today, more_days=workplace.days_off)
    until = today.replace(year=today.year + 1, day=min(today.day, 28))
    coming = sorted(day for day in calendar.holidays if today <= day < until and day.weekday() not in calendar.weekend)
    return WorkingDays(workplace=workplace, coming=tuple(coming))


def is_set_by(actor: Actor, duty: Duty) -> bool:
    """Whether the actor's organisation starts such clocks, by its kind and its country's law."""
    if actor.organisation_kind not in _SETTERS.get(duty, _RECEIVING):
        return False
    if duty not in _ONLY_IN:
        return True
    own = listing_for(actor.organisation_id)
    return own is not None and own.country == _ONLY_IN[duty]


def clock_of(subject_id: UUID, kind: ClockKind) -> ClockFact | None:
    """The acting organisation's clock of a kind about a thing. Runs inside the caller's transaction."""
    return next((clock for clock in clocks_of([subject_id]).get(subject_id, []) if clock.kind is kind), None)


def _in_force(rule: ClockRule, versions: tuple[ClockVersion, ...], now: datetime) -> ClockInForce:
    holding = (each for each in versions if each.starts_at is not None and each.starts_at <= now)
    own = ClockVersion(version=0, term=rule.term, escalate_hours=rule.escalate_hours)
    return ClockInForce(rule=rule, now=next(holding, own), versions=versions)


def _version(row: ClockChoice, names: dict[UUID, str]) -> ClockVersion:
    return ClockVersion(
        version=row.version,
        term=Term(count=row.count, unit=Unit(row.unit)),
        warn_hours=row.warn_hours,
        escalate_hours=row.escalate_hours,
        reason=row.reason,
        set_by=names.get(row.set_by_id, ""),
        set_at=row.set_at,
        starts_at=row.starts_at,
    )
