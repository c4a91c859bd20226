"""Measures what the hub found against the world's known truth, from the hub's own tables, as the desk sees them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from itertools import combinations
from uuid import UUID

from causeway.demo.record import Measure
from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as, current_actor
from causeway.hub.base.rows.documents import from_document
from causeway.hub.road.assessments.models import PriorityAssessment
from causeway.hub.road.clusters.models import Link, Membership
from causeway.hub.road.evidence.models import BankMatch
from causeway.hub.road.routes.models import RouteDecision
from causeway.linking import LinkingPolicy
from causeway.vocabulary.findings import Band, LinkKind, Route
from causeway.worlds import World, score_duplicates, score_links, score_listed, score_routes, score_urgent
from causeway.worlds.scores import Score

LEAST_SHARE = 0.95
"""Below this, something on the road is wrong, and the demonstration says so."""


def measure(world: World, desk: Actor, world_ids: Mapping[UUID, str]) -> tuple[Measure, ...]:
    """Precision and recall of duplicates, links and listed pictures, and the share of right routes and urgent bands.

    `world_ids` names each stored referral by the world's own id.
    """
    with acting_as(desk):
        bundles = _bundles(world_ids)
        links = _links(world_ids)
        files = BankMatch.objects.exclude(sha256="").values_list("referral_id", flat=True)
        listed = {world_ids[one] for one in files if one in world_ids}
        routes = _routes(world_ids)
        bands = _bands(world_ids)
    routed, urgent = score_routes(world, routes), score_urgent(world, bands)
    return (
        _measure("duplicates", score_duplicates(world, bundles)),
        _measure("links by selector", score_links(world, links)),
        _measure("listed pictures", score_listed(world, listed)),
        Measure(what="routes right", precision=routed.right, recall=None, of=routed.support),
        Measure(what="urgent in the top band", precision=None, recall=urgent.recall, of=urgent.support),
    )


def falls_short(measures: Collection[Measure]) -> list[str]:
    """What lies under the least share."""
    return [
        one.what
        for one in measures
        for share in (one.precision, one.recall)
        if share is not None and share < LEAST_SHARE
    ]


def _measure(what: str, score: Score) -> Measure:
    return Measure(what=what, precision=score.precision, recall=score.recall, of=score.support)


def _bundles(world_ids: Mapping[UUID, str]) -> list[tuple[str, str]]:
    members: dict[UUID, set[UUID]] = defaultdict(set)
    for referral_id, head in Membership.objects.values_list("referral_id", "duplicate_of_id"):
        if head is not None:
            members[head] |= {head, referral_id}
    known = [sorted(world_ids[one] for one in bundle if one in world_ids) for bundle in members.values()]
    return [pair for bundle in known for pair in combinations(bundle, 2)]


def _links(world_ids: Mapping[UUID, str]) -> list[tuple[str, str]]:
    rows = Link.objects.filter(kind=LinkKind.SELECTOR.value, weight__gte=LinkingPolicy().cluster_weight)
    found = rows.values_list("left_id", "right_id")
    return [(world_ids[left], world_ids[right]) for left, right in found if left in world_ids and right in world_ids]


def _routes(world_ids: Mapping[UUID, str]) -> dict[str, tuple[Route, ...]]:
    rows = RouteDecision.objects.filter(member_id=None).order_by("decided_at")
    return {
        world_ids[row.referral_id]: tuple(from_document(Route, candidate) for candidate in row.candidates)
        for row in rows
        if row.referral_id in world_ids
    }


def _bands(world_ids: Mapping[UUID, str]) -> dict[str, Band]:
    rows = PriorityAssessment.objects.filter(audience_id=current_actor().organisation_id).order_by("assessed_at")
    return {world_ids[row.referral_id]: Band(row.band) for row in rows if row.referral_id in world_ids}
