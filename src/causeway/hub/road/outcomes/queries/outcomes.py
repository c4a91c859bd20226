"""What was recorded of referrals, for those who see their dossiers."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.rows.documents import from_document
from causeway.hub.road.outcomes.models import Feedback, FeedbackDue, OutcomeRecord
from causeway.hub.road.referrals.queries.facts import facts_of
from causeway.vocabulary.outcomes import ENDING, Outcome
from causeway.vocabulary.referral import SenderKind


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedOutcome:
    """One record. `told_at` is when the sender was last told its part of it, None until its day comes; `more_at` when
    it is told more.
    """

    id: UUID
    referral_id: UUID
    organisation_id: UUID
    member_id: UUID | None
    outcome: Outcome
    recorded_at: datetime
    told_at: datetime | None
    more_at: datetime | None = None


@query(Permission.READ_REFERRAL)
def outcomes_of(actor: Actor, referral_ids: Iterable[UUID]) -> list[RecordedOutcome]:
    """All that was recorded of these referrals, newest first. The sender gets none of it: see `feedback`."""
    del actor
    rows = list(OutcomeRecord.objects.filter(referral_id__in=list(referral_ids)).order_by("-recorded_at", "-id"))
    told_at = dict(
        Feedback.objects.filter(outcome_id__in=[row.id for row in rows])
        .order_by("given_at")
        .values_list("outcome_id", "given_at")
    )
    due = FeedbackDue.objects.filter(outcome_id__in=[row.id for row in rows], over_at=None).order_by("-due_at")
    more_at = dict(due.values_list("outcome_id", "due_at"))
    return [
        RecordedOutcome(
            id=row.id,
            referral_id=row.referral_id,
            organisation_id=row.organisation_id,
            member_id=row.member_id,
            outcome=from_document(Outcome, row.document),
            recorded_at=row.recorded_at,
            told_at=told_at.get(row.id),
            more_at=more_at.get(row.id),
        )
        for row in rows
    ]


def ended_among(actor: Actor, referral_ids: Collection[UUID]) -> set[UUID]:
    """Those of these referrals whose newest outcome of the actor's organisation ends the work. Runs inside the
    caller's transaction.
    """
    newest = _newest_among(actor, referral_ids).values_list("referral_id", "status")
    return {referral_id for referral_id, status in newest if status in ENDING}


def children_safeguarded_in(actor: Actor, referral_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many children were safeguarded, by the newest outcome of the actor's organisation for each of these
    referrals; one without an outcome, or without that figure, is left out. Runs inside the caller's transaction.
    """
    newest = _newest_among(actor, referral_ids).values_list("referral_id", "document")
    counts = {referral_id: from_document(Outcome, document).children_safeguarded for referral_id, document in newest}
    return {referral_id: count for referral_id, count in counts.items() if count is not None}


def _newest_among(actor: Actor, referral_ids: Collection[UUID]) -> QuerySet[OutcomeRecord]:
    rows = OutcomeRecord.objects.filter(organisation_id=actor.organisation_id, referral_id__in=list(referral_ids))
    return rows.order_by("referral_id", "-recorded_at", "-id").distinct("referral_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomePage:
    """What the page that records an outcome needs. `newest` is the organisation's own last word."""

    referral_id: UUID
    reference: str
    sender_kind: SenderKind
    newest: RecordedOutcome | None


@query(Permission.RECORD_OUTCOME)
def outcome_page_of(actor: Actor, referral_id: UUID) -> OutcomePage:
    """The referral's heading and the newest outcome; nothing of what was told.

    Raises:
        NotFound: the actor's organisation sees no such referral.
    """
    fact = facts_of([referral_id]).get(referral_id)
    if fact is None:
        raise NotFound(_("There is no such referral."))
    own = [item for item in outcomes_of(actor, [referral_id]) if item.organisation_id == actor.organisation_id]
    return OutcomePage(
        referral_id=referral_id,
        reference=fact.reference,
        sender_kind=fact.sender_kind,
        newest=own[0] if own else None,
    )
