"""Requests to join, as the desk that was asked sees them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.models import JoinRequest
from causeway.vocabulary.organisations import OrganisationKind, PartnerKind

_MOST = 200
"""Requests shown in one list, newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request to join. `is_accepted` is None until it is decided."""

    id: UUID
    name: str
    kind: OrganisationKind
    partner_kind: PartnerKind | None
    country: str
    website: str
    contact_name: str
    contact_email: str
    why: str
    asked_at: datetime
    decided_at: datetime | None
    is_accepted: bool | None
    decision_reason: str
    organisation_id: UUID | None


@query(Permission.VET_JOINING)
def joining_requests(actor: Actor) -> list[Asked]:
    """The desk's requests: those that wait first, then the newest."""
    del actor
    waiting = JoinRequest.objects.filter(decided_at=None).order_by("asked_at")[:_MOST]
    decided = JoinRequest.objects.filter(decided_at__isnull=False).order_by("-decided_at")[:_MOST]
    return [_asked(request) for request in (*waiting, *decided)]


@query(Permission.VET_JOINING)
def joining_request(actor: Actor, request_id: UUID) -> Asked:
    """One request.

    Raises:
        NotFound: the desk has no such request.
    """
    del actor
    request = JoinRequest.objects.filter(id=request_id).first()
    if request is None:
        raise NotFound(_("There is no such request."))
    return _asked(request)


def _asked(request: JoinRequest) -> Asked:
    return Asked(
        id=request.id,
        name=request.name,
        kind=OrganisationKind(request.kind),
        partner_kind=PartnerKind(request.partner_kind) if request.partner_kind else None,
        country=request.country,
        website=request.website,
        contact_name=request.contact_name,
        contact_email=request.contact_email,
        why=request.why,
        asked_at=request.asked_at,
        decided_at=request.decided_at,
        is_accepted=request.is_accepted,
        decision_reason=request.decision_reason,
        organisation_id=request.organisation_id,
    )
