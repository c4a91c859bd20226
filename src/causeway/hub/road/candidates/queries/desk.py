"""What waits at the desk: candidates of one account together, the account whose time is over first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.people import member_names
from causeway.hub.road.candidates.checks import twins_of
from causeway.hub.road.candidates.dealing import referral_id_of
from causeway.hub.road.candidates.deciders import offered_to
from causeway.hub.road.candidates.models import Candidate, CandidateFile
from causeway.hub.road.candidates.ordering import Rule
from causeway.hub.road.candidates.projecting import document_of
from causeway.hub.road.candidates.queries.came_of import CameOf, came_of, was_referred
from causeway.hub.road.candidates.settling import Stage
from causeway.vocabulary.candidates import Candidate as ToldCandidate
from causeway.vocabulary.candidates import CandidateSource, Decision

GROUPS_A_PAGE = 25
MOST_OF_AN_ACCOUNT = 20
"""Candidates of one account in a list; the account's other candidates stand on each one's page."""
_MOST_LINES = 1_000
"""Read for one page: one account with thousands of candidates does not make it slow."""


class View(StrEnum):
    """Which candidates a list shows."""

    WAITING = "waiting"
    MINE = "mine"
    SECOND = "second"
    SUPERVISOR = "supervisor"
    REFERRED = "referred"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateLine:
    """One candidate in a list. `account` is shown as its service wrote it; `held_by` is empty where nobody works on it
    now.
    """

    id: UUID
    reference: str
    source: CandidateSource
    rule: Rule
    score: float | None
    account: str
    files: int
    received_at: datetime
    due_at: datetime
    is_late: bool
    stage: Stage
    held_by: str
    is_mine: bool
    decision: Decision | None
    decided_at: datetime | None
    came_of: CameOf | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Candidates of one account, the most pressing first; `more` are not shown here."""

    lines: tuple[CandidateLine, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPage:
    """One page of groups, out of `total`."""

    groups: tuple[Group, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskCounts:
    """How much waits, in all and in each view. `for_me` waits for somebody such as the actor and nobody works on it;
    `oldest_at` is when the oldest of what waits was received.
    """

    waiting: int
    mine: int
    second: int
    supervisor: int
    referred: int
    decided: int
    late: int
    for_me: int
    oldest_at: datetime | None


@query(Permission.READ_CANDIDATES)
def desk_page(
    actor: Actor,
    view: View = View.WAITING,
    source: CandidateSource | None = None,
    rule: Rule | None = None,
    *,
    page: int = 1,
) -> DeskPage:
    """One page of a view, narrowed to what put it there or to one kind. Of what was decided, the newest first, each by
    itself.
    """
    now = timezone.now()
    rows = Candidate.objects.filter(_shown(actor, view))
    if source is not None:
        rows = rows.filter(source=source.value)
    if rule is not None:
        rows = rows.filter(rule__in=[one.value for one in _told_as(rule)])
    first = (page - 1) * GROUPS_A_PAGE
    if view in {View.REFERRED, View.DECIDED}:
        found = list(rows.order_by("-decided_at", "id")[first : first + GROUPS_A_PAGE])
        lines = _lines(actor, found, now)
        return DeskPage(groups=tuple(Group(lines=(line,), more=0) for line in lines), total=rows.count())
    heads = rows.values("subject_key").annotate(due=Min("due_at"), count=Count("id"))
    shown = heads.order_by("due", "subject_key")[first : first + GROUPS_A_PAGE]
    counts = {str(head["subject_key"]): int(head["count"]) for head in shown}
    return DeskPage(groups=_grouped(actor, rows, counts, now), total=heads.count())


def _told_as(rule: Rule) -> set[Rule]:
    """What a list calls by this kind's name: what was drawn by chance goes with the warnings that have none."""
    return {rule, Rule.RANDOM_AUDIT} if rule is Rule.OTHER_WARNING else {rule}


@query(Permission.READ_CANDIDATES)
def desk_counts(actor: Actor) -> DeskCounts:
    """What waits for the actor's organisation, counted in one query."""
    now = timezone.now()
    counted = Candidate.objects.aggregate(
        **{view.value: Count("id", filter=_shown(actor, view)) for view in View},
        late=Count("id", filter=_shown(actor, View.WAITING) & Q(due_at__lt=now)),
        for_me=Count("id", filter=offered_to(actor, now)),
        oldest_at=Min("received_at", filter=_shown(actor, View.WAITING)),
    )
    return DeskCounts(**counted)


def line_of(actor: Actor, candidate_id: UUID) -> CandidateLine | None:
    """One candidate, None where it was erased. Runs inside the caller's transaction."""
    lines = _lines(actor, list(Candidate.objects.filter(id=candidate_id)), timezone.now())
    return lines[0] if lines else None


def lines_of_account(actor: Actor, row: Candidate) -> list[CandidateLine]:
    """The other candidates of a candidate's account, newest first. Runs inside the caller's transaction."""
    others = Candidate.objects.filter(subject_key=row.subject_key).exclude(id=row.id).exclude(twins_of(row))
    return _lines(actor, list(others.order_by("-received_at", "id")[:MOST_OF_AN_ACCOUNT]), timezone.now())


def lines_of_files(actor: Actor, row: Candidate) -> list[CandidateLine]:
    """Candidates of other accounts with one of a candidate's files, newest first. Runs inside the caller's
    transaction.
    """
    digests = CandidateFile.objects.filter(candidate=row).values_list("sha256", flat=True)
    same = CandidateFile.objects.filter(sha256__in=list(digests)).values("candidate_id")
    others = Candidate.objects.filter(id__in=same).exclude(subject_key=row.subject_key).exclude(twins_of(row))
    return _lines(actor, list(others.order_by("-received_at", "id")[:MOST_OF_AN_ACCOUNT]), timezone.now())


def account_in_words(told: ToldCandidate) -> str:
    """By what a list names the account; empty where none is known."""
    accounts = told.holder.accounts if told.holder else ()
    return next((name for one in accounts if (name := one.handle or one.identifier)), "")


def _shown(actor: Actor, view: View) -> Q:
    is_open = ~Q(stage=Stage.ENDED.value)
    return {
        View.WAITING: is_open,
        View.MINE: is_open & Q(holder_id=actor.member_id, holder_id__isnull=False),
        View.SECOND: Q(stage=Stage.SECOND.value),
        View.SUPERVISOR: Q(stage=Stage.SUPERVISOR.value),
        View.REFERRED: Q(stage=Stage.ENDED.value, decision=Decision.REFER.value),
        View.DECIDED: Q(stage=Stage.ENDED.value),
    }[view]


def _grouped(actor: Actor, rows: QuerySet[Candidate], counts: dict[str, int], now: datetime) -> tuple[Group, ...]:
    """The groups of these accounts, in the order given; `counts` is how many candidates each has."""
    found = list(rows.filter(subject_key__in=list(counts)).order_by("due_at", "id")[:_MOST_LINES])
    by_key: dict[str, list[CandidateLine]] = {key: [] for key in counts}
    for row, line in zip(found, _lines(actor, found, now), strict=True):
        if len(by_key[row.subject_key]) < MOST_OF_AN_ACCOUNT:
            by_key[row.subject_key].append(line)
    return tuple(Group(lines=tuple(lines), more=counts[key] - len(lines)) for key, lines in by_key.items() if lines)


def _lines(actor: Actor, rows: Collection[Candidate], now: datetime) -> list[CandidateLine]:
    names = member_names([row.holder_id for row in rows if row.holder_id])
    came = came_of({referral_id_of(row) for row in rows if was_referred(row)})
    of_rows = CandidateFile.objects.filter(candidate_id__in=[row.id for row in rows]).order_by()
    files = dict(of_rows.values_list("candidate_id").annotate(Count("id")))
    return [_line(actor, row, names, came, files, now) for row in rows]


def _line(
    actor: Actor,
    row: Candidate,
    names: dict[UUID, str],
    came: dict[UUID, CameOf],
    files: dict[UUID, int],
    now: datetime,
) -> CandidateLine:
    is_held = row.holder_id is not None and row.held_until is not None and row.held_until > now
    return CandidateLine(
        id=row.id,
        reference=row.reference,
        source=CandidateSource(row.source),
        rule=Rule(row.rule),
        score=row.score,
        account=account_in_words(document_of(row)),
        files=files.get(row.id, 0),
        received_at=row.received_at,
        due_at=row.due_at,
        is_late=row.stage != Stage.ENDED.value and row.due_at < now,
        stage=Stage(row.stage),
        held_by=names.get(row.holder_id, "") if is_held and row.holder_id else "",
        is_mine=is_held and row.holder_id == actor.member_id,
        decision=Decision(row.decision) if row.decision else None,
        decided_at=row.decided_at,
        came_of=came.get(referral_id_of(row)) if was_referred(row) else None,
    )
