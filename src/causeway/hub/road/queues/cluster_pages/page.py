"""A cluster as a page shows it: what a reader needs to recognise each referral, what ties them, who works on which, and
what persons said. Looking at it is a look at the referral.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.base.theme.said import said_row
from causeway.hub.road.clusters.drawing import MOST_DRAWN
from causeway.hub.road.clusters.queries.cluster import (
    MOST_NODES,
    ClusterNode,
    ClusterView,
    Notice,
    cluster_of,
    nodes_around,
    notices_of,
    place_of,
)
from causeway.hub.road.clusters.queries.ties import LEAST_WEIGHT, MOST_WALKED, Walk, ties_told, walk_from
from causeway.hub.road.clusters.queries.verdicts import Decision, decisions_at, decisions_between
from causeway.hub.road.clusters.queries.widely_shared import CommonThing, widely_shared_in
from causeway.hub.road.queues.queries.holding import Holder, holders_here
from causeway.hub.road.referrals.queries.existence import require_visible
from causeway.hub.road.referrals.queries.facts import ReferralFact, facts_of
from causeway.linking import BETWEEN, Tie

MOST_TIES = 200
"""So many ties are listed, the heaviest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterMember:
    """One referral of a cluster, under the number by which the drawing names it. `came_by` is the one before it on the
    way from the referral in question.
    """

    number: int
    fact: ReferralFact
    sender: str
    duplicate_of: ReferralFact | None
    came_by: UUID | None
    holder: Holder | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing that two share, in words, and how telling it is alone, from 0 to 1."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTie:
    """Two referrals, what they share, and what all of it comes to together, from 0 to 1."""

    left: ReferralFact
    right: ReferralFact
    weight: float
    reasons: tuple[Reason, ...]
    by_person: bool = False

    @property
    def holds(self) -> bool:
        """Whether it is heavy enough to hold the two together."""
        return self.weight >= LEAST_WEIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How one referral hangs together with another: the ties that lead there, in order. None do where they stand in
    different clusters, or too far apart: then `parted` is what persons said by which their clusters are kept apart, and
    `shared` what the two share nevertheless.
    """

    to: ReferralFact
    ties: tuple[ShownTie, ...]
    parted: tuple[Decision, ...] = ()
    shared: tuple[ShownTie, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterPage:
    """A cluster around one referral; what the reader may not see is not in it. `size` counts all that hang together,
    `members` are the nearest. Decisions are the desk's alone. `widely_shared` is what of the referral in question links
    little or nothing; `kept_apart` is what those that persons keep apart share nevertheless; `has_more`: of a force's
    own referrals only the latest that share something are here.
    """

    centre: ReferralFact
    size: int
    members: tuple[ClusterMember, ...]
    ties: tuple[ShownTie, ...]
    way: Way | None
    decisions: tuple[Decision, ...]
    named: dict[UUID, ReferralFact]
    notices: tuple[Notice, ...]
    is_desks: bool
    widely_shared: tuple[CommonThing, ...] = ()
    kept_apart: tuple[ShownTie, ...] = ()
    has_more: bool = False

    @property
    def parted_from_centre(self) -> tuple[ReferralFact, ...]:
        """Those of which a person said that they do not belong with the referral in question."""
        centre = self.centre.id
        pairs = {pair for pair in _pairs_apart(self.decisions) if centre in pair}
        found = {one for pair in pairs for one in pair} - {centre}
        return tuple(sorted((self.named[one] for one in found if one in self.named), key=lambda fact: fact.reference))


@query(Permission.READ_QUEUE)
def cluster_page(actor: Actor, referral_id: UUID, *, to: UUID | None = None) -> ClusterPage:
    """The cluster of one referral, the nearest first, and the way to another; the look is in the ledger.

    Raises:
        NotFound: the actor's organisation sees no such referral, or not the other one.
    """
    require_visible(referral_id)
    enter(Act.REFERRAL_READ, subjects=[referral_id], details={"page": "cluster"})
    place = place_of(referral_id)
    if place is None:
        return _of_a_force(actor, referral_id, cluster_of(actor, referral_id))
    cluster_id, size = place
    walk = walk_from(referral_id, cluster_id, most=MOST_NODES)
    nodes = nodes_around(walk, cluster_id, most=MOST_NODES)
    drawn = [node.referral_id for node in nodes[:MOST_DRAWN]]
    decisions = decisions_at([node.referral_id for node in nodes])
    way = _way(referral_id, cluster_id, to) if to else None
    said_of = {
        one for each in (*decisions, *(way.parted if way else ())) for one in (each.referral_id, *each.other_ids)
    }
    facts = facts_of(
        {referral_id, *said_of} | {one for node in nodes for one in (node.referral_id, node.duplicate_of_id) if one}
    )
    return ClusterPage(
        centre=facts[referral_id],
        size=size,
        members=_members(actor, nodes, walk, facts),
        ties=_shown(ties_told(drawn), facts)[:MOST_TIES],
        way=way,
        decisions=decisions,
        named=facts,
        notices=notices_of(referral_id),
        is_desks=True,
        widely_shared=widely_shared_in([referral_id]),
        kept_apart=_kept_apart(decisions, drawn, facts),
    )


def way_between(left_id: UUID, right_id: UUID) -> tuple[ShownTie, ...]:
    """The ties that lead from one to another, and those between the two where they are not held together. Runs inside
    the desk's transaction.
    """
    place = place_of(left_id)
    if place is None:
        return _between(left_id, right_id)
    way = _way(left_id, place[0], right_id)
    return way.ties or way.shared


def _way(referral_id: UUID, cluster_id: UUID, to: UUID) -> Way:
    facts = facts_of([to])
    if to not in facts:
        raise NotFound(_("There is no such referral."))
    ids = walk_from(referral_id, cluster_id, most=MOST_WALKED, until=to).way_to(to)
    facts = facts_of([to, *ids])
    between = {frozenset((tie.left.id, tie.right.id)): tie for tie in _shown(ties_told(ids), facts)}
    steps = [(frozenset(pair), pair) for pair in pairwise(ids)]
    found = tuple(_turned(between[key], pair[0]) for key, pair in steps if key in between)
    if found or to == referral_id:
        return Way(to=facts[to], ties=found)
    place = place_of(to)
    is_elsewhere = place is not None and place[0] != cluster_id
    parted = decisions_between(cluster_id, place[0]) if place and is_elsewhere else ()
    return Way(to=facts[to], ties=(), parted=parted, shared=_between(referral_id, to))


def _between(left_id: UUID, right_id: UUID) -> tuple[ShownTie, ...]:
    both = [left_id, right_id]
    return tuple(_turned(tie, left_id) for tie in _shown(ties_told(both), facts_of(both)))


def _pairs_apart(decisions: Collection[Decision]) -> list[frozenset[UUID]]:
    said = [each for each in decisions if each.counts and not each.is_same]
    return [frozenset((each.referral_id, other)) for each in said for other in each.other_ids]


def _kept_apart(
    decisions: Collection[Decision], drawn: Collection[UUID], facts: dict[UUID, ReferralFact]
) -> tuple[ShownTie, ...]:
    pairs = [pair for pair in _pairs_apart(decisions) if not pair.isdisjoint(drawn)][:MOST_DRAWN]
    found = ties_told({one for pair in pairs for one in pair}) if pairs else ()
    return _shown([tie for tie in found if frozenset((UUID(tie.left), UUID(tie.right))) in pairs], facts)


def _turned(tie: ShownTie, first: UUID) -> ShownTie:
    """The tie with this referral on its left."""
    if tie.left.id == first:
        return tie
    return ShownTie(left=tie.right, right=tie.left, weight=tie.weight, reasons=tie.reasons, by_person=tie.by_person)


def _members(
    actor: Actor, nodes: Sequence[ClusterNode], walk: Walk, facts: dict[UUID, ReferralFact]
) -> tuple[ClusterMember, ...]:
    seen = [node for node in nodes if node.referral_id in facts]
    senders = names_of({facts[node.referral_id].sender_id for node in seen})
    holders = holders_here(actor, [node.referral_id for node in seen])
    return tuple(
        ClusterMember(
            number=number,
            fact=facts[node.referral_id],
            sender=senders.get(facts[node.referral_id].sender_id, ""),
            duplicate_of=facts.get(node.duplicate_of_id) if node.duplicate_of_id else None,
            came_by=walk.came_by.get(node.referral_id),
            holder=holders.get(node.referral_id),
        )
        for number, node in enumerate(seen, start=1)
    )


def _shown(ties: Collection[Tie], facts: dict[UUID, ReferralFact]) -> tuple[ShownTie, ...]:
    return tuple(
        ShownTie(
            left=facts[UUID(tie.left)],
            right=facts[UUID(tie.right)],
            weight=tie.weight,
            reasons=tuple(
                Reason(text=said_row(link.phrases, BETWEEN, link.reason), weight=link.weight) for link in tie.links
            ),
            by_person=tie.by_person,
        )
        for tie in ties
        if UUID(tie.left) in facts and UUID(tie.right) in facts
    )


def _of_a_force(actor: Actor, referral_id: UUID, view: ClusterView) -> ClusterPage:
    """What a force can tell from its own referrals: which of them name the same thing. Nothing is weighed."""
    ids = {referral_id} | {node.referral_id for node in view.nodes}
    facts = facts_of(ids | {node.duplicate_of_id for node in view.nodes if node.duplicate_of_id})
    walk = Walk(came_by={one: None if one == referral_id else referral_id for one in ids})
    shared: dict[UUID, list[Reason]] = {}
    for edge in view.edges:
        reason = Reason(text=edge.reason, weight=edge.weight)
        if reason not in shared.setdefault(edge.right_id, []):
            shared[edge.right_id].append(reason)
    return ClusterPage(
        centre=facts[referral_id],
        size=len(view.nodes),
        members=_members(actor, view.nodes, walk, facts),
        ties=tuple(
            ShownTie(left=facts[referral_id], right=facts[other], weight=0.0, reasons=tuple(reasons))
            for other, reasons in shared.items()
            if other in facts
        )[:MOST_TIES],
        way=None,
        decisions=(),
        named=facts,
        notices=view.notices,
        is_desks=False,
        widely_shared=view.widely_shared,
        has_more=view.has_more,
    )
