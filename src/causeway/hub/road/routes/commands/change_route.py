"""A person sends a referral to a force of their choice, with the reason. What was decided before is kept."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import given_reason
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.directory import directory
from causeway.hub.road.referrals.locking import lock_referrals
from causeway.hub.road.referrals.queries.told import told
from causeway.hub.road.routes.commands.hand_over import overtake_hand_over
from causeway.hub.road.routes.commands.send import pass_on
from causeway.hub.road.routes.models import RouteDecision
from causeway.hub.road.routes.queries.decisions import standing_route
from causeway.vocabulary.organisations import OrganisationKind

REASON_CHARACTERS = 2_000


@command(Permission.CHANGE_ROUTE)
def change_route(actor: Actor, referral_id: UUID, receiver_id: UUID, reason: str) -> None:
    """Send a referral to this force. Who held it before keeps seeing it; their queue is told that it went on.

    Raises:
        NotFound: the referral or the force is not visible.
        Invalid: no reason is given, or it is too long.
        NotAgreed: no agreement lets referrals pass from the actor's organisation to that force.
        Conflict: it is there already.
    """
    if actor.member_id is None:
        raise NotPermitted(_("Only a person can change a route."))
    reason = given_reason(reason, most=REASON_CHARACTERS)
    lock_referrals([referral_id])
    referral = told(referral_id)
    forces = {listing.id: listing for listing in directory(actor, kind=OrganisationKind.POLICE_FORCE)}
    if receiver_id not in forces:
        raise NotFound(_("There is no such force."))
    standing = standing_route(referral_id)
    if standing is not None and standing.receiver_id == receiver_id:
        raise Conflict(_("The referral is at this force already."))
    offered_between = overtake_hand_over(referral_id, actor.member_id)
    RouteDecision(
        referral_id=referral_id,
        dossier_id=referral.dossier_id,
        organisation_id=actor.organisation_id,
        member_id=actor.member_id,
        country=forces[receiver_id].country,
        force_code=forces[receiver_id].force_code or "",
        receiver_id=receiver_id,
        reason=reason,
        decided_at=timezone.now(),
    ).save(force_insert=True)
    pass_on(referral, receiver_id)
    before = {standing.receiver_id} if standing and standing.receiver_id else set()
    others = (before | offered_between | {referral.desk_id, receiver_id}) - {actor.organisation_id}
    enter(
        Act.ROUTE_CHANGED,
        subjects=[referral_id, receiver_id],
        audience=others,
        details={"reason": reason},
        details_audience=others,
    )
