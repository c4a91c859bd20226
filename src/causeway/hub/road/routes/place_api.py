"""The schools and places of a desk over the API: find them, see their versions.

The API root adds this router under `/places` and signs the caller in. A file is loaded on the page, or on the hub's own
machine.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from causeway.hub.base.acting.calling import actor_of
from causeway.hub.road.routes.commands.load_places import use_places
from causeway.hub.road.routes.queries.places import PlacePage, find_places, place_shelf
from causeway.routing import PlaceKind

router = Router(tags=["places"])


class FindIn(Schema):
    """What is looked for; what is left out narrows nothing."""

    name: Annotated[str, Field(max_length=200)] = ""
    kind: PlaceKind | None = None
    force_code: str = ""
    page: Annotated[int, Field(ge=1, le=100_000)] = 1


class PlaceOut(Schema):
    """One name in the version in force; `alias` where it is not the place's own."""

    name: str
    alias: str
    kind: PlaceKind
    force_code: str
    force: str


class PlacesOut(Schema):
    """A page of them. With `is_alike` nothing has the name, and these are only like it: they send nothing."""

    lines: list[PlaceOut]
    number: int
    has_next: bool
    is_alike: bool


class VersionOut(Schema):
    """One version; with `has_rows` it can be put into force again."""

    id: UUID
    number: int
    places: int
    refused: int
    reason: str
    loaded_by: str
    loaded_at: datetime
    has_rows: bool
    is_in_force: bool


class UseIn(Schema):
    """Which version is to be in force, none where it is null, and why."""

    version_id: UUID | None
    reason: Annotated[str, Field(min_length=1)]


@router.post("/find", response=PlacesOut, summary="Find schools and places")
def find(request: HttpRequest, body: FindIn) -> PlacePage:
    """What stands in the version in force: all, or what has this name or alias, else what is only like it. The name is
    sent in the body, because it may be that of a child's school and an address is logged on its way.
    """
    return find_places(actor_of(request), name=body.name, kind=body.kind, force_code=body.force_code, page=body.page)


@router.get("/versions", response=list[VersionOut], summary="The versions of schools and places")
def versions(request: HttpRequest) -> list[dict[str, Any]]:
    """Every version, newest first."""
    return [asdict(one) for one in place_shelf(actor_of(request)).versions]


@router.post("/in-force", response={204: None}, summary="Put another version into force")
def use(request: HttpRequest, body: UseIn) -> Status[None]:
    """Put an earlier version into force again, or none."""
    use_places(actor_of(request), body.version_id, body.reason)
    return Status(204, None)
