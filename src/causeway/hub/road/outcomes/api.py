"""Feedback for a service's programs: a feed that goes on where the last answer ended.

The API root adds this router under `/feedback` and signs the caller in; `request.auth` is the actor.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema

from causeway.hub.base.acting.calling import actor_of
from causeway.hub.road.outcomes.queries.feed import FEED_LIMIT, feedback_feed, feedback_on
from causeway.hub.road.outcomes.queries.sender_profiles import own_profile
from causeway.hub.road.outcomes.queries.whereabouts import Stage
from causeway.vocabulary.outcomes import SharedOutcome

router = Router(tags=["feedback"])


class FeedbackItem(Schema):
    """A stage that one referral reached. `outcome` comes with `feedback`, as far as the sender may know it."""

    id: UUID
    referral_id: UUID
    reference: str
    sender_reference: str
    stage: Stage
    given_at: datetime
    outcome: SharedOutcome | None


class FeedbackAnswer(Schema):
    """Items, oldest first, and the cursor from which to go on. It stays the same while nothing new has come."""

    items: list[FeedbackItem]
    cursor: int


class ProfileAnswer(Schema):
    """What your referrals are like; null where a figure would rest on fewer than ten."""

    referrals: int
    a_day: float
    last_day: int
    is_flood: bool
    completeness: float | None
    led_somewhere: float | None
    known: int


@router.get("", response=FeedbackAnswer, summary="Where your referrals are and what came of them, after a cursor")
def feed(
    request: HttpRequest,
    after: Annotated[int, Query(ge=-1, description="The cursor of the last answer; -1 begins at the start")] = -1,
    limit: Annotated[int, Query(ge=1, le=FEED_LIMIT)] = FEED_LIMIT,
) -> dict[str, object]:
    """Follow `cursor`: nothing is skipped and nothing comes twice."""
    found = feedback_feed(actor_of(request), after=after, limit=limit)
    return {"items": [asdict(item) for item in found.items], "cursor": found.cursor}


@router.get("/profile", response=ProfileAnswer, summary="What your referrals of the last 91 days are like")
def profile(request: HttpRequest) -> dict[str, object]:
    """No figure here lowers the priority of what you send. `led_somewhere` is the share that was called useful."""
    return asdict(own_profile(actor_of(request)))


@router.get("/{uuid:referral_id}", response=list[FeedbackItem], summary="Where one referral is and what came of it")
def on_one(request: HttpRequest, referral_id: UUID) -> list[dict[str, object]]:
    """Every stage that it reached, oldest first; nothing of a referral that is not yours."""
    return [asdict(item) for item in feedback_on(actor_of(request), referral_id)]
