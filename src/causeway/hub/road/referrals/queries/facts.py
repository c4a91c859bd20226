"""What a list or a heading says of referrals, without their documents."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.clocks.keeping import ClockKind, clocks_of
from causeway.hub.road.referrals.models import Question, Referral, Supplement
from causeway.vocabulary.referral import Concern, Door, SenderKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralFact:
    """The columns of one referral."""

    id: UUID
    dossier_id: UUID
    reference: str
    sender_id: UUID
    desk_id: UUID
    sender_kind: SenderKind
    sender_reference: str
    external_reference: str
    door: Door
    concern: Concern
    platform: str
    occurred_at: datetime | None
    received_at: datetime
    do_not_alert_until: date | None
    original_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementFact:
    """What was added later."""

    text: str
    added_by_id: UUID
    added_at: datetime
    question_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFact:
    """A question to the sender, and what was answered. `is_own`: the acting organisation asked it, and its clock runs
    there; to the sender the desk asks for everybody.
    """

    id: UUID
    text: str
    asked_by_id: UUID
    asked_at: datetime
    due_at: datetime
    days_off: tuple[date, ...]
    is_paused: bool
    is_own: bool
    answered_at: datetime | None
    answers: tuple[SupplementFact, ...]


def fact_of(referral_id: UUID) -> ReferralFact:
    """The heading of one referral. Runs inside the caller's transaction.

    Raises:
        NotFound: the acting organisation sees no such referral.
    """
    found = facts_of([referral_id]).get(referral_id)
    if found is None:
        raise NotFound(_("There is no such referral."))
    return found


def facts_of(referral_ids: Collection[UUID]) -> dict[UUID, ReferralFact]:
    """The facts of those among these that the acting organisation sees. Runs inside the caller's transaction."""
    rows = Referral.objects.filter(id__in=list(referral_ids)).defer("document")
    return {row.id: _fact(row) for row in rows}


def questions_of(referral_id: UUID) -> tuple[QuestionFact, ...]:
    """The questions asked about a referral, newest first. Runs inside the caller's transaction."""
    answers = supplements_of(referral_id)
    rows = list(Question.objects.filter(referral_id=referral_id).order_by("-asked_at"))
    timed = clocks_of([row.id for row in rows])
    return tuple(
        QuestionFact(
            id=row.id,
            text=row.text,
            asked_by_id=row.asked_by_id,
            asked_at=row.asked_at,
            due_at=row.due_at,
            days_off=tuple(row.days_off),
            is_paused=row.paused_at is not None,
            is_own=any(clock.kind is ClockKind.QUESTION for clock in timed.get(row.id, ())),
            answered_at=row.answered_at,
            answers=tuple(answer for answer in answers if answer.question_id == row.id),
        )
        for row in rows
    )


def supplements_of(referral_id: UUID) -> tuple[SupplementFact, ...]:
    """What was added to a referral, oldest first. Runs inside the caller's transaction."""
    return tuple(
        SupplementFact(text=row.text, added_by_id=row.added_by_id, added_at=row.added_at, question_id=row.question_id)
        for row in Supplement.objects.filter(referral_id=referral_id).order_by("added_at")
    )


def _fact(row: Referral) -> ReferralFact:
    return ReferralFact(
        id=row.id,
        dossier_id=row.dossier_id,
        reference=row.reference,
        sender_id=row.sender_id,
        desk_id=row.desk_id,
        sender_kind=SenderKind(row.sender_kind),
        sender_reference=row.sender_reference,
        external_reference=row.external_reference,
        door=Door(row.door),
        concern=Concern(row.concern),
        platform=row.platform,
        occurred_at=row.occurred_at,
        received_at=row.received_at,
        do_not_alert_until=row.do_not_alert_until,
        original_id=row.original_id,
    )
