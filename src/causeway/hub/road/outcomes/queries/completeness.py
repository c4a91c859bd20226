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
from causeway.hub.base.rows.batching import in_batches
from causeway.hub.road.assessments.queries.judgements import completeness_first_found
from causeway.hub.road.outcomes.queries.calibration import SPAN, gains_of
from causeway.hub.road.queues.queries.arrivals_drawn import arrivals_of_each, told_by_sender
from causeway.hub.road.routes.queries.decisions import receivers_of
from causeway.triage.completeness_trend import (
    SenderCompleteness,
    ToldReferral,
    are_enough,
    completeness_by_sender,
)

MOST_OF_EACH = 2_000
"""Referrals of one sender that are looked at, drawn by chance: a share of them is within 2.2 percentage points of that
of all, in 95 of 100 cases.
"""
AT_ONCE = 25
"""Senders whose referrals are read together."""
_DAY_SECONDS = 86_400.0

EndedBadly = Callable[[Collection[UUID]], Mapping[UUID, bool]]
"""Of these referrals whether each led nowhere, as far as that is known. Called inside the caller's transaction."""


@query(Permission.PROPOSE_POLICY)
def completeness_of_senders(
    actor: Actor, *, span: timedelta = SPAN, most: int = MOST_OF_EACH
) -> tuple[SenderCompleteness, ...]:
    """Each sender by name, the one that told most first, by at most `most` referrals of each. What led nowhere is told
    by the outcomes that the desk sees.
    """
    del actor
    now = timezone.now()
    told = {sender: count for sender, count in told_by_sender(now - span, now).items() if are_enough(count)}
    names = names_of(set(told))
    return tuple(
        replace(one, sender=names.get(UUID(one.sender), one.sender))
        for some in in_batches(told, AT_ONCE)
        for one in completeness_of(
            {sender: told[sender] for sender in some}, now - span, now, nowhere=_led_nowhere, most=most
        )
    )


def completeness_of(
    told: Mapping[UUID, int], since: datetime, until: datetime, *, nowhere: EndedBadly, most: int
) -> tuple[SenderCompleteness, ...]:
    """These senders, by identifier, with how many each told the acting desk in a time, the one with most first; at most
    `most` of each are looked at. Runs inside the caller's transaction.
    """
    drawn_from = {str(sender): count for sender, count in told.items() if count > most}
    return completeness_by_sender(_told_by(told, since, until, nowhere=nowhere, most=most), drawn_from)


def _told_by(
    told: Mapping[UUID, int], since: datetime, until: datetime, *, nowhere: EndedBadly, most: int
) -> Iterator[ToldReferral]:
    """Each referral as its sender told it first: what somebody asked for and got later is no merit of the sender."""
    arrivals = arrivals_of_each(since, until, told, most=most)
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
