"""Making a queue anew from what was decided and entered: nothing in it is kept only there."""

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.rows.batching import in_batches
from causeway.hub.road.queues.models import QueueItem
from causeway.hub.road.queues.projecting import project_items
from causeway.hub.road.referrals.queries.told import visible_referrals

_AT_ONCE = 200


@command(Permission.KEEP_LEDGER)
def rebuild_queue(actor: Actor) -> int:
    """Make the whole queue of the actor's organisation anew, as its program, and give how many lines it has, closed
    ones among them. Who reads meanwhile sees the old one, and who takes a line waits.
    """
    lines = QueueItem.objects.filter(organisation_id=actor.organisation_id)
    # Locked in the order in which rows are put, so that this and the worker do not wait for one another.
    list(lines.order_by("referral_id").select_for_update().values_list("id"))
    lines.delete()
    return sum(len(project_items(actor, some)) for some in in_batches(visible_referrals(), _AT_ONCE))
