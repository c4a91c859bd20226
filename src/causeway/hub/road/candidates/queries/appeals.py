"""Appeals of account holders: the list, one in full, and what the service's program hears of one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.people import member_names, people_in_roles
from causeway.hub.road.candidates.appealing import judges_of
from causeway.hub.road.candidates.deciders import REVIEWERS, nobody_else_reviews
from causeway.hub.road.candidates.models import AccountAppeal, Candidate, Judgement
from causeway.hub.road.candidates.settling import Stage
from causeway.hub.road.referrals.queries.facts import facts_of
from causeway.vocabulary.candidates import AppealOutcome, Decision, Measure

APPEALS_A_PAGE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealLine:
    """An appeal in a list. `held_by` is empty where nobody works on it now."""

    id: UUID
    reference: str
    candidate_id: UUID
    candidate_reference: str
    measure: Measure
    received_at: datetime
    due_at: datetime
    is_late: bool
    held_by: str
    is_mine: bool
    outcome: AppealOutcome | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealsPage:
    """One page, out of `total`; and how many are open in all. `is_alone`: one person reviews here, who cannot answer
    appeals against their own decisions.
    """

    lines: tuple[AppealLine, ...]
    total: int
    open_count: int
    is_alone: bool


@query(Permission.READ_CANDIDATES)
def appeals_page(actor: Actor, *, are_open: bool = True, page: int = 1) -> AppealsPage:
    """Open appeals, the one due first first; or those that are answered, the newest first."""
    waiting = AccountAppeal.objects.filter(answered_at=None)
    rows = waiting if are_open else AccountAppeal.objects.exclude(answered_at=None)
    ordered = rows.order_by(*(("due_at", "id") if are_open else ("-answered_at", "id")))
    first = (page - 1) * APPEALS_A_PAGE
    found = list(ordered.select_related("candidate")[first : first + APPEALS_A_PAGE])
    is_alone = len(people_in_roles(REVIEWERS)) < 2
    lines = lines_of(actor, found)
    return AppealsPage(lines=lines, total=rows.count(), open_count=waiting.count(), is_alone=is_alone)


@query(Permission.READ_CANDIDATES)
def open_appeal_count(actor: Actor) -> int:
    """How many wait for an answer."""
    del actor
    return AccountAppeal.objects.filter(answered_at=None).count()


def appeals_of(actor: Actor, row: Candidate) -> tuple[AppealLine, ...]:
    """Those against the decisions on a candidate, newest first. Runs inside the caller's transaction."""
    found = AccountAppeal.objects.filter(candidate=row).select_related("candidate").order_by("-received_at")
    return lines_of(actor, list(found))


def lines_of(actor: Actor, rows: Collection[AccountAppeal]) -> tuple[AppealLine, ...]:
    """These appeals as a list shows them. Runs inside the caller's transaction."""
    now, names = timezone.now(), member_names([row.holder_id for row in rows if row.holder_id])
    return tuple(_line(actor, row, names, now) for row in rows)


def _line(actor: Actor, row: AccountAppeal, names: dict[UUID, str], now: datetime) -> AppealLine:
    is_held = row.holder_id is not None and row.held_until is not None and row.held_until > now
    return AppealLine(
        id=row.id,
        reference=row.reference,
        candidate_id=row.candidate_id,
        candidate_reference=row.candidate.reference,
        measure=Measure(row.measure),
        received_at=row.received_at,
        due_at=row.due_at,
        is_late=(row.answered_at or now) > row.due_at,
        held_by=names.get(row.holder_id, "") if is_held and row.holder_id else "",
        is_mine=row.holder_id is not None and row.holder_id == actor.member_id,
        outcome=AppealOutcome(row.outcome) if row.outcome else None,
        answered_at=row.answered_at,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenReason:
    """What somebody decided in the turn that is appealed against, and why."""

    by: str
    decision: Decision
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealView:
    """An appeal in full. `decided_self`: the reader gave a decision on this candidate, so somebody else answers.
    `has_referral`: one was sent, so those who have it are told of a correction. `is_stuck`: everybody who reviews here
    decided on it.
    """

    line: AppealLine
    text: str
    service_reference: str
    made_at: datetime
    judgements: tuple[GivenReason, ...]
    decision: Decision | None
    decided_self: bool
    is_stuck: bool
    may_take: bool
    has_referral: bool
    answered_by: str
    corrected_to: Decision | None
    reasons: str
    statement: str


@query(Permission.READ_CANDIDATES)
def open_account_appeal(actor: Actor, appeal_id: UUID) -> AppealView:
    """An appeal at the actor's desk, the look entered.

    Raises:
        NotFound: there is no such appeal, or it was erased with its candidate.
    """
    row = AccountAppeal.objects.filter(id=appeal_id).select_related("candidate").first()
    if row is None:
        raise NotFound(_("There is no such appeal."))
    enter(Act.ACCOUNT_APPEAL_READ, subjects=[row.candidate_id, row.id])
    (line,) = lines_of(actor, [row])
    is_open = row.answered_at is None
    decided_self = is_open and actor.member_id in judges_of(row.candidate_id)
    may_answer = is_open and may(actor, Permission.REVIEW_CANDIDATES) and not decided_self
    names = member_names([row.answered_by_id]) if row.answered_by_id else {}
    return AppealView(
        line=line,
        text=row.text,
        service_reference=row.service_reference,
        made_at=row.made_at,
        judgements=_given(row),
        decision=_decision(row.candidate),
        decided_self=decided_self,
        is_stuck=is_open and nobody_else_reviews(judges_of(row.candidate_id)),
        may_take=may_answer and not line.held_by,
        has_referral=bool(facts_of([row.candidate_id])),
        answered_by=names.get(row.answered_by_id, "") if row.answered_by_id else "",
        corrected_to=Decision(row.corrected_to) if row.corrected_to else None,
        reasons=row.reasons,
        statement=row.statement,
    )


def _given(row: AccountAppeal) -> tuple[GivenReason, ...]:
    found = list(Judgement.objects.filter(candidate_id=row.candidate_id, turn=row.turn).order_by("at", "id"))
    names = member_names([one.member_id for one in found])
    return tuple(
        GivenReason(by=names.get(one.member_id, ""), decision=Decision(one.decision), reason=one.reason)
        for one in found
    )


def _decision(row: Candidate) -> Decision | None:
    return Decision(row.decision) if row.stage == Stage.ENDED.value and row.decision else None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealAnswer:
    """What the service's program hears: nothing until it is answered, then the outcome and the reasons for the
    account's holder. Nothing of a referral, and no name.
    """

    id: UUID
    reference: str
    received_at: datetime
    due_at: datetime
    answered_at: datetime | None
    outcome: AppealOutcome | None
    reasons: str


@query(Permission.SEND_CANDIDATE)
def appeal_answer(actor: Actor, candidate_id: UUID, appeal_id: UUID) -> AppealAnswer:
    """Where an appeal stands.

    Raises:
        NotFound: there is no such appeal against this candidate, or it was erased.
    """
    del actor
    row = AccountAppeal.objects.filter(id=appeal_id, candidate_id=candidate_id).first()
    if row is None:
        raise NotFound(_("There is no such appeal."))
    return AppealAnswer(
        id=row.id,
        reference=row.reference,
        received_at=row.received_at,
        due_at=row.due_at,
        answered_at=row.answered_at,
        outcome=AppealOutcome(row.outcome) if row.outcome else None,
        reasons=row.reasons,
    )
