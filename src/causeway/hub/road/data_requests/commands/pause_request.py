"""Letting the clock of a data request stand while the service cannot answer, with the reason; the force decides.

A request to preserve never pauses: what it names could be deleted meanwhile. The service's own clock stands and runs on
with the force's (`followers`). It sees that it stands, and not why.
"""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import REASON_CHARACTERS, given_reason
from causeway.hub.base.clocks.keeping import ClockKind, pause_in_time, resume
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.data_requests.models import DataRequest
from causeway.hub.road.data_requests.words import RequestKind


@command(Permission.MAKE_DATA_REQUEST)
def pause_data_request(actor: Actor, request_id: UUID, reason: str) -> None:
    """Let its clock stand; the deadline moves by as long as it does.

    Raises:
        NotFound: the actor's organisation made no such request, or its clock runs no more.
        Invalid: no reason is given, or it is too long.
        Conflict: it asks to preserve, it is late, or its clock stands already.
    """
    request, given, now = _made(actor, request_id), given_reason(reason, most=REASON_CHARACTERS), timezone.now()
    if request.kind == RequestKind.PRESERVE.value:
        raise Conflict(_("A request to preserve never pauses: data could be deleted meanwhile."))
    pause_in_time(request_id, ClockKind.DATA_REQUEST, reason=given, at=now)
    request.paused_at = now
    request.save(update_fields=["paused_at"])
    enter(Act.DATA_REQUEST_PAUSED, subjects=[request.id], audience=[request.service_id], details={"reason": given})


@command(Permission.MAKE_DATA_REQUEST)
def resume_data_request(actor: Actor, request_id: UUID) -> None:
    """Let its clock run on.

    Raises:
        NotFound: the actor's organisation made no such request, or its clock runs no more.
        Conflict: its clock does not stand.
    """
    request = _made(actor, request_id)
    clock = resume(request_id, ClockKind.DATA_REQUEST, at=timezone.now())
    request.paused_at, request.due_at, request.days_off = None, clock.due_at, list(clock.days_off)
    request.save(update_fields=["paused_at", "due_at", "days_off"])
    enter(Act.DATA_REQUEST_RESUMED, subjects=[request.id], audience=[request.service_id])


def _made(actor: Actor, request_id: UUID) -> DataRequest:
    if actor.member_id is None:
        raise NotPermitted(_("Only a person can pause a clock."))
    request = DataRequest.objects.filter(id=request_id, force_id=actor.organisation_id).first()
    if request is None:
        raise NotFound(_("There is no such request."))
    return request
