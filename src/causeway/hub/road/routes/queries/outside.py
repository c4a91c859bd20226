"""What is handed to central desks outside this hub: what is owed, what was sent, what they answered."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.errors import NotFound
from causeway.hub.road.routes.models import HandOver, OutsideHandOver
from causeway.vocabulary.hand_over import HandOverAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideView:
    """One hand-over; `answer` is None while it waits, `sent_at` until a person said how it was sent."""

    id: UUID
    referral_id: UUID
    desk_id: UUID
    central_desk_id: UUID
    country: str
    proposed_by_id: UUID | None
    proposed_at: datetime
    due_at: datetime | None
    sent_at: datetime | None
    sent_how: str
    answer: HandOverAnswer | None
    their_reference: str
    answer_note: str
    answered_at: datetime | None

    @property
    def waits(self) -> bool:
        """Whether no answer was entered yet."""
        return self.answer is None

    @property
    def taken_over_at(self) -> datetime | None:
        """When the other desk said that it has it."""
        return self.answered_at if self.answer is HandOverAnswer.ACKNOWLEDGED else None


def outside_among(referral_ids: Collection[UUID]) -> dict[UUID, OutsideView]:
    """The newest hand-over of each of these referrals that has one. Runs inside the caller's transaction."""
    rows = OutsideHandOver.objects.filter(referral_id__in=list(referral_ids)).order_by("proposed_at", "id")
    return {row.referral_id: _view(row) for row in rows}


def outside_of(referral_id: UUID) -> OutsideView | None:
    """The newest of one referral. Runs inside the caller's transaction."""
    return outside_among([referral_id]).get(referral_id)


def waiting_outside_of(referral_id: UUID, desk_id: UUID) -> OutsideView:
    """What of this referral the desk has yet to send, or waits for the answer to. Runs inside the caller's transaction.

    Raises:
        NotFound: nothing.
    """
    outside = outside_of(referral_id)
    if outside is None or not outside.waits or outside.desk_id != desk_id:
        raise nothing_waits()
    return outside


def nothing_waits() -> NotFound:
    """To be raised where no hand-over of a referral waits."""
    return NotFound(_("Nothing of this referral waits to be sent to a central desk, or for its answer."))


def all_outside_of(referral_id: UUID) -> tuple[OutsideView, ...]:
    """Every one of one referral, newest first. Runs inside the caller's transaction."""
    rows = OutsideHandOver.objects.filter(referral_id=referral_id).order_by("-proposed_at", "-id")
    return tuple(_view(row) for row in rows)


def timed_of(referral_id: UUID) -> list[UUID]:
    """Every hand-over of a referral, inside this hub and outside: each had a clock. Runs inside the caller's
    transaction.
    """
    tables = (HandOver, OutsideHandOver)
    return [
        number
        for table in tables
        for number in table.objects.filter(referral_id=referral_id).values_list("id", flat=True)
    ]


def waiting_outside(desk_id: UUID, *, most: int) -> tuple[OutsideView, ...]:
    """Those of a desk that wait to be sent or for an answer, the soonest due first. Runs inside the caller's
    transaction.
    """
    rows = OutsideHandOver.objects.filter(desk_id=desk_id, answer=None).order_by("due_at", "proposed_at", "id")
    return tuple(_view(row) for row in rows[:most])


def _view(row: OutsideHandOver) -> OutsideView:
    return OutsideView(
        id=row.id,
        referral_id=row.referral_id,
        desk_id=row.desk_id,
        central_desk_id=row.central_desk_id,
        country=row.country,
        proposed_by_id=row.proposed_by_id,
        proposed_at=row.proposed_at,
        due_at=row.due_at,
        sent_at=row.sent_at,
        sent_how=row.sent_how,
        answer=HandOverAnswer(row.answer) if row.answer else None,
        their_reference=row.their_reference,
        answer_note=row.answer_note,
        answered_at=row.answered_at,
    )
