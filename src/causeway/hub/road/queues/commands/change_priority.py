"""A person changes a priority: the judgement is recorded, and every queue that holds the referral learns of it."""

from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.road.assessments.commands import change_priority as assessments
from causeway.hub.road.queues.projecting import project_item
from causeway.hub.road.referrals.queries.told import told
from causeway.hub.road.routes.queries.hand_overs import holders_of
from causeway.vocabulary.findings import Band


@command(Permission.CHANGE_PRIORITY)
def change_priority(actor: Actor, referral_id: UUID, band: Band | str, reason: str) -> None:
    """Put a referral into another band; the program's own judgement is kept beside it. The reason is required.

    Raises:
        NotFound: the referral is not visible.
        Invalid: no reason is given, or it is too long.
        Conflict: it has not been assessed yet.
    """
    referral = told(referral_id)
    holders = holders_of(referral_id)
    assessments.change_priority(actor, referral_id, Band(band), reason, audience={referral.desk_id, *holders})
    project_item(actor, referral_id)
