"""Counts what the worker did at each step of the road, as the desk and the senders see it."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from causeway.demo.record import Step
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.organisations.actors import program_actor
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.road.assessments.models import CompletenessAssessment, PriorityAssessment
from causeway.hub.road.clusters.models import Link, Membership
from causeway.hub.road.evidence.models import BankMatch, Examination
from causeway.hub.road.outcomes.models import Feedback
from causeway.hub.road.routes.models import RouteDecision
from causeway.vocabulary.findings import Band

if TYPE_CHECKING:
    from django.db.models import QuerySet


def clearing_steps(desk: Organisation) -> tuple[Step, ...]:
    """What became of the referrals on their way from the doors to the forces."""
    with acting_as(program_actor(desk)):
        assessed = PriorityAssessment.objects.order_by("assessed_at").values_list("referral_id", "band")
        bands = Counter(dict(assessed).values())  # of each referral the newest
        routes = RouteDecision.objects.order_by("decided_at").values_list("referral_id", "force_code", "country")
        newest = {referral_id: (force, country) for referral_id, force, country in routes}
        routed = sum(1 for force, _ in newest.values() if force)
        countries = sum(1 for force, country in newest.values() if country and not force)
        counts = [
            ("completeness", "assessed: can it be acted on?", _referrals(CompletenessAssessment.objects.all())),
            ("match", "files examined", Examination.objects.count()),
            ("match", "carry a file that a bank lists", _referrals(BankMatch.objects.exclude(sha256=""))),
            ("link", "pairs that share a selector or media", _pairs()),
            ("bundle", "tell an event that was told before", Membership.objects.exclude(duplicate_of_id=None).count()),
            *(("triage", f"priority {band.value.replace('_', ' ')}", bands[band.value]) for band in Band),
            ("route", "routed to a force", routed),
            ("route", "routed to a country; a person says to which force", countries),
            ("route", "nothing says where: they wait for a person", len(newest) - routed - countries),
        ]
    return tuple(Step(step=step, what=what, count=count) for step, what, count in counts)


def feedback_steps(senders: Iterable[Organisation]) -> tuple[Step, ...]:
    """What went back to those who sent."""
    given = 0
    for sender in senders:
        with acting_as(program_actor(sender)):
            given += Feedback.objects.filter(sender_id=sender.id).count()
    return (Step(step="feedback", what="outcomes told to the sender", count=given),)


def _referrals(rows: "QuerySet[CompletenessAssessment] | QuerySet[BankMatch]") -> int:
    return rows.values("referral_id").distinct().count()


def _pairs() -> int:
    return Link.objects.values("left_id", "right_id").distinct().count()
