"""Sending a referral to a force or a country's central desk: the one place where a referral and its dossier widen to a
receiver.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils import timezone

from causeway.hub.base.acting.doors import current_actor
from causeway.hub.base.acting.reasons import REASON_CHARACTERS
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.directory import force_of_code, listing_for
from causeway.hub.base.organisations.sharing import agreement_with, widen
from causeway.hub.base.rows.documents import to_document
from causeway.hub.road.referrals.queries.told import Told
from causeway.hub.road.routes.commands.outside import owe_outside
from causeway.hub.road.routes.models import RouteDecision
from causeway.hub.road.routes.queries.central_desks import CentralDeskView, in_force_at
from causeway.hub.road.routes.queries.decisions import RouteView, routes_among, standing_route
from causeway.hub.road.routes.queries.hand_overs import waiting_hand_over
from causeway.routing import BETWEEN, abroad
from causeway.vocabulary.findings import Route
from causeway.vocabulary.organisations import Category
from causeway.vocabulary.phrases import Phrase, phrase, say_all


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where the program would send a referral, and why, or why nowhere: to an organisation of this hub, or by hand to a
    central desk outside. `candidates` are what it was found from. `is_lost` where a country was certain and nobody
    there can be reached by the program.
    """

    candidates: tuple[Route, ...]
    why: tuple[Phrase, ...]
    receiver_id: UUID | None = None
    central_desk: CentralDeskView | None = None
    is_lost: bool = False

    @property
    def is_outside(self) -> bool:
        return self.receiver_id is None and self.central_desk is not None


def aim(candidates: Sequence[Route]) -> Target:
    """The organisation that is the best route's force, if it may be sent to; else, abroad, the country's desk. Runs
    inside the desk's transaction.
    """
    best = candidates[0] if candidates else None
    if best is None:
        return Target(candidates=(), why=(phrase("Nothing in the referral says where anybody is."),))
    target = Target(candidates=tuple(candidates), why=best.phrases or (Phrase(best.reason),))
    if best.force is not None:
        force = force_of_code(best.force)
        missing = _no_way_to(force.id) if force else phrase("This force has not joined.")
        if force is not None and missing is None:
            return replace(target, receiver_id=force.id)
        target = replace(target, why=(*target.why, *((missing,) if missing else ())), is_lost=True)
    if best.country is None:
        return target
    own_id = current_actor().organisation_id
    own = listing_for(own_id)
    home = own.country if own else None
    return target if best.country == home else _at_a_desk(target, in_force_at(own_id), home=home)


def decide_route(referral: Told, target: Target, *, head_id: UUID | None = None) -> UUID | None:
    """Record the program's decision and send the referral there. Gives the force, or None where a person must decide or
    send it by hand.

    Runs inside the desk's transaction. Where anybody has decided before, that stands: the program neither overrules a
    person nor sends a referral to a second force of its own accord. A duplicate that names no force goes where the
    first telling of its event, `head_id`, went, and goes on with it once a person sends that elsewhere, unless a
    hand-over of it waits for an answer; one that names a force is never hidden from the force whose child it is.
    """
    standing = routes_among({referral.id, head_id or referral.id})
    own, of_head = standing.get(referral.id, ()), standing.get(head_id, ()) if head_id else ()
    is_left = bool(own) and own[0].follows(of_head) and own[0].receiver_id not in (None, target.receiver_id)
    is_left = is_left and waiting_hand_over(referral.id) is None
    if own and not is_left and (own[0].member_id or own[0].receiver_id or own[0].central_desk_id):
        return own[0].receiver_id
    if target.receiver_id is None:
        target = _with_its_bundle(target, of_head)
    best = target.candidates[0] if target.candidates else None
    country, now = (best.country or "") if best else "", timezone.now()
    RouteDecision(
        referral_id=referral.id,
        dossier_id=referral.dossier_id,
        organisation_id=current_actor().organisation_id,
        country=country,
        force_code=(best.force or "") if best else "",
        receiver_id=target.receiver_id,
        central_desk_id=target.central_desk.id if target.central_desk else None,
        candidates=[to_document(route) for route in target.candidates],
        reason=say_all(target.why, BETWEEN)[:REASON_CHARACTERS],
        phrases=[to_document(phrase) for phrase in target.why],
        decided_at=now,
    ).save(force_insert=True)
    if target.receiver_id is not None:
        pass_on(referral, target.receiver_id)
    elif target.central_desk is not None:
        owe_outside(referral, target.central_desk, country, now=now)
    return target.receiver_id


def would_be_lost(target: Target, head_id: UUID) -> bool:
    """Whether a duplicate must stand as a line of its own: it is for a central desk outside, or cannot be sent from
    here while the first telling of its event went on.

    In the bundle nobody at the desk would see that a person must decide, or send it by hand. Runs inside the caller's
    transaction.
    """
    if target.receiver_id is not None:
        return False
    if target.is_outside:
        return True
    standing = standing_route(head_id)
    if standing is None:
        return False
    return standing.is_outside or (standing.receiver_id is not None and _is_elsewhere(target, standing.country))


def pass_on(referral: Told, receiver_id: UUID) -> None:
    """Let the receiver see referral and dossier, and tell it. Runs inside the caller's transaction. The sender hears of
    it from the desk, without the force's name (`outcomes`).

    Raises:
        NotAgreed: no agreement in force lets referrals pass to the receiver.
    """
    widen(referral.id, receiver_id, Category.REFERRAL)
    widen(referral.dossier_id, receiver_id, Category.REFERRAL)
    enter(
        Act.REFERRAL_ROUTED,
        subjects=[referral.id, receiver_id],
        audience=[receiver_id],
        details={"reference": referral.reference},
        details_audience=[receiver_id],
    )


def _with_its_bundle(target: Target, of_first: Sequence[RouteView]) -> Target:
    """The same, but for where the first telling of the event went, if it went anywhere and may still be sent to, by the
    decisions on it, newest first. What certainly belongs elsewhere stays as it is.
    """
    first = of_first[0] if of_first else None
    if first is None or not first.went_on:
        return target
    there = None if _is_elsewhere(target, first.country) else first.receiver_id
    if there is None or agreement_with(there, Category.REFERRAL) is None:
        alone = phrase("The first telling of this event went on, and this one cannot go with it by itself.")
        return target if target.is_outside else replace(target, why=(*target.why, alone))
    why = phrase("The same event was told before and was sent to this force.")
    return replace(target, receiver_id=there, central_desk=None, why=(why,))


def _is_elsewhere(target: Target, country: str) -> bool:
    """Whether what names no force of this hub certainly does not belong to the first telling's force in this country.
    One that names only the country does.
    """
    best = target.candidates[0] if target.candidates else None
    is_there = best is not None and best.force is None and best.country == country
    return target.is_outside or (target.is_lost and not is_there)


def _at_a_desk(target: Target, desks: Sequence[CentralDeskView], *, home: str | None) -> Target:
    found = abroad(target.candidates, [desk.for_rules for desk in desks], home=home)
    if found is None:
        return target
    why = (*target.why, found.why)
    if found.desk is None:
        return replace(target, why=why, is_lost=target.is_lost or found.is_certain)
    desk = next(each for each in desks if each.id == found.desk.id)
    if desk.organisation_id is None:
        return replace(target, why=why, central_desk=desk)
    missing = _no_way_to(desk.organisation_id)
    if missing is not None:
        return replace(target, why=(*why, missing), is_lost=True)
    return replace(target, why=why, receiver_id=desk.organisation_id, central_desk=desk)


def _no_way_to(organisation_id: UUID) -> Phrase | None:
    if agreement_with(organisation_id, Category.REFERRAL) is None:
        return phrase("There is no agreement in force with it.")
    return None
