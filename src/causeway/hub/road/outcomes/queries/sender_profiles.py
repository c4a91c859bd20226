"""What senders' referrals are like: for the desk of each, and for a sender of its own, as far as it was told."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from statistics import fmean
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.base.rows.batching import in_batches
from causeway.hub.road.assessments.queries.judgements import completeness_first_found
from causeway.hub.road.outcomes.models import Feedback
from causeway.hub.road.outcomes.queries.calibration import gains_of
from causeway.hub.road.outcomes.queries.completeness import AT_ONCE, MOST_OF_EACH
from causeway.hub.road.queues.queries.arrivals import volumes_since
from causeway.hub.road.queues.queries.arrivals_drawn import arrivals_of_each
from causeway.hub.road.referrals.queries.counting import sent_since
from causeway.triage.sender_quality import SenderCounts, SenderProfile, profile_of

DAYS = 91
"""A quarter, as letters about completeness have it."""
_DAY = timedelta(days=1)
_MOST_ASSESSED = 1_000


@query(Permission.RELEASE_LETTER)
def sender_profiles(actor: Actor) -> tuple[SenderProfile, ...]:
    """Each sender of the last quarter: those who flood first, then the one with most. What led somewhere is told by the
    outcomes that the desk sees of `MOST_OF_EACH` referrals of a sender, drawn by chance where it sent more.
    """
    del actor
    now = timezone.now()
    since = now - DAYS * _DAY
    volumes = volumes_since(since, now - _DAY)
    names = names_of({volume.sender_id for volume in volumes})
    told = {volume.sender_id: volume.before + volume.last_day for volume in volumes}
    known, led = _what_came_of(told, since, now)
    found = [
        profile_of(
            SenderCounts(
                sender=names.get(volume.sender_id, ""),
                days=DAYS,
                before=volume.before,
                last_day=volume.last_day,
                assessed=volume.assessed,
                completeness=volume.completeness or 0.0,
                known=known[volume.sender_id],
                led_somewhere=led[volume.sender_id],
            )
        )
        for volume in volumes
    ]
    return tuple(sorted(found, key=lambda one: (not one.is_flood, -one.referrals, one.sender)))


def _what_came_of(told: Mapping[UUID, int], since: datetime, until: datetime) -> tuple[Counter[UUID], Counter[UUID]]:
    """Of each of these senders, with how many it told in a time: of how many referrals it is known what came of them,
    and how many of those led somewhere. Runs inside the caller's transaction.
    """
    known, led = Counter[UUID](), Counter[UUID]()
    for some in in_batches(told, AT_ONCE):
        of_some = {sender: told[sender] for sender in some}
        senders = {one.referral_id: one.sender_id for one in arrivals_of_each(since, until, of_some, most=MOST_OF_EACH)}
        gains = gains_of(senders)
        known.update(senders[number] for number in gains)
        led.update(senders[number] for number, gain in gains.items() if gain)
    return known, led


@query(Permission.READ_FEEDBACK)
def own_profile(actor: Actor) -> SenderProfile:
    """What the actor's organisation sent in the last quarter. Useful is what it was told is useful; completeness is
    that of its newest thousand.
    """
    now = timezone.now()
    since = now - DAYS * _DAY
    sent = sent_since(actor.organisation_id, since, day_began=now - _DAY, newest=_MOST_ASSESSED)
    scores = [found.score for found in completeness_first_found(sent.newest).values()]
    rows = Feedback.objects.filter(sender_id=actor.organisation_id, given_at__gte=since)
    newest = rows.order_by("referral_id", "-given_at", "-id").distinct("referral_id")
    told = Feedback.objects.filter(id__in=newest.values("id")).aggregate(
        known=Count("id", filter=Q(is_useful__isnull=False)), useful=Count("id", filter=Q(is_useful=True))
    )
    return profile_of(
        SenderCounts(
            sender=actor.organisation_name,
            days=DAYS,
            before=sent.before,
            last_day=sent.last_day,
            assessed=len(scores),
            completeness=fmean(scores) if scores else 0.0,
            known=told["known"],
            led_somewhere=told["useful"],
        )
    )
