"""A force says "not ours" and to whom it should go. How long the other has to answer follows from the band."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.clocks.terms import terms_for
from causeway.hub.road.assessments.queries.standing import priority_of
from causeway.hub.road.queues.alerting import EMERGENCY
from causeway.hub.road.queues.projecting import project_item
from causeway.hub.road.referrals.locking import lock_referrals
from causeway.hub.road.referrals.queries.told import told
from causeway.hub.road.routes.commands.hand_over import addressee, propose
from causeway.timing import BAND_DUTIES, Duty
from causeway.vocabulary.findings import Band


@command(Permission.HAND_OVER)
def propose_hand_over(actor: Actor, referral_id: UUID, receiver_id: UUID, reason: str) -> UUID:
    """Offer a referral to another force, or to the desk where nobody knows whose it is; or to a body outside this hub
    that the desk has registered, by its identifier in the register: then the desk is asked to send it there. Where a
    child may be in danger now the receiver is alerted at once. The actor's force stays responsible until the other
    acknowledges.

    Raises:
        NotFound: the referral is not visible, or there is no such force.
        Invalid: no reason is given, or it is too long.
        Conflict: the actor's force is not responsible for it, or has proposed a hand-over already.
        NotAgreed: no agreement lets referrals pass from the actor's force to that one.
    """
    lock_referrals([referral_id])
    referral, now = told(referral_id), timezone.now()
    priority = priority_of(referral_id)
    alarms = set(priority.found.alarms) if priority else set()
    if referral.referral.emergency:
        alarms.add(EMERGENCY)
    band = priority.band if priority else Band.VERY_HIGH
    to = addressee(referral, receiver_id)
    due = answer_due(actor, to.receiver_id, band, is_imminent=bool(alarms), now=now)
    hand_over_id = propose(referral, to, reason, now=now, due_at=due, alarms=alarms)
    project_item(actor, referral_id)
    return hand_over_id


def answer_due(actor: Actor, receiver_id: UUID, band: Band, *, is_imminent: bool, now: datetime) -> datetime:
    """By when a hand-over has to be answered: never later than the band's own time allows, because the clock of the
    force that is still responsible runs meanwhile. Runs inside the caller's transaction.
    """
    duties = (Duty.HAND_OVER_IMMINENT,) if is_imminent else (Duty.HAND_OVER, BAND_DUTIES[band])
    return min(terms_for(actor, duty, at=now, by=receiver_id).due_at(now) for duty in duties)
