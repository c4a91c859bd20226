"""A cluster with what a reader needs to recognise each referral in it. Looking at it is a look at the referral."""

from dataclasses import dataclass
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.road.clusters.queries.cluster import ClusterEdge, ClusterView, cluster_of
from causeway.hub.road.referrals.queries.facts import ReferralFact, facts_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterMember:
    """One referral of a cluster. `links` counts the lines that meet in it."""

    fact: ReferralFact
    sender: str
    duplicate_of: ReferralFact | None
    links: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterLine:
    """One line between two referrals that the reader sees."""

    left: ReferralFact
    right: ReferralFact
    edge: ClusterEdge


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterPage:
    """A cluster around one referral; what the reader may not see is not in it."""

    centre: ReferralFact
    members: tuple[ClusterMember, ...]
    lines: tuple[ClusterLine, ...]
    view: ClusterView


@query(Permission.READ_QUEUE)
def cluster_page(actor: Actor, referral_id: UUID, *, shown_as: str = "cluster") -> ClusterPage:
    """The cluster of one referral, the first received first; the look, and as what it was shown, is in the ledger.

    Raises:
        NotFound: the actor's organisation sees no such referral.
    """
    view = cluster_of(actor, referral_id)
    enter(Act.REFERRAL_READ, subjects=[referral_id], details={"page": shown_as})
    facts = facts_of({referral_id} | {node.referral_id for node in view.nodes})
    senders = names_of({fact.sender_id for fact in facts.values()})
    lines = tuple(
        ClusterLine(left=facts[edge.left_id], right=facts[edge.right_id], edge=edge)
        for edge in view.edges
        if edge.left_id in facts and edge.right_id in facts
    )
    members = [
        ClusterMember(
            fact=facts[node.referral_id],
            sender=senders.get(facts[node.referral_id].sender_id, ""),
            duplicate_of=facts.get(node.duplicate_of_id) if node.duplicate_of_id else None,
            links=sum(node.referral_id in (line.left.id, line.right.id) for line in lines),
        )
        for node in view.nodes
        if node.referral_id in facts
    ]
    members.sort(key=lambda member: (member.fact.received_at, member.fact.reference))
    return ClusterPage(centre=facts[referral_id], members=tuple(members), lines=lines, view=view)
