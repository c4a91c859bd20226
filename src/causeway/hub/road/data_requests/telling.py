"""What a force is told before data that a service preserves for it may be deleted."""

from django.conf import settings
from django.utils.translation import gettext as _

from causeway.hub.base.clocks.keeping import ClockFact
from causeway.hub.road.data_requests.queries.preserved import whoever_asked
from causeway.hub.road.queues.clock_telling import ClockTold


def tell_of_preservation(clock: ClockFact, is_climbing: bool) -> ClockTold:
    """The mailbox and whoever asked hear of it in time, supervisors before the end. Runs inside the caller's
    transaction.
    """
    asked_by = whoever_asked(clock.subject_id)
    ends = {
        "ends": f"{clock.due_at:%Y-%m-%d %H:%M}",
        "address": f"{settings.BASE_URL}/data-requests/{clock.subject_id}/extend/",
    }
    return ClockTold(
        subject=_("Preserved data may be deleted soon") if is_climbing else _("A preservation ends"),
        body=_(
            "A service preserves data for you until %(ends)s UTC and may delete them afterwards. "
            "Extend it in one step, or say that they are no longer needed:\n\n%(address)s\n"
        )
        % ends,
        addresses=(asked_by,) if asked_by else (),
    )
