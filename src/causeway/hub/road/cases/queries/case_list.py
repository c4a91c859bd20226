"""The force's cases as a list: filtered, sorted, a page at a time."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.looking import enter_search
from causeway.hub.base.organisations.queries.people import member_names
from causeway.hub.knowledge.playbooks.queries.in_force import titles_in_use
from causeway.hub.road.cases.models import Case
from causeway.hub.road.cases.words import TaskState

PAGE_SIZE = 25


class Shown(StrEnum):
    """Which cases a list shows."""

    OPEN = "open"
    CLOSED = "closed"
    ALL = "all"


SORTS: dict[str, str] = {"due": "next_due", "opened": "opened_at", "reference": "reference", "title": "title"}
"""What a list can be sorted by, and the column behind it; a minus sign before the name turns it round."""
DEFAULT_SORT = "due"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """What a list is narrowed to. `words` are found in a title, or are a reference."""

    shown: Shown = Shown.OPEN
    is_mine: bool = False
    is_late: bool = False
    playbook: str = ""
    words: str = ""
    sort: str = DEFAULT_SORT


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """A case as a list shows it. `next_due` is that of the next task that is not over."""

    id: UUID
    reference: str
    title: str
    playbook: str
    lead: str
    opened_at: datetime
    closed_at: datetime | None
    referrals: int
    tasks: int
    tasks_over: int
    next_due: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """One page of cases out of `total`."""

    lines: tuple[CaseLine, ...]
    total: int


_WAITING = Q(tasks__state__in=[TaskState.TO_DO.value, TaskState.DOING.value])


@query(Permission.READ_CASE)
def case_list(actor: Actor, wanted: CaseFilter, *, now: datetime, page: int = 1, size: int = PAGE_SIZE) -> CasePage:
    """One page of the organisation's cases. A search stands in the ledger."""
    rows = _ordered(_narrowed(_with_counts(), actor, wanted, now), wanted.sort)
    total = rows.count()
    first = (max(page, 1) - 1) * size
    found = list(rows[first : first + size])
    if wanted.words:
        enter_search("cases", wanted.words, [row.id for row in found])
    names, titles = member_names({row.lead_id for row in found}), titles_in_use()
    return CasePage(lines=tuple(_line(row, names, titles) for row in found), total=total)


@query(Permission.READ_CASE)
def open_cases(actor: Actor, *, limit: int = 200) -> list[tuple[UUID, str]]:
    """Open cases as choices, newest first: identifier, then reference with title."""
    del actor
    rows = Case.objects.filter(closed_at=None).order_by("-opened_at")[:limit]
    return [(row.id, f"{row.reference}: {row.title}") for row in rows]


def _with_counts() -> QuerySet[Case]:
    return Case.objects.annotate(
        next_due=Min("tasks__due_at", filter=_WAITING),
        task_count=Count("tasks", distinct=True),
        over_count=Count("tasks", filter=~_WAITING, distinct=True),
        referral_count=Count("referral_rows", distinct=True),
    )


def _narrowed(rows: QuerySet[Case], actor: Actor, wanted: CaseFilter, now: datetime) -> QuerySet[Case]:
    if wanted.shown is not Shown.ALL:
        rows = rows.filter(closed_at__isnull=wanted.shown is Shown.OPEN)
    if wanted.is_mine and actor.member_id:
        rows = rows.filter(lead_id=actor.member_id)
    if wanted.is_late:
        rows = rows.filter(Q(closed_at=None) & Q(next_due__lt=now))
    if wanted.playbook:
        rows = rows.filter(playbook=wanted.playbook)
    if words := wanted.words.strip():
        rows = rows.filter(Q(reference__iexact=words) | Q(title__icontains=words))
    return rows


def _ordered(rows: QuerySet[Case], sort: str) -> QuerySet[Case]:
    column = SORTS.get(sort.removeprefix("-"), SORTS[DEFAULT_SORT])
    order = F(column).desc(nulls_last=True) if sort.startswith("-") else F(column).asc(nulls_last=True)
    return rows.order_by(order, "id")


def _line(row: Case, names: dict[UUID, str], titles: dict[str, str]) -> CaseLine:
    counts = vars(row)  # the annotations above
    return CaseLine(
        id=row.id,
        reference=row.reference,
        title=row.title,
        playbook=titles.get(row.playbook, row.playbook),
        lead=names.get(row.lead_id, ""),
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        referrals=counts["referral_count"],
        tasks=counts["task_count"],
        tasks_over=counts["over_count"],
        next_due=counts["next_due"],
    )
