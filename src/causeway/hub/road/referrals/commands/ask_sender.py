"""Asking the sender one question about a referral, and answering it: the answer is a supplement.

A clock runs at whoever asked, and another at the sender, which starts when the question reaches it (`followers`).
"""

from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import can_be_kept
from causeway.hub.base.clocks.keeping import ClockKind, start_clock, stop_clock
from causeway.hub.base.clocks.terms import terms_for
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.referrals.commands.supplement_referral import (
    NewSupplement,
    add_supplement,
    visible_referral,
)
from causeway.hub.road.referrals.models import Question
from causeway.hub.road.referrals.passing_on import hearer
from causeway.timing import Duty

LONGEST_QUESTION = 3_000


@command(Permission.ASK_SENDER)
def ask_sender(actor: Actor, referral_id: UUID, text: str) -> UUID:
    """Ask the sender, and start the clock; gives the question's identifier.

    The sender sees the desk as whoever asks. That it was a force, and which, stands in the ledger alone.

    Raises:
        NotFound: the actor's organisation sees no such referral.
        Invalid: the question is empty or too long.
    """
    referral, words = visible_referral(referral_id), text.strip()
    if not words:
        raise Invalid(_("Write the question."), field="text")
    if len(words) > LONGEST_QUESTION or not can_be_kept(words):
        raise Invalid(
            _("A question has at most %(most)s characters of text.") % {"most": LONGEST_QUESTION}, field="text"
        )
    now, question_id = timezone.now(), uuid4()
    terms = terms_for(actor, Duty.QUESTION, at=now, by=referral.sender_id)
    clock = start_clock(question_id, ClockKind.QUESTION, terms, started_at=now)
    question = Question(
        id=question_id,
        referral=referral,
        asked_by_id=referral.desk_id,
        text=words,
        asked_at=now,
        due_at=clock.due_at,
        days_off=list(clock.days_off),
    )
    question.save(force_insert=True)
    audience = [hearer(actor, sender_id=referral.sender_id, desk_id=referral.desk_id)]
    enter(
        Act.QUESTION_ASKED,
        subjects=[referral_id, question_id],
        audience=audience,
        details={"reference": referral.reference, "due_at": question.due_at.isoformat()},
        details_audience=audience,
    )
    return question_id


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
        raise NotFound(_("There is no such question."))
    referral = visible_referral(question.referral_id)
    if referral.sender_id != actor.organisation_id:
        raise NotPermitted(_("Only the sender can answer this."))
    if question.answered_at is not None:
        raise Conflict(_("This question has been answered. Add to the referral instead."))
    supplement_id = add_supplement(actor, referral, new, question=question)
    question.answered_at = timezone.now()
    question.save(update_fields=["answered_at"])
    stop_clock(question.id, ClockKind.QUESTION, at=question.answered_at)
    audience = {referral.sender_id, referral.desk_id}
    enter(
        Act.QUESTION_ANSWERED,
        subjects=[referral.id, question.id, supplement_id],
        audience=audience,
        details={"reference": referral.reference, "files": len(new.files)},
        details_audience=audience,
    )
    return supplement_id
