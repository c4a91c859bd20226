"""Clocks over the API: which run, in which version, and choosing other terms.

The API root adds this router under `/clocks` and signs the caller in. Only a person chooses.
"""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema

from causeway.hub.base.acting.calling import actor_of
from causeway.hub.base.clocks.commands.choose import NewClock, choose_calendar, choose_clock
from causeway.hub.base.clocks.queries.rules import ClockInForce, ClockVersion, clocks_in_force, working_days
from causeway.timing import Duty, Law, Term, Unit

router = Router(tags=["clocks"])
Count = Annotated[int, Field(ge=1, lt=2**31)]
Hours = Annotated[int, Field(ge=0, lt=2**31)]


class VersionOut(Schema):
    """One version; 0 is the rule's own."""

    version: int
    count: int
    unit: Unit
    warn_hours: int | None
    escalate_hours: int
    reason: str
    set_by: str
    set_at: datetime | None
    starts_at: datetime | None


class ClockOut(Schema):
    """One clock: what holds for those that start now, what may be chosen, and every version, newest first."""

    duty: Duty
    source: str
    law: Law
    can_pause: bool
    climbs_before_end: bool
    units: list[Unit]
    now: VersionOut
    versions: list[VersionOut]


class ClockIn(Schema):
    """Other terms, from `starts_at` on or from now."""

    count: Count
    unit: Unit
    warn_hours: Count | None = None
    escalate_hours: Hours = 0
    reason: str
    starts_at: datetime | None = None


class CalendarOut(Schema):
    """Whose days count, days off of your own, and all days off of the next twelve months."""

    zone: str
    region: str
    days_off: list[date]
    coming: list[date]


class CalendarIn(Schema):
    """Whose holidays count, such as `GB-SCT` or `IE`, and days off of your own."""

    region: str
    days_off: list[date] = []
    reason: str


@router.get("", response=list[ClockOut], summary="The clocks that your organisation starts")
def get_clocks(request: HttpRequest) -> list[dict[str, object]]:
    """Each with its source and versions."""
    return [_out(each) for each in clocks_in_force(actor_of(request), now=timezone.now())]


@router.get("/calendar", response=CalendarOut, summary="Your organisation’s working days")
def get_calendar(request: HttpRequest) -> dict[str, object]:
    """By which deadlines that wait for you count."""
    found = working_days(actor_of(request), today=timezone.localdate())
    place = found.workplace
    return {"zone": place.zone, "region": place.region, "days_off": place.days_off, "coming": found.coming}


@router.put("/calendar", response=CalendarOut, summary="Change your organisation’s working days")
def put_calendar(request: HttpRequest, body: CalendarIn) -> dict[str, object]:
    """Clocks that run keep their calendar."""
    choose_calendar(actor_of(request), body.region, body.days_off, body.reason, now=timezone.now())
    return get_calendar(request)


@router.post("/{duty}/versions", response=ClockOut, summary="Give a clock other terms")
def post_version(request: HttpRequest, duty: Duty, body: ClockIn) -> dict[str, object]:
    """For clocks that start from then on; those that run keep theirs."""
    actor, now = actor_of(request), timezone.now()
    if body.starts_at is not None and body.starts_at.utcoffset() is None:
        body.starts_at = timezone.make_aware(body.starts_at)
    chosen = NewClock(
        term=Term(count=body.count, unit=body.unit),
        warn_hours=body.warn_hours,
        escalate_hours=body.escalate_hours,
        reason=body.reason,
        starts_at=body.starts_at,
    )
    choose_clock(actor, duty, chosen, now=now)
    return next(_out(each) for each in clocks_in_force(actor, now=now) if each.rule.duty is duty)


def _out(clock: ClockInForce) -> dict[str, object]:
    rule = clock.rule
    return {
        "duty": rule.duty,
        "source": rule.source,
        "law": rule.law,
        "can_pause": rule.can_pause,
        "climbs_before_end": rule.climbs_before_end,
        "units": rule.units,
        "now": _version(clock.now),
        "versions": [_version(each) for each in clock.versions],
    }


def _version(version: ClockVersion) -> dict[str, object]:
    return {
        "version": version.version,
        "count": version.term.count,
        "unit": version.term.unit,
        "warn_hours": version.warn_hours,
        "escalate_hours": version.escalate_hours,
        "reason": version.reason,
        "set_by": version.set_by,
        "set_at": version.set_at,
        "starts_at": version.starts_at,
    }
