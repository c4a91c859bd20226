"""What came of an organisation's own referrals, as far as it may know: one by one and all together."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.looking import enter_export
from causeway.hub.base.rows.documents import from_document
from causeway.hub.road.outcomes.models import Feedback
from causeway.vocabulary.outcomes import NotUsefulReason, SharedOutcome

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenFeedback:
    """What a sender was told of one referral."""

    id: UUID
    referral_id: UUID
    reference: str
    sender_reference: str
    given_at: datetime
    outcome: SharedOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackPage:
    """One page of what a sender was told, newest first, out of `total`."""

    items: tuple[GivenFeedback, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackSummary:
    """All that a sender was told, counted: the newest word on each referral. `missing` is most frequent first."""

    referrals: int
    rated: int
    useful: int
    not_useful: tuple[tuple[NotUsefulReason, int], ...]
    missing: tuple[tuple[str, int], ...]

    @property
    def useful_share(self) -> float | None:
        """The share, from 0 to 1, of rated referrals that were useful; None while none is rated."""
        return self.useful / self.rated if self.rated else None


@query(Permission.READ_FEEDBACK)
def feedback_page(actor: Actor, page: int = 1, *, size: int = PAGE_SIZE) -> FeedbackPage:
    """One page of what the actor's organisation was told about its referrals."""
    rows = _own(actor).order_by("-given_at", "-id")
    first = (max(page, 1) - 1) * size
    return FeedbackPage(items=tuple(_given(row) for row in rows[first : first + size]), total=rows.count())


@query(Permission.READ_FEEDBACK)
def feedback_of(actor: Actor, referral_id: UUID) -> list[GivenFeedback]:
    """What the actor's organisation was told about one of its referrals, newest first."""
    return [_given(row) for row in _own(actor).filter(referral_id=referral_id).order_by("-given_at", "-id")]


@query(Permission.READ_FEEDBACK)
def feedback_summary(actor: Actor) -> FeedbackSummary:
    """How useful the actor's organisation's referrals were, and what they lacked."""
    newest = [
        from_document(SharedOutcome, document)
        for document in _own(actor)
        .order_by("referral_id", "-given_at", "-id")
        .distinct("referral_id")
        .values_list("document", flat=True)
    ]
    rated = [outcome.is_useful for outcome in newest if outcome.is_useful is not None]
    reasons = Counter(outcome.not_useful_reason for outcome in newest if outcome.not_useful_reason)
    missing = Counter(code for outcome in newest for code in outcome.missing)
    return FeedbackSummary(
        referrals=len(newest),
        rated=len(rated),
        useful=sum(rated),
        not_useful=tuple(reasons.most_common()),
        missing=tuple(sorted(missing.items(), key=lambda item: (-item[1], item[0]))),
    )


@query(Permission.READ_FEEDBACK)
def all_feedback(actor: Actor) -> Iterator[GivenFeedback]:
    """Everything that the actor's organisation was told, oldest first; finished before the door closes. That it was
    taken away stands in the ledger.
    """
    enter_export("feedback", {})
    return iter([_given(row) for row in _own(actor).order_by("given_at", "id")])


def feedback_of_entries(actor: Actor, entry_ids: Collection[UUID]) -> dict[UUID, GivenFeedback]:
    """What the actor's organisation was told by these entries, by entry. Runs inside the caller's transaction."""
    return {row.entry_id: _given(row) for row in _own(actor).filter(entry_id__in=list(entry_ids))}


def _own(actor: Actor):  # type: ignore[no-untyped-def]
    # A force or desk that sees the referral sees the rows too; they are feedback to the sender alone.
    return Feedback.objects.filter(sender_id=actor.organisation_id).select_related("referral")


def _given(row: Feedback) -> GivenFeedback:
    return GivenFeedback(
        id=row.id,
        referral_id=row.referral_id,
        reference=row.referral.reference,
        sender_reference=row.referral.sender_reference,
        given_at=row.given_at,
        outcome=from_document(SharedOutcome, row.document),
    )
