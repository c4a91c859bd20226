"""What senders' referrals are like: for the desk of each, and for a sender of its own, as far as it was told."""

from collections import Counter
from datetime import timedelta
from statistics import fmean

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.road.assessments.queries.judgements import completeness_first_found
from causeway.hub.road.outcomes.models import Feedback, OutcomeRecord
from causeway.hub.road.outcomes.queries.calibration import MOST, gains_of
from causeway.hub.road.queues.queries.arrivals import senders_of, volumes_since
from causeway.hub.road.referrals.queries.counting import sent_since
from causeway.triage.sender_quality import SenderCounts, SenderProfile, profile_of

DAYS = 91
"""A quarter, as letters about completeness have it."""
_DAY = timedelta(days=1)
_MOST_ASSESSED = 1_000


@query(Permission.RELEASE_LETTER)
def sender_profiles(actor: Actor) -> tuple[SenderProfile, ...]:
    """Each sender of the last quarter: those who flood first, then the one with most. What led somewhere is told by the
    outcomes that the desk sees.
    """
    del actor
    now = timezone.now()
    since = now - DAYS * _DAY
    volumes = volumes_since(since, now - _DAY)
    names = names_of({volume.sender_id for volume in volumes})
    recorded = OutcomeRecord.objects.filter(recorded_at__gte=since).order_by("-recorded_at")
    gains = gains_of(list(dict.fromkeys(recorded.values_list("referral_id", flat=True)[:MOST])))
    senders = senders_of(gains)
    known = Counter(senders[number] for number in gains if number in senders)
    led = Counter(senders[number] for number, gain in gains.items() if gain and number in senders)
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
    told = [is_useful for is_useful in newest.values_list("is_useful", flat=True) if is_useful is not None]
    return profile_of(
        SenderCounts(
            sender=actor.organisation_name,
            days=DAYS,
            before=sent.before,
            last_day=sent.last_day,
            assessed=len(scores),
            completeness=fmean(scores) if scores else 0.0,
            known=len(told),
            led_somewhere=sum(told),
        )
    )
