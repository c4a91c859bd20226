"""Bringing what was routed to its force: a line in its queue, and an alert where a child may be in danger now.

The force's follower does it for whatever comes, in the ledger's order. Where a child may be in danger now, whoever has
cleared it does it at once, before anything that came earlier; the follower comes by later and finds it done.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.organisations.actors import active_programs
from causeway.hub.road.assessments.queries.standing import priorities_among
from causeway.hub.road.queues.alerting import EMERGENCY, raise_alert
from causeway.hub.road.queues.projecting import project_items
from causeway.hub.road.queues.working.faults import going_on
from causeway.hub.road.referrals.queries.told import Told, told_among
from causeway.hub.road.routes.queries.decisions import routes_among
from causeway.vocabulary.findings import Clearing


def bring(actor: Actor, came_at: Mapping[UUID, datetime]) -> None:
    """Let these referrals, and when each came, wait at the actor's force. Doing it again changes nothing. Runs inside
    the caller's transaction.
    """
    referrals = told_among(came_at)
    project_items(actor, came_at, known=referrals)
    alert_to_dangers(actor, came_at, referrals)


def bring_imminent(desk: Actor, cleared: Mapping[UUID, Clearing], now: datetime) -> None:
    """Bring those of the cleared referrals that may not wait to the forces to which they went, each force in a
    transaction of its own. What fails is left to the force's follower. Runs outside any transaction.
    """
    imminent = [referral_id for referral_id, found in cleared.items() if found.priority.is_imminent]
    if not imminent:
        return
    with going_on("Bringing what may not wait"):
        with acting_as(desk):
            routes = routes_among(imminent)
        at_force: dict[UUID, dict[UUID, datetime]] = {}
        for referral_id in imminent:  # in the order in which they were cleared
            decided = routes.get(referral_id)
            if decided and (receiver_id := decided[0].receiver_id):
                at_force.setdefault(receiver_id, {})[referral_id] = now
        for force in active_programs(at_force):
            with going_on("Bringing what may not wait to a force"), acting_as(force):
                bring(force, at_force[force.organisation_id])


def alert_to_dangers(actor: Actor, came_at: Mapping[UUID, datetime], referrals: Mapping[UUID, Told]) -> None:
    """Alert the actor's force to those of these referrals that say that a child may be in danger now, in the order in
    which they came. Runs inside the caller's transaction.
    """
    priorities = priorities_among(came_at)
    for referral_id, at in sorted(came_at.items(), key=lambda item: item[1]):
        referral, judged = referrals[referral_id], priorities.get(referral_id, ())
        codes = judged[0].found.alarms if judged else frozenset()
        if referral.referral.emergency:
            codes |= {EMERGENCY}
        if codes:
            raise_alert(actor, referral_id, referral.reference, codes, at, sender_id=referral.sender_id)
