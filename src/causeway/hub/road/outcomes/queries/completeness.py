"""How complete each sender's referrals were, over time, as the desk that received them sees it."""

from datetime import timedelta

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.road.assessments.queries.judgements import completeness_first_found
from causeway.hub.road.outcomes.queries.calibration import MOST, SPAN, gains_of
from causeway.hub.road.queues.queries.arrivals import each_arrival_since
from causeway.hub.road.routes.queries.decisions import receivers_of
from causeway.triage.completeness_trend import SenderCompleteness, ToldReferral, completeness_by_sender

_DAY_SECONDS = 86_400.0


@query(Permission.PROPOSE_POLICY)
def completeness_of_senders(
    actor: Actor, *, span: timedelta = SPAN, most: int = MOST
) -> tuple[SenderCompleteness, ...]:
    """Each sender by name, from what it told first: what somebody asked for and got later is no merit of the sender."""
    del actor
    arrivals = each_arrival_since(timezone.now() - span, most=most)
    ids = [one.referral_id for one in arrivals]
    found, gains, routed = completeness_first_found(ids), gains_of(ids), receivers_of(ids)
    names = names_of({one.sender_id for one in arrivals})
    return completeness_by_sender(
        ToldReferral(
            sender=names.get(one.sender_id, str(one.sender_id)),
            received_at=one.received_at,
            score=found[one.referral_id].score,
            missing=frozenset(reason.code for reason in found[one.referral_id].missing),
            days_to_route=min(
                ((at - one.received_at).total_seconds() / _DAY_SECONDS for _, at in routed.get(one.referral_id, ())),
                default=None,
            ),
            led_nowhere=None if one.referral_id not in gains else gains[one.referral_id] == 0,
        )
        for one in arrivals
        if one.referral_id in found
    )
