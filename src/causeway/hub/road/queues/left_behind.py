"""What would be lost at the desk if its bundle came under a first telling that went on already."""

from django.db.models import Q
from django.utils.translation import gettext as _

from causeway.hub.base.acting.errors import Conflict
from causeway.hub.road.clusters.commands.merging import Merging
from causeway.hub.road.queues.models import QueueItem


def require_none_left(merging: Merging) -> None:
    """Refuse to put what still waits at the desk under a line that ended there: nobody would look at it any more. Runs
    inside the desk's transaction.

    Raises:
        Conflict: one of the tellings that would come there waits still, and the first telling does not.
    """
    items = QueueItem.objects.filter(closed_at__isnull=False, referral_id=merging.head_id)
    waits = Q(is_line=True) | Q(needs_route=True)
    if items.exists() and QueueItem.objects.filter(waits, referral_id__in=merging.moved, closed_at=None).exists():
        raise Conflict(_("The first telling went on already. Decide first where this one goes."))
