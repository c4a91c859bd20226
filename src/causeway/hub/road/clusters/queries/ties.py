"""What holds a desk's referrals together, pair by pair, and walking from one to the next.

Whoever walks reads what touches the referrals reached so far, a step at a time, and stops at a number that is given:
a cluster may hold a hundred thousand.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from causeway.hub.base.rows.documents import from_document
from causeway.hub.road.clusters.models import Link, Membership, Verdict
from causeway.linking import LinkingPolicy, Tie, ties, worn_out_link
from causeway.vocabulary.findings import Link as FoundLink
from causeway.vocabulary.findings import LinkKind
from causeway.vocabulary.selectors import Selector, SelectorKind

LEAST_WEIGHT = LinkingPolicy().cluster_weight
MOST_WALKED = 2_000
"""So many referrals are looked at for the way from one to another; it is seldom longer than three steps."""
MOST_LINKS_READ = 5_000
"""Of one step, the heaviest: a page that shows some hundred referrals is done by then, and one event may hold a hundred
thousand.
"""


def ties_touching(referral_ids: Collection[UUID]) -> tuple[Tie, ...]:
    """Every tie that joins one of these to another referral and is heavy enough to hold them together, the heaviest
    first: of links alone that are not worn out, without their reasons. Runs inside the desk's transaction.
    """
    ids = list(referral_ids)
    return _heavy_ties(Link.objects.filter(Q(left_id__in=ids) | Q(right_id__in=ids), worn_at=None))


def _heavy_ties(links: QuerySet[Link]) -> tuple[Tie, ...]:
    rows = links.values_list("left_id", "right_id", "kind", "weight", "document__selector__kind")
    found = (
        FoundLink(
            left=min(str(left), str(right)),
            right=max(str(left), str(right)),
            kind=LinkKind(kind),
            weight=weight,
            reason="",
            selector=Selector(kind=SelectorKind(selector), value="") if selector else None,
        )
        for left, right, kind, weight, selector in rows
    )
    return tuple(tie for tie in ties(found) if tie.weight >= LEAST_WEIGHT)


def ties_told(referral_ids: Collection[UUID]) -> tuple[Tie, ...]:
    """The ties between these referrals, the heaviest first, light ones too, each with its links and their reasons; what
    persons joined is marked so. Runs inside the desk's transaction.
    """
    ids = list(referral_ids)
    rows = Link.objects.filter(left_id__in=ids, right_id__in=ids).order_by("-weight", "id")
    links = (told_link(document, worn_at) for document, worn_at in rows.values_list("document", "worn_at"))
    found = {(tie.left, tie.right): tie for tie in ties(map(_in_order, links))}
    for said in joined_by_persons(ids):
        pair = (said.left, said.right)
        if {UUID(one) for one in pair} <= set(referral_ids):
            linked = found.get(pair)
            found[pair] = Tie(
                left=said.left, right=said.right, weight=1.0, links=linked.links if linked else (), by_person=True
            )
    return tuple(sorted(found.values(), key=lambda tie: (-tie.weight, tie.left, tie.right)))


def told_link(document: Any, worn_at: datetime | None) -> FoundLink:
    """A stored link as it counts now."""
    link = from_document(FoundLink, document)
    return link if worn_at is None else worn_out_link(link)


def joined_by_persons(referral_ids: Collection[UUID]) -> list[Tie]:
    """The ties that persons made at these referrals, as far as they count. Runs inside the desk's transaction."""
    ids = list(referral_ids)
    said = Verdict.objects.filter(Q(left_id__in=ids) | Q(right_id__in=ids), is_same=True, taken_back_at=None)
    return [
        Tie(left=str(left), right=str(right), weight=1.0, by_person=True)
        for left, right in said.values_list("left_id", "right_id")
    ]


def _in_order(link: FoundLink) -> FoundLink:
    """A link has the later referral on its left; cleared again, the earlier one can be the later."""
    return replace(link, left=min(link.left, link.right), right=max(link.left, link.right))


@dataclass(slots=True)
class Walk:
    """The referrals of a cluster from one of them outwards: the nearest first, then the more tightly tied. `came_by`
    names for each the one before it; the one where the walk began has none.
    """

    order: list[UUID] = field(default_factory=list)
    came_by: dict[UUID, UUID | None] = field(default_factory=dict)

    def way_to(self, referral_id: UUID) -> tuple[UUID, ...]:
        """The referrals from the first one to this, both included; none where the walk did not reach it."""
        if referral_id not in self.came_by:
            return ()
        way: list[UUID] = []
        one: UUID | None = referral_id
        while one is not None:
            way.append(one)
            one = self.came_by[one]
        return tuple(reversed(way))


def walk_from(referral_id: UUID, cluster_id: UUID, *, most: int, until: UUID | None = None) -> Walk:
    """Walk a cluster along its ties, the heaviest first, over at most so many referrals, or until one is reached. Runs
    inside the desk's transaction.
    """
    walk = Walk([referral_id], {referral_id: None})
    edge = [referral_id]
    while edge and len(walk.order) < most and until not in walk.came_by:
        steps = _steps(edge, walk, until)
        inside = set(
            Membership.objects.filter(referral_id__in=[other for _, other in steps], cluster_id=cluster_id).values_list(
                "referral_id", flat=True
            )
        )
        edge = []
        for one, other in steps:
            if other in inside and other not in walk.came_by and len(walk.order) < most:
                walk.came_by[other] = one
                walk.order.append(other)
                edge.append(other)
    return walk


def _steps(edge: list[UUID], walk: Walk, until: UUID | None) -> list[tuple[UUID, UUID]]:
    """From these, each with those that it is tied to and that were not reached yet, the heaviest tie first: by the
    heaviest links, and by those to the one that is sought.
    """
    standing = set(edge)
    outward = Q(left_id__in=edge) & ~Q(right_id__in=walk.order) | Q(right_id__in=edge) & ~Q(left_id__in=walk.order)
    heaviest = _heavy_ties(Link.objects.filter(outward, worn_at=None).order_by("-weight", "id")[:MOST_LINKS_READ])
    steps: list[tuple[UUID, UUID]] = []
    for tie in (*joined_by_persons(edge), *heaviest, *(_between(edge, until) if until else ())):
        left, right = UUID(tie.left), UUID(tie.right)
        steps += [
            (one, other)
            for one, other in ((left, right), (right, left))
            if one in standing and other not in walk.came_by
        ]
    return steps


def _between(edge: list[UUID], one: UUID) -> tuple[Tie, ...]:
    """The ties between these and one more."""
    both = Q(left_id__in=edge, right_id=one) | Q(right_id__in=edge, left_id=one)
    return _heavy_ties(Link.objects.filter(both, worn_at=None))
