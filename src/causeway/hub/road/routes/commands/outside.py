"""Handing a referral to a central desk outside this hub: it is owed, a person sends it and enters the answer.

The desk of the referral stays responsible until the other has said that it has it.
"""

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command, current_actor
from causeway.hub.base.acting.errors import Conflict, Invalid, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import REASON_CHARACTERS, given_reason
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.referrals.locking import lock_referrals
from causeway.hub.road.referrals.queries.told import Told, told
from causeway.hub.road.routes.models import OutsideHandOver, RouteDecision
from causeway.hub.road.routes.queries.central_desks import CentralDeskView, named
from causeway.hub.road.routes.queries.outside import nothing_waits
from causeway.vocabulary.hand_over import HandOverAnswer

HOW_CHARACTERS, REFERENCE_CHARACTERS = 300, 100


def owe_outside(referral: Told, to: CentralDeskView, country: str, *, now: datetime) -> None:
    """Let a referral wait to be sent by hand. Runs inside the desk's transaction."""
    row = OutsideHandOver(
        referral_id=referral.id,
        dossier_id=referral.dossier_id,
        desk_id=referral.desk_id,
        central_desk_id=to.id,
        country=country,
        proposed_by_id=current_actor().member_id,
        proposed_at=now,
    )
    row.save(force_insert=True)
    _enter(Act.OUTSIDE_HAND_OVER_OWED, row, {"to": to.name})


def set_outside_due(hand_over_id: UUID, due_at: datetime) -> None:
    """By when it is to be answered; the clocks know only once it is judged. Runs inside the desk's transaction."""
    OutsideHandOver.objects.filter(id=hand_over_id).update(due_at=due_at)


def overtake_outside(referral_id: UUID, member_id: UUID) -> None:
    """End one that waits because a person has sent the referral elsewhere. Runs inside the desk's transaction."""
    row = OutsideHandOver.objects.select_for_update().filter(referral_id=referral_id, answer=None).first()
    if row is not None:
        _answer(row, HandOverAnswer.OVERTAKEN, member_id, at=timezone.now())


def check_open(central_desk_id: UUID) -> None:
    """Refuse to send anything more to a central desk that was closed. Runs inside the desk's transaction.

    Raises:
        Conflict: it was closed.
    """
    if not named({central_desk_id})[central_desk_id].is_in_force:
        raise Conflict(_("This central desk was closed. Bring the referral back to your desk."))


@command(Permission.SEND_OUTSIDE)
def mark_sent(actor: Actor, referral_id: UUID, how: str) -> None:
    """Say that it was sent, and by which way. The clock runs on until the other has answered.

    Raises:
        NotFound: no hand-over of this referral waits.
        Conflict: it was sent already, or the central desk was closed.
        Invalid: nothing is said, or too much.
    """
    member_id, row = _person(actor), _waiting(referral_id)
    if row.sent_at is not None:
        raise Conflict(_("It was sent already."))
    check_open(row.central_desk_id)
    row.sent_at, row.sent_by_id = timezone.now(), member_id
    row.sent_how = given_reason(how, most=HOW_CHARACTERS, field="how", missing=_("Fill this in."))
    row.save(update_fields=["sent_at", "sent_by_id", "sent_how"])
    _enter(Act.OUTSIDE_HAND_OVER_SENT, row, {"how": row.sent_how})


@command(Permission.SEND_OUTSIDE)
def enter_acknowledgement(
    actor: Actor, referral_id: UUID, their_reference: str, note: str = "", *, at: datetime | None = None
) -> None:
    """Enter that the other desk has it, under which reference of theirs, and when they said so: now, or `at`.

    Raises:
        NotFound: no hand-over of this referral waits.
        Conflict: it was not sent yet.
        Invalid: no reference is given, something is too long, or `at` lies before it was sent or in the future.
    """
    member_id, row, now = _person(actor), _waiting(referral_id), timezone.now()
    at = at or now
    if row.sent_at is None:
        raise Conflict(_("It was not sent yet: say first how it was sent."))
    if not row.sent_at <= at <= now:
        raise Invalid(_("They can have answered only between the moment when it was sent and now."), field="at")
    row.their_reference = given_reason(
        their_reference, most=REFERENCE_CHARACTERS, field="their_reference", missing=_("Fill this in.")
    )
    row.answer_note = given_reason(note, most=REASON_CHARACTERS, field="note") if note.strip() else ""
    _answer(row, HandOverAnswer.ACKNOWLEDGED, member_id, at=at)
    _enter(Act.OUTSIDE_HAND_OVER_ACKNOWLEDGED, row, {"their_reference": row.their_reference})


@command(Permission.SEND_OUTSIDE)
def take_back_outside(actor: Actor, referral_id: UUID, reason: str, *, is_declined: bool = False) -> None:
    """Bring it back to the desk, where a person decides anew: the other declined it, or it is not to go there at all.

    Raises:
        NotFound: no hand-over of this referral waits.
        Conflict: the other can have declined only what was sent.
        Invalid: no reason is given, or it is too long.
    """
    member_id = _person(actor)
    given = given_reason(reason, most=REASON_CHARACTERS)
    lock_referrals([referral_id])
    row = _waiting(referral_id)
    if is_declined and row.sent_at is None:
        raise Conflict(_("It was not sent yet: say first how it was sent."))
    row.answer_note = given
    answer = HandOverAnswer.DECLINED if is_declined else HandOverAnswer.WITHDRAWN
    _answer(row, answer, member_id, at=timezone.now())
    RouteDecision(
        referral_id=referral_id,
        dossier_id=row.dossier_id,
        organisation_id=actor.organisation_id,
        member_id=member_id,
        country=row.country,
        reason=given,
        decided_at=timezone.now(),
    ).save(force_insert=True)
    _enter(Act.OUTSIDE_HAND_OVER_TAKEN_BACK, row, {"reason": given, "answer": answer.value})


def _waiting(referral_id: UUID) -> OutsideHandOver:
    referral = told(referral_id)
    row = OutsideHandOver.objects.select_for_update().filter(referral_id=referral.id, answer=None).first()
    if row is None or row.desk_id != current_actor().organisation_id:
        raise nothing_waits()
    return row


def _answer(row: OutsideHandOver, answer: HandOverAnswer, member_id: UUID, *, at: datetime) -> None:
    row.answer, row.answerer_id, row.answered_at = answer.value, member_id, at
    row.save(update_fields=["answer", "answerer_id", "answered_at", "their_reference", "answer_note"])


def _enter(act: Act, row: OutsideHandOver, details: dict[str, str]) -> None:
    enter(act, subjects=[row.referral_id, row.central_desk_id], details=details)


def _person(actor: Actor) -> UUID:
    if actor.member_id is None:
        raise NotPermitted(_("Only a person can hand a referral to a central desk outside."))
    return actor.member_id
