"""Reading the ledger: what happened to one thing, and where entries stand in its order."""

from collections.abc import Collection, Iterable
from uuid import UUID

from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact, facts
from causeway.hub.base.ledger.models import Entry, EntrySubject, Leaf


def timeline_of(subject_id: UUID, *, limit: int = 200, acts: Collection[Act] | None = None) -> list[EntryFact]:
    """What the acting organisation may know happened to one thing, of all acts or of these, newest first. Runs inside
    the caller's transaction.
    """
    found = EntrySubject.objects.filter(subject_id=subject_id)
    if acts is not None:
        found = found.filter(entry__act__in=[act.value for act in acts])
    rows = found.order_by("-at")[:limit]
    entries = list(Entry.objects.filter(id__in=[row.entry_id for row in rows]).order_by("-at", "-id"))
    return facts(entries)


def timelines_of(subject_ids: Collection[UUID], *, acts: Collection[Act]) -> dict[UUID, list[EntryFact]]:
    """The same of several things at once and of these acts alone, newest first, in three queries. Runs inside the
    caller's transaction.
    """
    rows = EntrySubject.objects.filter(subject_id__in=list(subject_ids), entry__act__in=[act.value for act in acts])
    about: dict[UUID, set[UUID]] = {}
    for subject_id, entry_id in rows.values_list("subject_id", "entry_id"):
        about.setdefault(entry_id, set()).add(subject_id)
    of_subject: dict[UUID, list[EntryFact]] = {subject_id: [] for subject_id in subject_ids}
    for fact in facts(list(Entry.objects.filter(id__in=list(about)).order_by("-at", "-id"))):
        for subject_id in about[fact.id]:
            of_subject[subject_id].append(fact)
    return of_subject


def with_act(subject_ids: Collection[UUID], act: Act) -> set[UUID]:
    """Those of these things to which the act has happened, as far as the acting organisation may know. Runs inside the
    caller's transaction.
    """
    rows = EntrySubject.objects.filter(subject_id__in=list(subject_ids), entry__act=act.value)
    return set(rows.values_list("subject_id", flat=True))


def entries_after(position: int, *, acts: Collection[Act], limit: int) -> list[EntryFact]:
    """The acting organisation's entries of these acts behind a position, oldest first. Runs inside the caller's
    transaction.
    """
    own = EntrySubject.objects.filter(entry__act__in=[act.value for act in acts]).values_list("entry_id", flat=True)
    positions = dict(numbered(own, after=position, limit=limit))
    entries = list(Entry.objects.filter(id__in=list(positions)))
    return sorted(facts(entries, {**positions}), key=lambda entry: entry.position or 0)


def numbered(entry_ids: Iterable[UUID], *, after: int, limit: int) -> list[tuple[UUID, int]]:
    """Which of these entries stand behind a position, with their own, oldest first: a cursor that skips nothing, for
    positions are given after commit. `entry_ids` may be a sub-query. Runs inside the caller's transaction.
    """
    leaves = Leaf.objects.filter(entry_id__in=entry_ids, position__gt=after).order_by("position")
    return [(leaf.entry_id, leaf.position or 0) for leaf in leaves[:limit]]
