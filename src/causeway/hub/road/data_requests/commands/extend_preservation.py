"""What happens to a preservation before it ends: the force asks to preserve for longer, or needs it no longer.

An extension is asked for like the first time: the service says anew that it preserves, on a clock of its own, and may
say that it cannot. Until it says that it does, the clock of the preservation runs to the old end, which alone is sure.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import REASON_CHARACTERS, given_reason
from causeway.hub.base.clocks.keeping import ClockKind, move_clock, stop_clock
from causeway.hub.base.clocks.terms import terms_for
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.data_requests.commands.make_data_request import BASIS_CHARACTERS
from causeway.hub.road.data_requests.models import DataRequest, PreservationExtension
from causeway.hub.road.data_requests.preserving import LONGEST_PRESERVATION, end_of, usual_extension
from causeway.hub.road.data_requests.queries.requests import RequestView, request_views
from causeway.timing import Duty


@dataclass(frozen=True, slots=True, kw_only=True)
class NewExtension:
    """For how much longer: `until` is the law's own step from the end where nothing is said."""

    until: date | None = None
    legal_basis: str


@command(Permission.MAKE_DATA_REQUEST)
def extend_preservation(actor: Actor, request_id: UUID, new: NewExtension) -> datetime:
    """Ask the service to preserve for longer; gives until when. The clock begins anew once the service says that it
    does.

    Raises:
        NotFound: the actor's organisation made no such request.
        NotPermitted: no person asks.
        Invalid: the day lies before the end or too far ahead, or no power is named.
        Conflict: nothing is preserved: it is a question, the service cannot or has not said that it does, or the force
            let it end.
    """
    row, view = _held(actor, request_id)
    now = timezone.now()
    basis = given_reason(new.legal_basis, most=BASIS_CHARACTERS, field="legal_basis")
    ends_at = view.preserve_until
    if ends_at is None:
        raise Conflict(_("The service said that it cannot preserve. Ask it anew."))
    if not view.is_over:
        raise Conflict(_("The service has not said yet whether it preserves. You can ask for longer once it has."))
    until = end_of(new.until, now) if new.until else usual_extension(actor, row.service_id, ends_at, now)
    if not max(ends_at, now) < until <= now + LONGEST_PRESERVATION:
        raise Invalid(_("Choose a day after the present end, within five years."), field="until")
    due = terms_for(actor, Duty.PRESERVE_ACKNOWLEDGEMENT, at=now, by=row.service_id)
    clock = move_clock(row.id, ClockKind.DATA_REQUEST, due, started_at=now)
    PreservationExtension(
        request=row, force_id=actor.organisation_id, until=until, legal_basis=basis, asked_at=now, due_at=clock.due_at
    ).save(force_insert=True)
    details = {"until": until.isoformat(), "legal_basis": basis}
    enter(Act.PRESERVATION_EXTENDED, subjects=[row.id], audience=[row.service_id], details=details)
    return until


@command(Permission.MAKE_DATA_REQUEST)
def release_preservation(actor: Actor, request_id: UUID, reason: str) -> None:
    """Tell the service that it need not preserve any longer. It may delete at once, so this cannot be taken back.

    Raises:
        NotFound: the actor's organisation made no such request.
        NotPermitted: no person does it.
        Invalid: no reason is given, or it is too long.
        Conflict: it is a question, or was let go already.
    """
    row, _view = _held(actor, request_id)
    given, now = given_reason(reason, most=REASON_CHARACTERS), timezone.now()
    row.released_at = now
    row.save(update_fields=["released_at"])
    for kind in (ClockKind.PRESERVATION, ClockKind.DATA_REQUEST):
        stop_clock(row.id, kind, at=now)
    enter(Act.PRESERVATION_ENDED, subjects=[row.id], audience=[row.service_id], details={"reason": given})


def _held(actor: Actor, request_id: UUID) -> tuple[DataRequest, RequestView]:
    if actor.member_id is None:
        raise NotPermitted(_("A person asks, and can be asked back."))
    row = DataRequest.objects.filter(id=request_id, force_id=actor.organisation_id).first()
    if row is None:
        raise NotFound(_("There is no such request."))
    view = request_views([row])[0]
    if row.preserve_until is None:
        raise Conflict(_("This request asks for an answer, not to preserve."))
    if view.released_at is not None:
        raise Conflict(_("You have told the service that it need not preserve any longer."))
    return row, view
