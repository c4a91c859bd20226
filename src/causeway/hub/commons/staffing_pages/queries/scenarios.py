"""Scenarios that are kept, and one to begin from: what the hub itself has measured, and for the rest what is usual."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.looking import enter_export
from causeway.hub.base.organisations.queries.headcount import members_with
from causeway.hub.base.organisations.queries.people import member_names
from causeway.hub.commons.staffing_pages.models import StaffingScenario
from causeway.hub.road.queues.queries.arrivals import arrivals_since
from causeway.staffing import Scenario, scenario_from
from causeway.vocabulary.findings import Band
from causeway.vocabulary.organisations import Role

MEASURED_WEEKS = 13
"""A quarter: long enough for the mean, short enough for today."""
_WORKING_ROLES = (Role.INVESTIGATOR, Role.DUTY_OFFICER, Role.ANALYST, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What the hub knows: referrals a week by band, duplicates' share (None where nothing arrived), people, and over
    how many weeks.
    """

    weeks: float
    per_week: Mapping[Band, float]
    total: int
    duplicate_share: float | None
    people: int

    @property
    def days(self) -> int:
        """Over how many days: at least seven, so that no sentence must speak of one week."""
        return round(self.weeks * 7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A scenario that is kept."""

    id: UUID
    name: str
    scenario: Scenario
    saved_at: datetime
    saved_by: str


@query(Permission.USE_STAFFING)
def measured(actor: Actor, *, weeks: int = MEASURED_WEEKS) -> Measured:
    """What arrived in the last weeks, or since the first referral where that is less, and who there is."""
    now = timezone.now()
    found = arrivals_since(now - timedelta(weeks=weeks))
    length = float(weeks)
    if found.first_at is not None:
        # A queue that is younger than a quarter is measured over its age; under a week says little, so not less.
        length = min(length, max((now - found.first_at) / timedelta(weeks=1), 1.0))
    return Measured(
        weeks=length,
        per_week={band: count / length for band, count in found.by_band.items()},
        total=found.total,
        duplicate_share=found.duplicates / found.total if found.total else None,
        people=members_with(_WORKING_ROLES),
    )


@query(Permission.USE_STAFFING)
def kept_scenarios(actor: Actor) -> list[Kept]:
    """All that the organisation keeps, by name."""
    rows = list(StaffingScenario.objects.order_by("name"))
    names = member_names([row.saved_by_id for row in rows])
    return [_kept(row, names) for row in rows]


@query(Permission.USE_STAFFING)
def kept_scenario(actor: Actor, scenario_id: UUID) -> Kept:
    """One of them.

    Raises:
        NotFound: the organisation keeps none such.
    """
    row = StaffingScenario.objects.filter(id=scenario_id).first()
    if row is None:
        raise NotFound(_("There is no such scenario."))
    return _kept(row, member_names([row.saved_by_id]))


@query(Permission.USE_STAFFING)
def note_export(actor: Actor, narrowed_to: Mapping[str, Any]) -> None:
    """Enter that figures were taken away as a file."""
    enter_export("staffing", narrowed_to)


def _kept(row: StaffingScenario, names: Mapping[UUID, str]) -> Kept:
    return Kept(
        id=row.id,
        name=row.name,
        scenario=scenario_from(row.document),
        saved_at=row.saved_at,
        saved_by=names.get(row.saved_by_id, ""),
    )
