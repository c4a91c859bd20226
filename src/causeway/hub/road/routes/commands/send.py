"""Sending a referral to a force: the one place where a referral and its dossier widen to a receiver."""

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from causeway.hub.base.acting.doors import current_actor
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.directory import force_of_code
from causeway.hub.base.organisations.sharing import agreement_with, widen
from causeway.hub.base.walls.documents import to_document
from causeway.hub.road.referrals.queries.told import Told
from causeway.hub.road.routes.models import RouteDecision
from causeway.hub.road.routes.queries.decisions import RouteView, routes_among, standing_route
from causeway.routing import BETWEEN
from causeway.vocabulary.findings import Route
from causeway.vocabulary.organisations import Category
from causeway.vocabulary.phrases import Phrase, phrase, say_all

_REASON_CHARACTERS = 2_000


def decide_route(referral: Told, candidates: Sequence[Route], *, head_id: UUID | None = None) -> UUID | None:
    """Record the program's decision and send the referral there. Gives the force, or None where a person must decide.

    Runs inside the desk's transaction. Where anybody has decided before, that stands: the program neither overrules a
    person nor sends a referral to a second force of its own accord. A duplicate that names no force goes where the
    first telling of its event, `head_id`, went; one that does is never hidden from the force whose child it is.
    """
    standing = routes_among({referral.id, head_id or referral.id})
    own = standing.get(referral.id, ())
    if own and (own[0].member_id or own[0].receiver_id):
        return own[0].receiver_id
    best = candidates[0] if candidates else None
    receiver_id, why = _receiver(best)
    if receiver_id is None:
        receiver_id, why = _with_its_bundle(standing.get(head_id, ()) if head_id else ()) or (None, why)
    RouteDecision(
        referral_id=referral.id,
        dossier_id=referral.dossier_id,
        organisation_id=current_actor().organisation_id,
        country=(best.country or "") if best else "",
        force_code=(best.force or "") if best else "",
        receiver_id=receiver_id,
        candidates=[to_document(route) for route in candidates],
        reason=say_all(why, BETWEEN)[:_REASON_CHARACTERS],
        phrases=[to_document(phrase) for phrase in why],
        decided_at=timezone.now(),
    ).save(force_insert=True)
    if receiver_id is not None:
        pass_on(referral, receiver_id)
    return receiver_id


def would_be_lost(candidates: Sequence[Route], head_id: UUID) -> bool:
    """Whether a duplicate names a force that it cannot be sent to, while the first telling of its event went on.

    In the bundle nobody at the desk would see that a person must decide. Runs inside the caller's transaction.
    """
    best = candidates[0] if candidates else None
    if best is None or best.force is None or _receiver(best)[0] is not None:
        return False
    standing = standing_route(head_id)
    return standing is not None and standing.receiver_id is not None


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


def _with_its_bundle(of_first: Sequence[RouteView]) -> tuple[UUID, tuple[Phrase, ...]] | None:
    """Where the first telling of the event went, if it went anywhere and may still be sent to, by the decisions on
    it, newest first.
    """
    receiver_id = of_first[0].receiver_id if of_first else None
    if receiver_id is None or agreement_with(receiver_id, Category.REFERRAL) is None:
        return None
    return receiver_id, (phrase("The same event was told before and was sent to this force."),)


def _receiver(route: Route | None) -> tuple[UUID | None, tuple[Phrase, ...]]:
    """The organisation that is the route's force, if it may be sent to, and the reason; without one, why not."""
    if route is None:
        return None, (phrase("Nothing in the referral says where anybody is."),)
    why = route.phrases or (Phrase(route.reason),)
    if route.force is None:
        return None, why
    force = force_of_code(route.force)
    if force is None:
        return None, (*why, phrase("This force has not joined."))
    if agreement_with(force.id, Category.REFERRAL) is None:
        return None, (*why, phrase("There is no agreement in force with it."))
    return force.id, why
