"""A person sends a referral to a force or a country's central desk of their choice, with the reason. What was decided
before is kept.
"""

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import REASON_CHARACTERS, given_reason
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.directory import directory
from causeway.hub.road.referrals.locking import lock_referrals
from causeway.hub.road.referrals.queries.told import told
from causeway.hub.road.routes.commands.hand_over import overtake_hand_over
from causeway.hub.road.routes.commands.outside import overtake_outside, owe_outside
from causeway.hub.road.routes.commands.send import pass_on
from causeway.hub.road.routes.models import RouteDecision
from causeway.hub.road.routes.queries.central_desks import CentralDeskView, in_force_at
from causeway.hub.road.routes.queries.decisions import RouteView, routes_of
from causeway.hub.road.routes.queries.outside import outside_of
from causeway.vocabulary.organisations import OrganisationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    """Where it is to go: an organisation of this hub, or a central desk outside."""

    country: str
    receiver_id: UUID | None = None
    force_code: str = ""
    central_desk: CentralDeskView | None = None

    @property
    def subject_id(self) -> UUID | None:
        """What the ledger names beside the referral."""
        return self.receiver_id or (self.central_desk.id if self.central_desk else None)

    def is_at(self, standing: RouteView) -> bool:
        """Whether the referral is there already."""
        if self.receiver_id is not None:
            return standing.receiver_id == self.receiver_id
        desk_id = self.central_desk.id if self.central_desk else None
        return standing.is_outside and standing.central_desk_id == desk_id


@command(Permission.CHANGE_ROUTE)
def change_route(actor: Actor, referral_id: UUID, receiver_id: UUID, reason: str) -> None:
    """Send a referral to this force or central desk (of the register). Who held it before keeps seeing it; their queue
    is told that it went on. What is for a central desk outside this hub then waits to be sent by hand.

    Raises:
        NotFound: the referral, the force or the central desk is not visible.
        Invalid: no reason is given, or it is too long.
        NotAgreed: no agreement lets referrals pass from the actor's organisation to that force.
        Conflict: it is there already.
    """
    if actor.member_id is None:
        raise NotPermitted(_("Only a person can change a route."))
    reason = given_reason(reason, most=REASON_CHARACTERS)
    lock_referrals([referral_id])
    referral = told(referral_id)
    history = routes_of(referral_id)
    standing = history[0] if history else None
    chosen = _choice(actor, receiver_id, history)
    if standing is not None and chosen.is_at(standing) and not _is_answered(standing):
        if chosen.receiver_id is not None:
            raise Conflict(_("The referral is at this force already."))
        raise Conflict(_("The referral is for this central desk already."))
    offered_between = overtake_hand_over(referral_id, actor.member_id)
    overtake_outside(referral_id, actor.member_id)
    now = timezone.now()
    RouteDecision(
        referral_id=referral_id,
        dossier_id=referral.dossier_id,
        organisation_id=actor.organisation_id,
        member_id=actor.member_id,
        country=chosen.country,
        force_code=chosen.force_code,
        receiver_id=chosen.receiver_id,
        central_desk_id=chosen.central_desk.id if chosen.central_desk else None,
        reason=reason,
        decided_at=now,
    ).save(force_insert=True)
    if chosen.receiver_id is not None:
        pass_on(referral, chosen.receiver_id)
    elif chosen.central_desk is not None:
        owe_outside(referral, chosen.central_desk, chosen.country, now=now)
    before = {standing.receiver_id} if standing and standing.receiver_id else set()
    there = {chosen.receiver_id} if chosen.receiver_id else set()
    others = (before | offered_between | there | {referral.desk_id}) - {actor.organisation_id}
    enter(
        Act.ROUTE_CHANGED,
        subjects=[referral_id, *([chosen.subject_id] if chosen.subject_id else [])],
        audience=others,
        details={"reason": reason},
        details_audience=others,
    )


def _is_answered(standing: RouteView) -> bool:
    """Whether it is for a central desk outside that has it already, or was never owed: then it is sent there anew."""
    if not standing.is_outside:
        return False
    newest = outside_of(standing.referral_id)
    return newest is None or not newest.waits


def _choice(actor: Actor, chosen_id: UUID, history: tuple[RouteView, ...]) -> _Choice:
    """A force by its organisation, or a central desk by its own identifier or by the force of this hub that it is."""
    desks = in_force_at(actor.organisation_id)
    desk = next((each for each in desks if chosen_id in (each.id, each.organisation_id)), None)
    if desk is not None and desk.organisation_id is None:
        return _Choice(country=desk.country_among(history), central_desk=desk)
    forces = {listing.id: listing for listing in directory(actor, kind=OrganisationKind.POLICE_FORCE)}
    found = forces.get(desk.organisation_id if desk and desk.organisation_id else chosen_id)
    if found is None:
        raise NotFound(_("There is no such force."))
    return _Choice(
        country=desk.country_among(history) if desk else found.country,
        receiver_id=found.id,
        force_code=found.force_code or "",
        central_desk=desk,
    )
