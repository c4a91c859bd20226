"""What is told of the clocks of requests, and what a force is told before data preserved for it may be deleted."""

from django.conf import settings
from django.utils.translation import gettext as _

from causeway.hub.base.acting.doors import current_actor
from causeway.hub.base.clocks.keeping import ClockFact
from causeway.hub.base.theme.components import moment_in_words
from causeway.hub.road.data_requests.models import DataRequest
from causeway.hub.road.data_requests.queries.preserved import whoever_asked
from causeway.hub.road.queues.clock_telling import ClockTold, usual_words


def tell_of_request(clock: ClockFact, is_climbing: bool) -> ClockTold:
    """Which request waits, and where it is. Runs inside the caller's transaction."""
    row = DataRequest.objects.filter(id=clock.subject_id).first()
    reference = row.reference if row else ""
    return usual_words(clock, is_climbing, reference=reference, path=f"/data-requests/{clock.subject_id}/")


def tell_of_preservation(clock: ClockFact, is_climbing: bool) -> ClockTold:
    """The mailbox and whoever asked hear of it in time, supervisors before the end. Runs inside the caller's
    transaction.
    """
    asked_by = whoever_asked(clock.subject_id)
    ends = {
        "ends": moment_in_words(clock.due_at, current_actor().zone),
        "address": f"{settings.BASE_URL}/data-requests/{clock.subject_id}/extend/",
    }
    return ClockTold(
        subject=_("Preserved data may be deleted soon") if is_climbing else _("A preservation ends"),
        body=_(
            "A service preserves data for you until %(ends)s and may delete them afterwards. "
            "Extend it in one step, or say that they are no longer needed:\n\n%(address)s\n"
        )
        % ends,
        addresses=(asked_by,) if asked_by else (),
    )
