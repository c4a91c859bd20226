"""Acts counted and not shown: when each kind of act first happened to a thing, and how often."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, Min, Q

from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.models import EntrySubject


def counted_subjects(
    own_id: UUID,
    *,
    firsts: Mapping[str, Collection[Act]],
    times: Mapping[str, Act],
    of_anybody: Collection[Act],
    about_first: Collection[Act],
    among: Collection[UUID] | None = None,
) -> Iterator[dict[str, Any]]:
    """For each thing, or each of these, when any act of a group first happened to it and how often an act did;
    `last_at` is when any last did. It counts the acts of the acting organisation, and `of_anybody` those of others that
    it sees. An entry of `about_first` counts for its first subject alone. Runs inside the caller's transaction.
    """
    acts = {*times.values(), *(act for group in firsts.values() for act in group)}
    rows = EntrySubject.objects.filter(
        Q(entry__organisation_id=own_id) | Q(entry__act__in=_values(of_anybody)),
        ~Q(entry__act__in=_values(about_first)) | Q(entry__subjects__0=F("subject_id")),
        entry__act__in=_values(acts),
    )
    if among is not None:
        rows = rows.filter(subject_id__in=list(among))
    first = {name: Min("at", filter=Q(entry__act__in=_values(group))) for name, group in firsts.items()}
    often = {name: Count("id", filter=Q(entry__act=act.value)) for name, act in times.items()}
    for row in rows.values("subject_id").annotate(last_at=Max("at"), **first, **often).iterator():
        yield {**row}


def _values(acts: Collection[Act]) -> list[str]:
    return sorted(act.value for act in acts)
