"""The register of central desks over the API: read it, register, verify and close. Only a person changes it.

The API root adds this router under `/central-desks` and signs the caller in.
"""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from causeway.hub.base.acting.calling import actor_of
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.road.routes.commands.central_desks import (
    NewCentralDesk,
    close_central_desk,
    register_central_desk,
    verify_central_desk,
)
from causeway.hub.road.routes.queries.central_desks import CentralDeskView, central_desk, central_desks
from causeway.routing import country_code

router = Router(tags=["central desks"])


class CentralDeskIn(Schema):
    """What is registered. `countries` are ISO alpha-2 codes or names. With `organisation_id` it is that police force of
    this hub; without, give `mailbox` and `channel`, by which it is reached.
    """

    name: str
    countries: list[str]
    note: str
    organisation_id: UUID | None = None
    mailbox: str = ""
    phone: str = ""
    channel: str = ""
    public_key: str = ""


class CentralDeskOut(Schema):
    """One central desk. Referrals go there once it `is_in_force`: verified by a second person, and not closed."""

    id: UUID
    name: str
    countries: list[str]
    organisation_id: UUID | None
    mailbox: str
    phone: str
    channel: str
    public_key: str
    note: str
    is_in_force: bool
    registered_at: datetime
    verified_at: datetime | None
    verified_how: str
    closed_at: datetime | None
    close_reason: str


class ReasonIn(Schema):
    """Why, or how it was checked."""

    reason: str


@router.get("", response=list[CentralDeskOut], summary="The central desks of other countries")
def list_central_desks(request: HttpRequest, country: str = "", with_closed: bool = False) -> list[CentralDeskView]:
    """The register by name; of one country (its name or ISO alpha-2) where one is given."""
    code = country_code(country) if country else ""
    if code is None:
        raise Invalid(_("This is not a country: give its name or its two letters."), field="country")
    return central_desks(actor_of(request), country=code, with_closed=with_closed)


@router.post("", response={201: CentralDeskOut}, summary="Register a central desk")
def register(request: HttpRequest, body: CentralDeskIn) -> Status[CentralDeskView]:
    """Put one into the register. Nothing goes there until a second person has verified it."""
    actor = actor_of(request)
    given = body.dict() | {"countries": tuple(body.countries)}
    return Status(201, central_desk(actor, register_central_desk(actor, NewCentralDesk(**given))))


@router.get("/{uuid:central_desk_id}", response=CentralDeskOut, summary="One central desk")
def show(request: HttpRequest, central_desk_id: UUID) -> CentralDeskView:
    """One of the register."""
    return central_desk(actor_of(request), central_desk_id)


@router.post("/{uuid:central_desk_id}/verify", response=CentralDeskOut, summary="Verify a central desk")
def verify(request: HttpRequest, central_desk_id: UUID, body: ReasonIn) -> CentralDeskView:
    """Say how it was checked; whoever registered it cannot."""
    actor = actor_of(request)
    verify_central_desk(actor, central_desk_id, body.reason)
    return central_desk(actor, central_desk_id)


@router.post("/{uuid:central_desk_id}/close", response=CentralDeskOut, summary="Close a central desk")
def close(request: HttpRequest, central_desk_id: UUID, body: ReasonIn) -> CentralDeskView:
    """Send nothing there any more."""
    actor = actor_of(request)
    close_central_desk(actor, central_desk_id, body.reason)
    return central_desk(actor, central_desk_id)
