"""How complete each sender's referrals were, over time, as the desk that received them sees it."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

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
    """Each sender by name. What led nowhere is told by the outcomes that the desk sees."""
    del actor
    now = timezone.now()
    found = completeness_by_sender(told_to_desk(now - span, now, nowhere=_led_nowhere, most=most))
    names = names_of({UUID(one.sender) for one in found})
    return tuple(replace(one, sender=names.get(UUID(one.sender), one.sender)) for one in found)


def told_to_desk(
    since: datetime,
    until: datetime,
    *,
    nowhere: Callable[[Collection[UUID]], Mapping[UUID, bool]],
    most: int = MOST,
) -> Iterator[ToldReferral]:
    """What the acting desk received in a span of time, each as its sender told it first: what somebody asked for and
    got later is no merit of the sender. Senders stand by their identifiers. Runs inside the caller's transaction.
    """
    arrivals = [one for one in each_arrival_since(since, most=most) if one.received_at < until]
    ids = [one.referral_id for one in arrivals]
    found, ended, routed = completeness_first_found(ids), nowhere(ids), receivers_of(ids)
    for one in arrivals:
        if one.referral_id in found:
            days = [(at - one.received_at).total_seconds() / _DAY_SECONDS for _, at in routed.get(one.referral_id, ())]
            yield ToldReferral(
                sender=str(one.sender_id),
                received_at=one.received_at,
                score=found[one.referral_id].score,
                missing=frozenset(reason.code for reason in found[one.referral_id].missing),
                days_to_route=min(days, default=None),
                led_nowhere=ended.get(one.referral_id),
            )


def _led_nowhere(referral_ids: Collection[UUID]) -> dict[UUID, bool]:
    return {referral_id: gain == 0 for referral_id, gain in gains_of(referral_ids).items()}
