"""Letting the clock of a question stand while the sender cannot answer, with the reason; whoever asked decides.

The sender's own clock stands and runs on with it (`followers`). It sees that it stands, and not why.
"""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import REASON_CHARACTERS, given_reason
from causeway.hub.base.clocks.keeping import ClockKind, pause_in_time, resume
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.referrals.models import Question
from causeway.hub.road.referrals.passing_on import hearer


@command(Permission.ASK_SENDER)
def pause_question(actor: Actor, question_id: UUID, reason: str) -> None:
    """Let its clock stand; the deadline moves by as long as it does.

    Raises:
        NotFound: the actor's organisation did not ask it.
        Invalid: no reason is given, or it is too long.
        Conflict: it is answered or late, or its clock stands already.
    """
    question, given, now = _asked(actor, question_id), given_reason(reason, most=REASON_CHARACTERS), timezone.now()
    pause_in_time(question_id, ClockKind.QUESTION, reason=given, at=now)
    question.paused_at = now
    question.save(update_fields=["paused_at"])
    _enter(actor, Act.QUESTION_PAUSED, question, {"reason": given})


@command(Permission.ASK_SENDER)
def resume_question(actor: Actor, question_id: UUID) -> None:
    """Let its clock run on.

    Raises:
        NotFound: the actor's organisation did not ask it.
        Conflict: it is answered, or its clock does not stand.
    """
    question = _asked(actor, question_id)
    clock = resume(question_id, ClockKind.QUESTION, at=timezone.now())
    question.paused_at, question.due_at, question.days_off = None, clock.due_at, list(clock.days_off)
    question.save(update_fields=["paused_at", "due_at", "days_off"])
    _enter(actor, Act.QUESTION_RESUMED, question, {})


def _asked(actor: Actor, question_id: UUID) -> Question:
    if actor.member_id is None:
        raise NotPermitted(_("Only a person can pause a clock."))
    question = Question.objects.select_related("referral").filter(id=question_id).first()
    if question is None or question.referral.sender_id == actor.organisation_id:
        raise NotFound(_("There is no such question."))
    if question.answered_at is not None:
        raise Conflict(_("This question has been answered."))
    return question


def _enter(actor: Actor, act: Act, question: Question, details: dict[str, str]) -> None:
    referral = question.referral
    audience = [hearer(actor, sender_id=referral.sender_id, desk_id=referral.desk_id)]
    enter(act, subjects=[referral.id, question.id], audience=audience, details=details)
