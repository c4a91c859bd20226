"""Whether anybody at the acting desk may decide an appeal: a member who holds the permission, and neither added the
signal nor voted on it. Each runs inside the caller's transaction.
"""

from collections.abc import Sequence
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.permissions import Permission, roles_with
from causeway.hub.base.organisations.queries.people import people_in_roles
from causeway.hub.knowledge.banks.models import Appeal, Ballot
from causeway.hub.knowledge.banks.moving import signals_before


def may_be_decided(actor: Actor, rows: Sequence[Appeal]) -> dict[UUID, bool]:
    """Of each of these appeals, which bring their signals along, in three queries. Who voted before a move counts."""
    if not rows:
        return {}
    roles = roles_with(actor.organisation_kind, Permission.DECIDE_APPEALS)
    deciders = {member_id for member_id, _name in people_in_roles(roles)}
    signals = {row.signal_id: row.signal for row in rows if row.signal}
    judges: dict[UUID | None, set[UUID | None]] = {each.id: {each.member_id} for each in signals.values()}
    now_ids = signals_before([each.id for each in signals.values()])
    for signal_id, member_id in Ballot.objects.filter(signal_id__in=now_ids).values_list("signal_id", "member_id"):
        judges[now_ids[signal_id]].add(member_id)
    return {row.id: bool(deciders - judges.get(row.signal_id, set())) for row in rows}
