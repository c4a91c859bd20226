"""One force proposes that another takes a referral over; only the other's word changes who is responsible.

What belongs to a body outside this hub is proposed to the desk, which keeps the register of them and sends it there.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command, current_actor
from causeway.hub.base.acting.errors import Conflict, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import REASON_CHARACTERS, given_reason
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.directory import listing_for, names_of
from causeway.hub.base.organisations.sharing import widen
from causeway.hub.road.referrals.locking import lock_referrals
from causeway.hub.road.referrals.queries.told import Told, told
from causeway.hub.road.routes.commands.outside import owe_outside
from causeway.hub.road.routes.models import HandOver, RouteDecision
from causeway.hub.road.routes.queries.central_desks import CentralDeskView, in_force_at
from causeway.hub.road.routes.queries.decisions import routes_of
from causeway.hub.road.routes.queries.hand_overs import HandOverView, hand_overs_of, responsible_for
from causeway.vocabulary.hand_over import HandOverAnswer
from causeway.vocabulary.organisations import Category, OrganisationKind


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whose answer is asked for, and the body outside this hub to which that desk is to send the referral."""

    receiver_id: UUID
    central_desk_id: UUID | None = None


def addressee(referral: Told, chosen_id: UUID) -> Addressee:
    """A force or the desk by its organisation; or the desk, for a body outside of its register."""
    outside = _outside(referral.desk_id, chosen_id)
    return Addressee(referral.desk_id, outside.id) if outside else Addressee(chosen_id)


def propose(
    referral: Told, to: Addressee, reason: str, *, now: datetime, due_at: datetime, alarms: Collection[str]
) -> UUID:
    """Offer a referral to another force or to its desk, which sees it from then on, and give the hand-over's
    identifier. Runs inside the caller's transaction. `alarms` are the dangers by which the receiver is alerted.

    Raises:
        NotFound: there is no such force.
        Invalid: no reason is given, or it is too long.
        Conflict: the actor's organisation does not hold the referral, or offers it already.
        NotAgreed: no agreement lets referrals pass to that force.
    """
    actor = current_actor()
    own, proposer_id = actor.organisation_id, _person(actor)
    given = given_reason(reason, most=REASON_CHARACTERS)
    if responsible_for(referral.id, referral.desk_id) != own:
        raise Conflict(_("Your force is not responsible for this referral, so it cannot hand it over."))
    if to.receiver_id == own:
        raise Conflict(_("The referral is at this force already."))
    if to.receiver_id != referral.desk_id:
        _let_see(referral, to.receiver_id)
    row = HandOver(
        referral_id=referral.id,
        dossier_id=referral.dossier_id,
        giver_id=own,
        proposer_id=proposer_id,
        receiver_id=to.receiver_id,
        desk_id=referral.desk_id,
        for_central_desk_id=to.central_desk_id,
        reason=given,
        proposed_at=now,
        due_at=due_at,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as fault:
        raise Conflict(_("A hand-over waits for its answer already. Withdraw it first.")) from fault
    _enter(Act.HAND_OVER_PROPOSED, row, given, alarms=sorted(alarms))
    return row.id


@command(Permission.HAND_OVER)
def withdraw_hand_over(actor: Actor, referral_id: UUID) -> None:
    """Take an unanswered proposal back; the referral stays where it is.

    Raises:
        NotFound: none was ever proposed.
        Conflict: another force proposed it, or it has ended.
    """
    row = _waiting(referral_id)
    if row.giver_id != actor.organisation_id:
        raise Conflict(_("Only the force that proposed a hand-over can withdraw it."))
    _answer(row, HandOverAnswer.WITHDRAWN, "", _person(actor))
    _enter(Act.HAND_OVER_WITHDRAWN, row, "")


@command(Permission.ANSWER_HAND_OVER)
def acknowledge_hand_over(actor: Actor, referral_id: UUID) -> None:
    """Take the referral over: from now on the actor's organisation is responsible. The desk takes it back to find
    another force; or to send it to the body outside this hub for which it was proposed, while that is in the register:
    then that is owed.

    Raises:
        NotFound: none was ever proposed.
        Conflict: it is for another organisation to answer, or it has ended.
    """
    lock_referrals([referral_id])
    row = _own_to_answer(actor, referral_id)
    answerer_id, now = _person(actor), timezone.now()
    _answer(row, HandOverAnswer.ACKNOWLEDGED, "", answerer_id)
    is_desk = row.receiver_id == row.desk_id
    listing = None if is_desk else listing_for(row.receiver_id)
    outside = _outside(row.desk_id, row.for_central_desk_id)
    country = outside.country_among(routes_of(referral_id)) if outside else listing.country if listing else ""
    RouteDecision(
        referral_id=referral_id,
        dossier_id=row.dossier_id,
        organisation_id=actor.organisation_id,
        member_id=answerer_id,
        country=country,
        force_code=(listing.force_code or "") if listing else "",
        receiver_id=None if is_desk else row.receiver_id,
        central_desk_id=outside.id if outside else None,
        reason=row.reason,
        decided_at=now,
    ).save(force_insert=True)
    _enter(Act.HAND_OVER_ACKNOWLEDGED, row, "")
    if outside is not None:
        owe_outside(told(referral_id), outside, country, now=now)
    if outside is not None or not is_desk:
        others = {row.giver_id, row.desk_id} - ({actor.organisation_id} if is_desk else set())
        enter(
            Act.ROUTE_CHANGED,
            subjects=[referral_id, outside.id if outside else row.receiver_id],
            audience=others,
            details={"reason": row.reason},
            details_audience=others,
        )


@command(Permission.ANSWER_HAND_OVER)
def decline_hand_over(actor: Actor, referral_id: UUID, reason: str) -> None:
    """Say that it is not ours either: the referral stays with the force that proposed it, which is told why.

    Raises:
        NotFound: none was ever proposed.
        Conflict: it is for another organisation to answer, or it has ended.
        Invalid: no reason is given, or it is too long.
    """
    given = given_reason(reason, most=REASON_CHARACTERS)
    row = _own_to_answer(actor, referral_id)
    _answer(row, HandOverAnswer.DECLINED, given, _person(actor))
    _enter(Act.HAND_OVER_DECLINED, row, given)


def overtake_hand_over(referral_id: UUID, member_id: UUID) -> set[UUID]:
    """End a hand-over that waits because the desk has decided itself, and give whom that concerns. Runs inside the
    desk's transaction.
    """
    row = HandOver.objects.select_for_update().filter(referral_id=referral_id, answer=None).first()
    if row is None:
        return set()
    _answer(row, HandOverAnswer.OVERTAKEN, "", member_id)
    return {row.giver_id, row.receiver_id}


def _let_see(referral: Told, receiver_id: UUID) -> None:
    listing = listing_for(receiver_id)
    if listing is None or listing.kind is not OrganisationKind.POLICE_FORCE:
        raise NotFound(_("There is no such force."))
    for root_id in (referral.id, referral.dossier_id):
        widen(root_id, receiver_id, Category.REFERRAL)


def _outside(desk_id: UUID, central_desk_id: UUID | None) -> CentralDeskView | None:
    """The body outside this hub of this identifier, where the desk may send to it."""
    return next((each for each in in_force_at(desk_id) if each.is_outside and each.id == central_desk_id), None)


def _own_to_answer(actor: Actor, referral_id: UUID) -> HandOver:
    row = _waiting(referral_id)
    if row.receiver_id != actor.organisation_id:
        raise Conflict(_("It is for another organisation to answer this hand-over."))
    if responsible_for(referral_id, row.desk_id) != row.giver_id:
        raise Conflict(_("The referral has gone elsewhere since."))
    return row


def _waiting(referral_id: UUID) -> HandOver:
    referral = told(referral_id)
    row = HandOver.objects.select_for_update().filter(referral_id=referral.id, answer=None).first()
    if row is None:
        ended = next((each for each in hand_overs_of(referral.id) if not each.waits), None)
        raise Conflict(_how_it_ended(ended)) if ended else NotFound(_("No hand-over of this referral waits."))
    return row


def _how_it_ended(ended: HandOverView) -> str:
    """For whoever answers a moment too late."""
    match ended.answer:
        case HandOverAnswer.ACKNOWLEDGED:
            words = _("%(name)s has acknowledged this hand-over already.")
        case HandOverAnswer.DECLINED:
            words = _("%(name)s has declined this hand-over: the referral stays where it was.")
        case HandOverAnswer.WITHDRAWN:
            words = _("%(name)s has withdrawn this hand-over: the referral stays where it was.")
        case _:
            words = _("%(name)s has decided about this referral itself, so nobody has to answer the hand-over.")
    name = names_of({ended.answering_id})[ended.answering_id] if ended.answering_id else _("The desk")
    return words % {"name": name}


def _answer(row: HandOver, answer: HandOverAnswer, reason: str, member_id: UUID) -> None:
    row.answer, row.answer_reason, row.answerer_id = answer.value, reason, member_id
    row.answering_id, row.answered_at = current_actor().organisation_id, timezone.now()
    row.save(update_fields=["answer", "answer_reason", "answerer_id", "answering_id", "answered_at"])


def _enter(act: Act, row: HandOver, reason: str, **more: list[str]) -> None:
    others = {row.giver_id, row.receiver_id, row.desk_id}
    enter(
        act,
        subjects=[row.referral_id, row.receiver_id],
        audience=others,
        details={"reason": reason, **more},
        details_audience=others,
    )


def _person(actor: Actor) -> UUID:
    if actor.member_id is None:
        raise NotPermitted(_("Only a person can hand a referral over, or take one."))
    return actor.member_id
