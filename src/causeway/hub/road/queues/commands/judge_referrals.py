"""A person of the desk says how two referrals hang together; forces whose referrals they join learn that another's
exists, since when, and whom to ask, and nothing more.
"""

from uuid import UUID

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.road.clusters.commands.judge import Judged, judge
from causeway.hub.road.clusters.settling import Settling
from causeway.hub.road.queues.noticing import notice_other_holders
from causeway.hub.road.referrals.queries.told import told
from causeway.hub.road.routes.queries.decisions import standing_route


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


def _notice_holders(actor: Actor, referral_id: UUID, others: set[UUID]) -> None:
    route = standing_route(referral_id)
    if route is not None and route.receiver_id is not None:
        notice_other_holders(actor, told(referral_id), route.receiver_id, others, timezone.now())
