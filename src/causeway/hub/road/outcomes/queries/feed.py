"""A sender's feed: each step that its referrals take, and what came of them, in the ledger's order. A webhook carries
the same items.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact
from causeway.hub.base.ledger.timeline import entries_after, timeline_of
from causeway.hub.road.outcomes.queries.feedback import feedback_of_entries
from causeway.hub.road.outcomes.queries.whereabouts import Stage
from causeway.hub.road.referrals.queries.facts import facts_of
from causeway.vocabulary.outcomes import SharedOutcome

FEED_LIMIT = 100
"""Items of one answer of the feed."""

STAGE_OF: dict[Act, Stage] = {
    Act.REFERRAL_ACCEPTED: Stage.RECEIVED,
    Act.REFERRAL_CLEARED: Stage.WITH_DESK,
    Act.REFERRAL_WITH_FORCE: Stage.WITH_FORCE,
    Act.FEEDBACK_GIVEN: Stage.FEEDBACK,
}
"""By which entries a sender learns how far a referral came; each names the referral first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """A stage that a referral reached; with the last one comes what its sender may know of the outcome."""

    id: UUID
    referral_id: UUID
    reference: str
    sender_reference: str
    stage: Stage
    given_at: datetime
    outcome: SharedOutcome | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackFeed:
    """What came after a cursor, oldest first. `cursor` is where to go on; it stays when nothing came."""

    items: tuple[FeedItem, ...]
    cursor: int


@query(Permission.READ_FEEDBACK)
def feedback_feed(actor: Actor, *, after: int = -1, limit: int = FEED_LIMIT) -> FeedbackFeed:
    """What the actor's organisation was told after a cursor. It follows the ledger's numbering, so it skips nothing."""
    entries = entries_after(after, acts=STAGE_OF, limit=max(1, min(limit, FEED_LIMIT)))
    cursor = max((entry.position or 0 for entry in entries), default=after)
    return FeedbackFeed(items=tuple(feed_items(actor, entries)), cursor=cursor)


@query(Permission.READ_FEEDBACK)
def feedback_on(actor: Actor, referral_id: UUID) -> tuple[FeedItem, ...]:
    """The stages that one referral of the actor's organisation reached, oldest first; none for what is not its own."""
    return tuple(feed_items(actor, reversed(timeline_of(referral_id, acts=STAGE_OF))))


def feed_items(actor: Actor, entries: Iterable[EntryFact]) -> list[FeedItem]:
    """What these entries tell the actor's organisation as the sender; of others' referrals nothing. Runs inside the
    caller's transaction.
    """
    entries = list(entries)
    referrals = facts_of({entry.subjects[0] for entry in entries})
    given = feedback_of_entries(actor, [entry.id for entry in entries if entry.act is Act.FEEDBACK_GIVEN])
    items = []
    for entry in entries:
        referral, told = referrals.get(entry.subjects[0]), given.get(entry.id)
        is_told = told is not None or entry.act is not Act.FEEDBACK_GIVEN
        if referral is None or referral.sender_id != actor.organisation_id or not is_told:
            continue
        items.append(
            FeedItem(
                id=told.id if told else entry.id,
                referral_id=referral.id,
                reference=referral.reference,
                sender_reference=referral.sender_reference,
                stage=STAGE_OF[entry.act],
                given_at=told.given_at if told else entry.at,
                outcome=told.outcome if told else None,
            )
        )
    return items
