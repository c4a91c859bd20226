"""What ends next, and what was erased."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.road.retention.models import Ending, Remnant
from causeway.timing import WARN_DAYS, Kept

LATEST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingSoon:
    """How many things of a kind the owner was told of, and when the first of them may go."""

    kept: Kept
    count: int
    first_at: datetime


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
    rows = Ending.objects.order_by().values_list("kept").annotate(Count("id"), Min("ends_at"), Min("warned_at"))
    ahead = timedelta(days=WARN_DAYS)
    return tuple(
        EndingSoon(kept=Kept(kept), count=count, first_at=max(ends_at, warned_at + ahead))
        for kept, count, ends_at, warned_at in rows.order_by("kept")
    )


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
