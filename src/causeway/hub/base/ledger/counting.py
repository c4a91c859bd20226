"""Acts counted and not shown: when each kind of act first happened to a thing, and how often."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.models import EntrySubject
from causeway.hub.base.walls.moments import Seconds


class ActTally(NamedTuple):
    """How one kind of act happened to one thing; when it first did, in seconds since 1970."""

    subject_id: UUID
    act: Act
    first_at: float
    times: int


def act_tallies(acts: Collection[Act], *, since: datetime, until: datetime, by: UUID | None = None) -> list[ActTally]:
    """What happened in a time, of what the acting organisation may know: done by this organisation, or by any. In one
    query, whatever the number of things. Runs inside the caller's transaction.
    """
    rows = _entered(acts, since, until, by)
    counted = rows.values_list("subject_id", "entry__act").annotate(first=Seconds(Min("at")), times=Count("id"))
    return [ActTally(subject_id, Act(act), first, times) for subject_id, act, first, times in counted]


def first_times(
    acts: Sequence[Collection[Act]], *, since: datetime, until: datetime, by: UUID | None = None
) -> Iterator[tuple[UUID, list[float | None]]]:
    """For each thing, when any act of each group first happened to it, in seconds since 1970; None where none did. In
    one query, a row a thing. Runs inside the caller's transaction.
    """
    rows = _entered([act for group in acts for act in group], since, until, by)
    firsts = {
        f"first_{number}": Seconds(Min("at", filter=Q(entry__act__in=[act.value for act in group])))
        for number, group in enumerate(acts)
    }
    for subject_id, *times in rows.values_list("subject_id").annotate(**firsts):
        yield subject_id, times


def _entered(acts: Collection[Act], since: datetime, until: datetime, by: UUID | None) -> QuerySet[EntrySubject]:
    rows = EntrySubject.objects.filter(
        at__gte=since,
        at__lt=until,
        entry__at__gte=since,
        entry__at__lt=until,
        entry__act__in=[act.value for act in acts],
    )
    return rows if by is None else rows.filter(entry__organisation_id=by)
