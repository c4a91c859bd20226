"""What services preserve for a force, and until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.clocks.keeping import ClockFact, ClockKind
from causeway.hub.base.clocks.listing import Stands, clocks_that_stand, count_by_standing
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.people import address_of_member
from causeway.hub.road.data_requests.models import DataRequest, DataRequestOrigin
from causeway.hub.road.data_requests.preserving import rule_at, usual_extension
from causeway.hub.road.data_requests.queries.requests import RequestView, request_views
from causeway.timing import PreservationRule

PRESERVED_A_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class PreservedLine:
    """One preservation: the request, and the force's clock of it."""

    view: RequestView
    clock: ClockFact
    stands: Stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Preserved:
    """One page of those that stand alike, and how many stand how."""

    lines: tuple[PreservedLine, ...]
    counts: Mapping[Stands, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionProposal:
    """What an extension begins with: the day to which it is usual, the power named last, and what law says of it.
    `is_beyond` says that law names fewer extensions than there would be.
    """

    view: RequestView
    until: datetime
    legal_basis: str
    rule: PreservationRule
    is_beyond: bool


@query(Permission.MAKE_DATA_REQUEST)
def preserved(actor: Actor, stands: Stands, *, now: datetime, page: int) -> Preserved:
    """What the actor's organisation has had preserved, the soonest end first. The list is no look at a request."""
    clocks = clocks_that_stand(
        ClockKind.PRESERVATION, stands, now, offset=(page - 1) * PRESERVED_A_PAGE, limit=PRESERVED_A_PAGE
    )
    rows = DataRequest.objects.filter(id__in=[clock.subject_id for clock in clocks], force_id=actor.organisation_id)
    views = {view.id: view for view in request_views(rows)}
    lines = tuple(
        PreservedLine(view=views[clock.subject_id], clock=clock, stands=stands)
        for clock in clocks
        if clock.subject_id in views
    )
    return Preserved(lines=lines, counts=count_by_standing(ClockKind.PRESERVATION, now))


@query(Permission.MAKE_DATA_REQUEST)
def extension_proposal(actor: Actor, request_id: UUID, *, now: datetime) -> ExtensionProposal:
    """What to ask for next; the look is entered.

    Raises:
        NotFound: nothing is preserved under such a request of the actor's organisation.
    """
    row = DataRequest.objects.filter(id=request_id, force_id=actor.organisation_id, released_at=None).first()
    view = request_views([row])[0] if row else None
    if row is None or view is None or view.preserve_until is None:
        raise NotFound(_("There is no such request."))
    enter(Act.DATA_REQUEST_READ, subjects=[row.id])
    rule = rule_at(actor, row.service_id)
    return ExtensionProposal(
        view=view,
        until=usual_extension(actor, row.service_id, view.preserve_until, now),
        legal_basis=view.extensions[-1].legal_basis if view.extensions else view.legal_basis,
        rule=rule,
        is_beyond=rule.most_extensions is not None and len(view.extensions) >= rule.most_extensions,
    )


def whoever_asked(request_id: UUID) -> str:
    """The mail address of who asked; empty where nobody is known. Runs inside the caller's transaction."""
    origin = DataRequestOrigin.objects.filter(request_id=request_id).first()
    return address_of_member(origin.made_by_id) if origin else ""
