"""Clearing a referral: what the one pipeline finds is stored, the referral goes to its force, and the queues learn of
it by the entry.

One transaction; from where it looks at others, at most one at a time for each desk. A person's word stands: neither a
priority nor a route that somebody set is changed.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from causeway.clearing import Policies, Routes, decide, look_round
from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.road.assessments.commands.assess import record_completeness, record_priority
from causeway.hub.road.assessments.queries.policies import policy_in_force
from causeway.hub.road.clusters.commands.join import join_cluster, lock_desk
from causeway.hub.road.clusters.neighbours import SqlNeighbours
from causeway.hub.road.clusters.queries.cluster import linked_with
from causeway.hub.road.evidence.commands.record_matches import record_matches, record_mentions
from causeway.hub.road.queues.alerting import raise_alert
from causeway.hub.road.queues.assessing import assess_for_holders
from causeway.hub.road.queues.giving import clearing_input
from causeway.hub.road.queues.noticing import notice_other_holders
from causeway.hub.road.queues.projecting import project_item
from causeway.hub.road.referrals.queries.told import told
from causeway.hub.road.referrals.terms import add_terms
from causeway.hub.road.routes.commands.send import decide_route, would_be_lost
from causeway.hub.road.routes.queries.hand_overs import holders_of
from causeway.selectors import selectors_of
from causeway.vocabulary.findings import Clearing
from causeway.vocabulary.selectors import Selector

LONGEST_INDEXED_BYTES = 2_000
"""A PostgreSQL B-tree takes no entry over 2,704 bytes, and kind and row header stand beside the term."""


@command(Permission.CLEAR_REFERRAL)
def clear_referral(
    actor: Actor, referral_id: UUID, *, router: Routes, now: datetime, policies: Policies | None = None
) -> Clearing:
    """Clear one referral against all that the desk has cleared, and give the findings.

    Raises:
        NotFound: the desk sees no such referral.
    """
    policies = policies or Policies(priority=policy_in_force(actor.organisation_id, now))
    referral = told(referral_id)
    given = clearing_input(actor, referral)
    add_terms(referral_id, _terms(selectors_of(referral.referral, default_region=given.region)))
    lock_desk(actor.organisation_id)
    neighbours = SqlNeighbours(actor, referral_id, referral.received_at)
    around = look_round(given, neighbours=neighbours, policies=policies)
    clearing = decide(given, around, router=router, policies=policies, now=now)
    if clearing.duplicate_of and would_be_lost(clearing.routes, UUID(clearing.duplicate_of)):
        clearing = replace(clearing, duplicate_of=None)
    joined = join_cluster(referral, around.facts, clearing, now)
    record_matches(referral_id, referral.dossier_id, clearing.matches)
    record_mentions(actor, referral, region=given.region)
    record_completeness(referral_id, clearing.completeness)
    record_priority(referral_id, referral.dossier_id, actor.organisation_id, clearing.priority)
    holders = holders_of(referral_id)
    receiver_id = decide_route(referral, clearing.routes, head_id=joined.head_id)
    if receiver_id is not None:
        notice_other_holders(actor, referral, receiver_id, linked_with(referral_id), now)
    readers = holders | ({receiver_id} if receiver_id else set())
    assess_for_holders(actor, referral, given, clearing.matches, readers, policies=policies, now=now)
    is_first = not timeline_of(referral_id, acts=[Act.REFERRAL_CLEARED])
    enter(
        Act.REFERRAL_CLEARED,
        subjects=[referral_id],
        # Whoever held it before hears that it was looked at anew; the findings are each reader's own. The first time,
        # when nobody holds it yet, the sender hears that the desk has looked. Never both: an entry names its audience.
        audience=holders or ({referral.sender_id} if is_first else ()),
        details={
            "band": clearing.priority.band.value,
            "links": len(clearing.links),
            "matches": len(clearing.matches),
            "is_duplicate": joined.head_id is not None,
            "is_routed": receiver_id is not None,
        },
    )
    if clearing.priority.is_imminent:
        # Its line stands at once; those of the others are made together, by the follower of the entry.
        project_item(actor, referral_id, known=referral)
        raise_alert(actor, referral_id, referral.reference, clearing.priority.alarms, now)
    return clearing


def _terms(selectors: Iterable[Selector]) -> list[tuple[str, str]]:
    """By which people find the referral: its selectors, but for what is too long for the index; its other terms find
    it then.
    """
    return [
        (selector.kind.value, selector.value)
        for selector in selectors
        if len(selector.value.encode("utf-8", "replace")) <= LONGEST_INDEXED_BYTES
    ]
