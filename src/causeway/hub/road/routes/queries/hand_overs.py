"""Hand-overs of a referral: which waits, and how the others ended."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from causeway.hub.road.routes.models import HandOver
from causeway.hub.road.routes.queries.decisions import receivers_of, standing_route
from causeway.vocabulary.hand_over import HandOverAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverView:
    """One proposal; `answer` is None while it waits."""

    id: UUID
    referral_id: UUID
    giver_id: UUID
    receiver_id: UUID
    desk_id: UUID
    for_central_desk_id: UUID | None
    reason: str
    proposed_at: datetime
    due_at: datetime
    answer: HandOverAnswer | None
    answer_reason: str
    answering_id: UUID | None
    answered_at: datetime | None

    @property
    def waits(self) -> bool:
        """Whether nobody has answered yet."""
        return self.answer is None


def hand_overs_of(referral_id: UUID) -> tuple[HandOverView, ...]:
    """Every proposal, newest first. Runs inside the caller's transaction."""
    return hand_overs_among([referral_id]).get(referral_id, ())


def hand_overs_among(referral_ids: Collection[UUID]) -> dict[UUID, tuple[HandOverView, ...]]:
    """The same of several referrals, where there is any. Runs inside the caller's transaction."""
    found: dict[UUID, tuple[HandOverView, ...]] = {}
    for row in HandOver.objects.filter(referral_id__in=list(referral_ids)).order_by("-proposed_at", "-id"):
        found[row.referral_id] = (*found.get(row.referral_id, ()), _view(row))
    return found


def waiting_hand_over(referral_id: UUID) -> HandOverView | None:
    """The one that nobody has answered yet. Runs inside the caller's transaction."""
    row = HandOver.objects.filter(referral_id=referral_id, answer=None).first()
    return _view(row) if row else None


def awaits_answer_of(hand_over_id: UUID, organisation_id: UUID) -> bool:
    """Whether it is for this organisation to answer. Runs inside the caller's transaction."""
    return HandOver.objects.filter(id=hand_over_id, receiver_id=organisation_id, answer=None).exists()


def responsible_for(referral_id: UUID, desk_id: UUID) -> UUID:
    """Who must act on a referral: the force to which the newest decision sent it, and its desk while there is none; so
    it is never nobody. A hand-over that waits changes nothing. Runs inside the caller's transaction.
    """
    standing = standing_route(referral_id)
    return standing.receiver_id if standing and standing.receiver_id else desk_id


def holders_of(referral_id: UUID) -> set[UUID]:
    """The forces to which it went or is offered. Runs inside the caller's transaction."""
    return holders_among([referral_id])[referral_id]


def holders_among(referral_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """The same of each of these referrals. Runs inside the caller's transaction."""
    went = receivers_of(referral_ids)
    found = {one: {receiver_id for receiver_id, _ in went.get(one, ())} for one in referral_ids}
    offered = HandOver.objects.filter(referral_id__in=list(referral_ids), answer=None)
    for referral_id, receiver_id, desk_id in offered.values_list("referral_id", "receiver_id", "desk_id"):
        found[referral_id] |= {receiver_id} - {desk_id}
    return found


def _view(row: HandOver) -> HandOverView:
    return HandOverView(
        id=row.id,
        referral_id=row.referral_id,
        giver_id=row.giver_id,
        receiver_id=row.receiver_id,
        desk_id=row.desk_id,
        for_central_desk_id=row.for_central_desk_id,
        reason=row.reason,
        proposed_at=row.proposed_at,
        due_at=row.due_at,
        answer=HandOverAnswer(row.answer) if row.answer else None,
        answer_reason=row.answer_reason,
        answering_id=row.answering_id,
        answered_at=row.answered_at,
    )
