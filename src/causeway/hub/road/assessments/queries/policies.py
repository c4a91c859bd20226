"""Which policy of priority a desk judges by, what is proposed, and what was in force before."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.people import member_names
from causeway.hub.base.rows.remembering import remembered
from causeway.hub.road.assessments.models import PolicyTerm, ProposedPolicy
from causeway.triage import PriorityPolicy, parse_priority_policy, priority_policy


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyView:
    """A policy that was proposed. `compared` of `to_compare` past referrals are judged; `comparison` comes with the
    last of them.
    """

    id: UUID
    version: str
    text: str
    note: str
    proposed_by_id: UUID
    proposed_by: str
    proposed_at: datetime
    against: str
    to_compare: int
    compared: int
    comparison: dict[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TermView:
    """From when on a policy counts, or would have. Without `policy_id` it is the one that ships."""

    policy_id: UUID | None
    version: str
    live_from: datetime
    reason: str
    recall_reason: str
    decided_by: str
    decided_at: datetime
    is_called_off: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyShelf:
    """The policies of a desk: what is in force, what is to come, what is proposed (newest first), and what was.
    `before` is the version to which one act goes back, empty where there is none.
    """

    version: str
    policy_id: UUID | None
    coming: tuple[TermView, ...]
    proposed: tuple[PolicyView, ...]
    terms: tuple[TermView, ...]
    before: str


@remembered
def policy_in_force(organisation_id: UUID, now: datetime) -> PriorityPolicy:
    """The policy by which a desk judges at a moment. Runs inside the caller's transaction."""
    term = standing_terms(organisation_id, now).first()
    return priority_policy() if term is None or term.policy is None else _parsed(term.policy.text)


def standing_terms(organisation_id: UUID, now: datetime) -> QuerySet[PolicyTerm]:
    """The terms that have begun, the one that counts first. Runs inside the caller's transaction."""
    begun = PolicyTerm.objects.filter(organisation_id=organisation_id, live_from__lte=now, called_off_at=None)
    return begun.select_related("policy").order_by("-live_from", "-decided_at", "-id")


def terms_to_judge_by(organisation_id: UUID, now: datetime) -> QuerySet[PolicyTerm]:
    """The terms that have begun and by which what waits was not judged yet. Runs inside the caller's transaction."""
    return standing_terms(organisation_id, now).filter(judged_anew_at=None)


def policies_to_compare(organisation_id: UUID) -> QuerySet[ProposedPolicy]:
    """What was proposed and is not compared yet. Runs inside the caller's transaction."""
    return ProposedPolicy.objects.filter(organisation_id=organisation_id, compared_at=None)


@query(Permission.PROPOSE_POLICY)
def policy_shelf(actor: Actor) -> PolicyShelf:
    """The policies of the actor's organisation."""
    now = timezone.now()
    rows = list(ProposedPolicy.objects.filter(organisation_id=actor.organisation_id).order_by("-proposed_at", "-id"))
    terms = list(
        PolicyTerm.objects.filter(organisation_id=actor.organisation_id)
        .select_related("policy")
        .order_by("-live_from", "-decided_at", "-id")
    )
    names = member_names({row.proposed_by_id for row in rows} | {term.decided_by_id for term in terms})
    views = [(term, _term_view(term, names)) for term in terms]
    begun = [view for term, view in views if term.live_from <= now and not view.is_called_off]
    return PolicyShelf(
        version=begun[0].version if begun else priority_policy().version,
        policy_id=begun[0].policy_id if begun else None,
        coming=tuple(view for term, view in views if term.live_from > now and not view.is_called_off),
        proposed=tuple(_policy_view(row, names) for row in rows),
        terms=tuple(view for _, view in views),
        before=_before(begun),
    )


@query(Permission.PROPOSE_POLICY)
def open_policy(actor: Actor, policy_id: UUID) -> PolicyView:
    """One policy that was proposed here.

    Raises:
        NotFound: there is no such policy.
    """
    row = proposed_policy(actor, policy_id)
    return _policy_view(row, member_names({row.proposed_by_id}))


def proposed_policy(actor: Actor, policy_id: UUID) -> ProposedPolicy:
    """The row of a policy. Runs inside the caller's transaction.

    Raises:
        NotFound: there is no such policy.
    """
    row = ProposedPolicy.objects.filter(id=policy_id, organisation_id=actor.organisation_id).first()
    if row is None:
        raise NotFound(_("There is no such policy."))
    return row


def _before(begun: list[TermView]) -> str:
    if not begun or begun[0].policy_id is None:
        return ""
    return begun[1].version if len(begun) > 1 else priority_policy().version


@lru_cache(maxsize=16)
def _parsed(text: str) -> PriorityPolicy:
    return parse_priority_policy(text)


def _policy_view(row: ProposedPolicy, names: dict[UUID, str]) -> PolicyView:
    return PolicyView(
        id=row.id,
        version=row.version,
        text=row.text,
        note=row.note,
        proposed_by_id=row.proposed_by_id,
        proposed_by=names.get(row.proposed_by_id, ""),
        proposed_at=row.proposed_at,
        against=row.against,
        to_compare=row.to_compare,
        compared=row.compared,
        comparison=row.comparison,
    )


def _term_view(term: PolicyTerm, names: dict[UUID, str]) -> TermView:
    return TermView(
        policy_id=term.policy_id,
        version=term.policy.version if term.policy else priority_policy().version,
        live_from=term.live_from,
        reason=term.reason,
        recall_reason=term.recall_reason,
        decided_by=names.get(term.decided_by_id, ""),
        decided_at=term.decided_at,
        is_called_off=term.called_off_at is not None,
    )
