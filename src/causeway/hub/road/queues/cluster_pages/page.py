"""A cluster as a page shows it: what a reader needs to recognise each referral, what ties them, who works on which, and
what persons said. Looking at it is a look at the referral.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.directory import names_of
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
from causeway.hub.road.clusters.queries.ties import Walk, ties_told, walk_from
from causeway.hub.road.clusters.queries.verdicts import Decision, decisions_at
from causeway.hub.road.clusters.queries.widely_shared import CommonThing, widely_shared_in
from causeway.hub.road.queues.cluster_pages.ways import Reason, ShownTie, Way, kept_apart, pairs_apart, shown, way_to
from causeway.hub.road.queues.queries.holding import Holder, holders_here
from causeway.hub.road.referrals.queries.existence import require_visible
from causeway.hub.road.referrals.queries.facts import ReferralFact, facts_of

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
        pairs = {pair for pair in pairs_apart(self.decisions) if centre in pair}
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
    way = way_to(referral_id, cluster_id, to) if to else None
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
        ties=shown(ties_told(drawn), facts)[:MOST_TIES],
        way=way,
        decisions=decisions,
        named=facts,
        notices=notices_of(referral_id),
        is_desks=True,
        widely_shared=widely_shared_in([referral_id]),
        kept_apart=kept_apart(decisions, drawn, facts),
    )


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
