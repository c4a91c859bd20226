"""Clearing referrals: what the one pipeline finds is stored, each goes to its force, and the queues learn of it by the
entries.

One transaction; from where it looks at others, at most one at a time for each desk, and of one referral one at a time
from the start: who comes second reads all that was added. A person's word stands: neither a priority nor a route that
somebody set is changed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.clearing import ClearingInput, Policies, Routes, decide, look_round, worn_out
from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter, entering_together
from causeway.hub.base.ledger.timeline import with_act
from causeway.hub.base.walls.database import plan_once
from causeway.hub.knowledge.banks.queries.matches import matches_for
from causeway.hub.road.assessments.commands.assess import FoundPriority, record_assessments
from causeway.hub.road.assessments.queries.policies import policy_in_force
from causeway.hub.road.clusters.commands.join import cleared_among, join_cluster, last_number
from causeway.hub.road.clusters.looks import desk_looks
from causeway.hub.road.clusters.neighbours import SqlNeighbours
from causeway.hub.road.clusters.queries.cluster import linked_with
from causeway.hub.road.evidence.commands.record_matches import record_matches, record_mentions
from causeway.hub.road.queues.alerting import raise_alert
from causeway.hub.road.queues.clearing.assessing import assess_for_holders
from causeway.hub.road.queues.clearing.giving import clearing_inputs
from causeway.hub.road.queues.clearing.later_tellings import look_again_at_later
from causeway.hub.road.queues.clearing.noticing import notice_other_holders
from causeway.hub.road.queues.clearing.telling import tell_with_force
from causeway.hub.road.queues.projecting import project_items
from causeway.hub.road.referrals.children import mark_children
from causeway.hub.road.referrals.locking import lock_desk, lock_referrals
from causeway.hub.road.referrals.queries.told import Told, told_among
from causeway.hub.road.referrals.terms import add_terms
from causeway.hub.road.routes.commands.send import aim, decide_route, would_be_lost
from causeway.hub.road.routes.queries.hand_overs import holders_among
from causeway.selectors import selectors_of
from causeway.vocabulary.findings import Clearing, Match
from causeway.vocabulary.selectors import Selector

LONGEST_INDEXED_BYTES = 2_000
"""A PostgreSQL B-tree takes no entry over 2,704 bytes, and kind and row header stand beside the term."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Before:
    """What is known of one referral before it is looked at beside others. `holders` are the forces to which it went or
    is offered; `is_told` says whether the sender has heard that the desk has looked.
    """

    referral: Told
    given: ClearingInput
    holders: set[UUID]
    is_told: bool
    was_cleared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cleared:
    """The findings of one referral, and the priorities of those who may read it. `goes_on` says that it was cleared
    before, and is sent somewhere only now; `is_with_force`, that a force or another receiver has it.
    """

    referral: Told
    goes_on: bool
    is_with_force: bool
    clearing: Clearing
    priorities: tuple[FoundPriority, ...]


@command(Permission.CLEAR_REFERRAL)
def clear_referrals(
    actor: Actor,
    referral_ids: Sequence[UUID],
    *,
    router: Routes,
    now: datetime,
    policies: Policies | None = None,
) -> dict[UUID, Clearing]:
    """Clear referrals one after another, each against all that the desk has cleared before it, and give the findings.
    What none of them needs of another is read and written for all at once.

    Raises:
        NotFound: the desk does not see one of them.
    """
    plan_once()
    lock_referrals(referral_ids)
    policies = policies or Policies(priority=policy_in_force(actor.organisation_id, now))
    referrals = _told(referral_ids)
    given = clearing_inputs(actor, referrals)
    add_terms({one.id: _terms(selectors_of(one.referral, default_region=given[one.id].region)) for one in referrals})
    mark_children(referrals)
    record_mentions(actor, [(one, given[one.id].region) for one in referrals])
    matches = _matches(actor, given.values(), policies)
    looks = desk_looks(actor.organisation_id)
    looks.prepare()
    lock_desk(actor.organisation_id)
    looks.begin()
    number, cleared = last_number(), list[_Cleared]()
    with entering_together():
        for before in _before(referrals, given):
            number += 1
            cleared.append(_clear(actor, before, matches, number, router=router, policies=policies, now=now))
    record_matches((one.referral, one.clearing.matches) for one in cleared)
    record_assessments(
        {one.referral.id: one.clearing.completeness for one in cleared},
        [priority for one in cleared for priority in one.priorities],
    )
    look_again_at_later(actor, [one.referral.id for one in cleared if one.goes_on], now)
    _alert(actor, [one for one in cleared if one.clearing.priority.is_imminent], now)
    return {one.referral.id: one.clearing for one in cleared}


def _told(referral_ids: Sequence[UUID]) -> list[Told]:
    found = told_among(referral_ids)
    if len(found) < len(referral_ids):
        raise NotFound(_("There is no such referral."))
    return [found[referral_id] for referral_id in referral_ids]


def _matches(actor: Actor, given: Iterable[ClearingInput], policies: Policies) -> list[Match]:
    """What of all their files stands in the desk's banks. One file may have been looked into better than its equal."""
    media = dict.fromkeys(digests for one in given for digests in one.digests.values())
    policy = policies.linking
    return matches_for(actor, [*media], radius_bits=policy.radius_bits, minimum_quality=policy.minimum_quality)


def _before(referrals: Sequence[Told], given: Mapping[UUID, ClearingInput]) -> list[_Before]:
    ids = [one.id for one in referrals]
    holders, told, was_cleared = holders_among(ids), with_act(ids, Act.REFERRAL_CLEARED), cleared_among(ids)
    return [
        _Before(
            referral=one,
            given=given[one.id],
            holders=holders[one.id],
            is_told=one.id in told,
            was_cleared=one.id in was_cleared,
        )
        for one in referrals
    ]


def _clear(
    actor: Actor,
    before: _Before,
    matches: Sequence[Match],
    number: int,
    *,
    router: Routes,
    policies: Policies,
    now: datetime,
) -> _Cleared:
    referral = before.referral
    neighbours = SqlNeighbours(actor, referral.id, referral.received_at, matches=matches)
    around = look_round(before.given, neighbours=neighbours, policies=policies)
    clearing = decide(before.given, around, router=router, policies=policies, now=now)
    target = aim(clearing.routes)
    if clearing.duplicate_of and would_be_lost(target, UUID(clearing.duplicate_of)):
        clearing = replace(clearing, duplicate_of=None)
    joined = join_cluster(
        referral,
        around.facts,
        clearing,
        now,
        number=number,
        was_cleared=before.was_cleared,
        worn=worn_out(around.facts, around.sharing),
    )
    receiver_id = decide_route(referral, target, head_id=joined.head_id)
    if receiver_id is not None:
        notice_other_holders(actor, referral, receiver_id, linked_with(referral.id), now)
    own = FoundPriority(
        referral_id=referral.id,
        dossier_id=referral.dossier_id,
        audience_id=actor.organisation_id,
        found=clearing.priority,
    )
    theirs = assess_for_holders(
        actor,
        referral,
        before.given,
        clearing.matches,
        before.holders | ({receiver_id} if receiver_id else set()),
        before=before.holders,
        policies=policies,
        now=now,
    )
    enter(
        Act.REFERRAL_CLEARED,
        subjects=[referral.id],
        # Whoever held it before hears that it was looked at anew; the findings are each reader's own. The first time,
        # when nobody holds it yet, the sender hears that the desk has looked. Never both: an entry names its audience.
        audience=before.holders or (() if before.is_told else {referral.sender_id}),
        details={
            "band": clearing.priority.band.value,
            "links": len(clearing.links),
            "matches": len(clearing.matches),
            "is_duplicate": joined.head_id is not None,
            "is_routed": receiver_id is not None,
        },
    )
    is_sent = target.is_outside if receiver_id is None else receiver_id not in before.holders
    return _Cleared(
        referral=referral,
        goes_on=before.was_cleared and is_sent,
        is_with_force=receiver_id is not None,
        clearing=clearing,
        priorities=(own, *theirs),
    )


def _alert(actor: Actor, imminent: Sequence[_Cleared], now: datetime) -> None:
    """Lines of those that may not wait stand at once, and people hear of them, and their senders where they went; the
    lines of the others are made by the follower of the entry.
    """
    if not imminent:
        return
    known = {one.referral.id: one.referral for one in imminent}
    project_items(actor, [*known], known=known)
    for one in imminent:
        told, alarms = one.referral, one.clearing.priority.alarms
        raise_alert(actor, told.id, told.reference, alarms, now, sender_id=told.sender_id)
    tell_with_force({one.referral.id: one.referral.sender_id for one in imminent if one.is_with_force})


def _terms(selectors: Iterable[Selector]) -> list[tuple[str, str]]:
    """By which people find the referral: its selectors, but for what is too long for the index; its other terms find
    it then.
    """
    return [
        (selector.kind.value, selector.value)
        for selector in selectors
        if len(selector.value.encode("utf-8", "replace")) <= LONGEST_INDEXED_BYTES
    ]
