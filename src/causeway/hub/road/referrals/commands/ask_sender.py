"""Asking the sender one question about a referral, and answering it: the answer is a supplement."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.referrals.commands.supplement_referral import (
    NewSupplement,
    add_supplement,
    parties_to,
    visible_referral,
)
from causeway.hub.road.referrals.models import Question

TIME_TO_ANSWER = timedelta(days=7)
"""A week, as the project's plan sets it; the clock that warns of it runs with whoever asked."""

LONGEST_QUESTION = 3_000


@command(Permission.ASK_SENDER)
def ask_sender(actor: Actor, referral_id: UUID, text: str) -> UUID:
    """Ask the sender; gives the question's identifier.

    Raises:
        NotFound: the actor's organisation sees no such referral.
        Invalid: the question is empty or too long.
    """
    referral, words = visible_referral(referral_id), text.strip()
    if not words:
        raise Invalid("Write the question.", field="text")
    if len(words) > LONGEST_QUESTION or "\x00" in words:
        raise Invalid(f"A question has at most {LONGEST_QUESTION} characters of text.", field="text")
    now = timezone.now()
    question = Question(
        referral=referral,
        asked_by_id=actor.organisation_id,
        member_id=actor.member_id,
        text=words,
        asked_at=now,
        due_at=now + TIME_TO_ANSWER,
    )
    question.save(force_insert=True)
    enter(
        Act.QUESTION_ASKED,
        subjects=[referral_id, question.id],
        audience=[referral.sender_id, referral.desk_id],
        details={"reference": referral.reference, "due_at": question.due_at.isoformat()},
        details_audience=[referral.sender_id, referral.desk_id],
    )
    return question.id


@command(Permission.ANSWER_QUESTION)
def answer_question(actor: Actor, question_id: UUID, new: NewSupplement) -> UUID:
    """Answer a question about a referral that the actor's organisation sent; gives the supplement's identifier.

    Raises:
        NotFound: the actor's organisation sees no such question.
        NotPermitted: it is not the sender.
        Conflict: it was answered before.
        Invalid: as `supplement_referral`.
    """
    question = Question.objects.select_for_update(of=("self",)).filter(id=question_id).first()
    if question is None:
        raise NotFound("There is no such question.")
    referral = visible_referral(question.referral_id)
    if referral.sender_id != actor.organisation_id:
        raise NotPermitted("Only the sender can answer this.")
    if question.answered_at is not None:
        raise Conflict("This question has been answered. Add to the referral instead.")
    supplement_id = add_supplement(actor, referral, new, question=question)
    question.answered_at = timezone.now()
    question.save(update_fields=["answered_at"])
    audience = parties_to(referral)
    enter(
        Act.QUESTION_ANSWERED,
        subjects=[referral.id, question.id, supplement_id],
        audience=audience,
        details={"reference": referral.reference, "files": len(new.files)},
        details_audience=audience,
    )
    return supplement_id
