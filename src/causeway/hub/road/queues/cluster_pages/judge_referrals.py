"""A person of the desk says how referrals hang together, and what follows from it beyond the cluster.

Forces whose referrals are joined learn that another's exists, since when, and whom to ask, and nothing more. What is
taken out of its bundle gets a line of its own, at the desk and at every force that holds it; what comes into another
bundle stands under that one's line, wherever both are held.
"""

from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.clusters.commands.bundles import join_bundles_again, leave_bundles, would_leave
from causeway.hub.road.clusters.commands.judge import Judged, judge, take_back
from causeway.hub.road.clusters.commands.merging import merge, require_latest, take_apart, would_merge
from causeway.hub.road.clusters.queries.verdicts import decision
from causeway.hub.road.clusters.settling import Settling
from causeway.hub.road.queues.clearing.noticing import notice_other_holders
from causeway.hub.road.queues.left_behind import require_none_left
from causeway.hub.road.queues.projecting import project_items
from causeway.hub.road.referrals.locking import lock_desk
from causeway.hub.road.referrals.queries.existence import require_visible
from causeway.hub.road.referrals.queries.told import told
from causeway.hub.road.routes.queries.decisions import standing_route
from causeway.hub.road.routes.queries.hand_overs import holders_among


@command(Permission.MERGE_CLUSTERS)
def judge_referrals(actor: Actor, judged: Judged, reason: str, *, expected: str | None = None) -> Settling:
    """Say that a referral belongs together with others, or does not.

    Raises:
        NotPermitted, NotFound, Invalid, Conflict: as `clusters.commands.judge.judge`.
    """
    settling = judge(actor, judged, reason, expected=expected)
    if judged.is_same:
        _notice_holders(actor, judged.referral_id, set(judged.other_ids))
        return settling
    leaving = would_leave(judged.referral_id, judged.other_ids)
    leave_bundles(leaving, timezone.now())
    _renew_lines(actor, leaving)
    return settling


@command(Permission.MERGE_CLUSTERS)
def take_back_judgement(actor: Actor, decision_id: UUID, reason: str, *, expected: str | None = None) -> Settling:
    """Take back what a person said. What it took out of a bundle goes back, unless another word keeps it out.

    Raises:
        NotPermitted, NotFound, Invalid, Conflict: as `clusters.commands.judge.take_back`.
    """
    lock_desk(actor.organisation_id)
    said = decision(decision_id)
    if said is not None and said.is_event:
        require_latest(said)
    settling = take_back(actor, decision_id, reason, expected=expected)
    if said is not None and said.is_event:
        leaving = take_apart(said, timezone.now())
        # Whatever kept its first telling out of another bundle may have been taken back meanwhile.
        _renew_lines(actor, leaving | join_bundles_again(said.moved[:1]))
    elif said is not None and not said.is_same:
        _renew_lines(actor, join_bundles_again((said.referral_id, *said.other_ids)))
    return settling


@command(Permission.MERGE_CLUSTERS)
def merge_bundles(actor: Actor, one_id: UUID, other_id: UUID, reason: str, *, expected: str | None = None) -> Settling:
    """Say that two referrals tell of one event: their bundles become one, under the first telling that was cleared
    first, and so do their clusters. It is taken back as any other word is.

    Raises:
        NotPermitted, NotFound, Invalid, Conflict: as `clusters.commands.judge.judge`.
        Conflict: as `clusters.commands.merging.would_merge` and `left_behind.require_none_left`.
    """
    require_visible(one_id)
    require_visible(other_id)
    lock_desk(actor.organisation_id)
    merging = would_merge(one_id, other_id)
    require_none_left(merging)
    settling = judge(actor, merging.judged, reason, expected=expected)
    merge(merging, timezone.now())
    _renew_lines(actor, dict.fromkeys(merging.moved, merging.head_id))
    _notice_holders(actor, merging.joining_id, {merging.head_id})
    return settling


def _renew_lines(actor: Actor, moved: Mapping[UUID, UUID]) -> None:
    """Let the desk's queue and the forces know of tellings that left their bundle or came into one, each of its own."""
    holders = holders_among(moved) if moved else {}
    for referral_id in moved:
        enter(Act.BUNDLE_CHANGED, subjects=[referral_id], audience=holders[referral_id])
    project_items(actor, moved)
    project_items(actor, set(moved.values()) - set(moved))


def _notice_holders(actor: Actor, referral_id: UUID, others: set[UUID]) -> None:
    route = standing_route(referral_id)
    if route is not None and route.receiver_id is not None:
        notice_other_holders(actor, told(referral_id), route.receiver_id, others, timezone.now())
