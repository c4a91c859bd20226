"""What ends next, and what was erased."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Min

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.road.cases.queries.finding import case_references
from causeway.hub.road.referrals.queries.told import references_of
from causeway.hub.road.retention.models import Ending, Remnant
from causeway.timing import WARN_DAYS, Kept

LATEST = 50
ENDINGS_A_PAGE = 50
_AHEAD = timedelta(days=WARN_DAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingSoon:
    """How many things of a kind the owner was told of, and when the first of them may go."""

    kept: Kept
    count: int
    first_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingFact:
    """One thing of which the owner was told: what it is called, where it has a reference, when its time ends, and
    before when it is not erased.
    """

    kept: Kept
    subject_id: UUID
    reference: str
    ends_at: datetime
    not_before: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasedFact:
    """One thing that was erased."""

    kept: Kept
    reference: str
    erased_at: datetime
    was_last: bool
    files: int
    ledger_details: int


@query(Permission.READ_RETENTION)
def ending_soon(actor: Actor) -> tuple[EndingSoon, ...]:
    """What the organisation was told of, by kind."""
    del actor
    rows = Ending.objects.exclude(warned_at=None).order_by().values_list("kept")
    return tuple(
        EndingSoon(kept=Kept(kept), count=count, first_at=warned_at + _AHEAD)
        for kept, count, warned_at in rows.annotate(Count("id"), Min("warned_at")).order_by("kept")
    )


@query(Permission.READ_RETENTION)
def ending_page(actor: Actor, kept: Kept, page: int) -> tuple[EndingFact, ...]:
    """A page of what the organisation was told of, of one kind: what may go first stands first."""
    del actor
    first = (page - 1) * ENDINGS_A_PAGE
    told = Ending.objects.filter(kept=kept.value).exclude(warned_at=None).order_by("warned_at", "ends_at", "id")
    rows = told.values_list("subject_id", "ends_at", "warned_at")[first : first + ENDINGS_A_PAGE]
    found = [(number, ends_at, warned_at) for number, ends_at, warned_at in rows if warned_at is not None]
    references = _references(kept, [number for number, _, _ in found])
    return tuple(
        EndingFact(
            kept=kept,
            subject_id=number,
            reference=references.get(number, ""),
            ends_at=ends_at,
            # It is told of no further ahead than it may go after.
            not_before=warned_at + _AHEAD,
        )
        for number, ends_at, warned_at in found
    )


def _references(kept: Kept, subject_ids: list[UUID]) -> dict[UUID, str]:
    if kept is Kept.REFERRAL_CONTENT:
        return references_of(subject_ids)
    if kept is Kept.CASE:
        return case_references(subject_ids)
    if kept is Kept.REFERRAL_REFERENCE:
        return dict(Remnant.objects.filter(id__in=subject_ids).values_list("id", "reference"))
    return {}


@query(Permission.READ_RETENTION)
def erased_lately(actor: Actor) -> tuple[ErasedFact, ...]:
    """The latest that was erased, newest first."""
    del actor
    return tuple(
        ErasedFact(
            kept=Kept(row.kept),
            reference=row.reference,
            erased_at=row.erased_at,
            was_last=row.was_last,
            files=row.counts.get("files", 0),
            ledger_details=row.counts.get("ledger_details", 0),
        )
        for row in Remnant.objects.order_by("-erased_at", "-id")[:LATEST]
    )
