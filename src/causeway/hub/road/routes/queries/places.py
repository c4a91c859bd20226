"""A desk's places: which versions there are, which is in force, and what stands in it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.people import member_names
from causeway.hub.road.routes.models import Place, PlaceTable, PlaceTerm
from causeway.routing import PlaceKind, alike_key, force, place_key

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceVersion:
    """One version. `loaded_by` is empty where the program loaded it; `has_rows` says whether it can be used again."""

    id: UUID
    number: int
    places: int
    refused: int
    reason: str
    loaded_by: str
    loaded_at: datetime
    has_rows: bool
    is_in_force: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceChange:
    """When which version was put into force, or none, by whom and why."""

    number: int | None
    since: datetime
    decided_by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceShelf:
    """All versions and changes, the newest first. `in_force` is None where the desk routes without."""

    in_force: PlaceVersion | None
    versions: tuple[PlaceVersion, ...]
    changes: tuple[PlaceChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLine:
    """One name in the version in force, with the alias by which it was found."""

    name: str
    alias: str
    kind: PlaceKind
    force_code: str
    force: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacePage:
    """A page of them by name; `is_alike` where only names that are like the one that was asked for were found."""

    lines: tuple[PlaceLine, ...]
    number: int
    has_next: bool
    is_alike: bool = False


def newest_term(desk_id: UUID) -> PlaceTerm | None:
    """What was decided last. Runs inside the caller's transaction."""
    terms = PlaceTerm.objects.filter(desk_id=desk_id).select_related("table")
    return terms.order_by("-since", "-id").first()


@query(Permission.READ_PLACES)
def place_shelf(actor: Actor) -> PlaceShelf:
    """The versions of the actor's desk."""
    newest = newest_term(actor.organisation_id)
    rows = list(PlaceTable.objects.order_by("-number")[:100])
    terms = list(PlaceTerm.objects.select_related("table").order_by("-since", "-id")[:100])
    people = {row.loaded_by_id for row in rows} | {term.decided_by_id for term in terms}
    names = member_names([one for one in people if one])
    in_force_id = newest.table_id if newest else None
    versions = tuple(
        PlaceVersion(
            id=row.id,
            number=row.number,
            places=row.places,
            refused=row.refused,
            reason=row.reason,
            loaded_by=names.get(row.loaded_by_id, "") if row.loaded_by_id else "",
            loaded_at=row.loaded_at,
            has_rows=not row.is_emptied,
            is_in_force=row.id == in_force_id,
        )
        for row in rows
    )
    changes = tuple(
        PlaceChange(
            number=term.table.number if term.table else None,
            since=term.since,
            decided_by=names.get(term.decided_by_id, "") if term.decided_by_id else "",
            reason=term.reason,
        )
        for term in terms
    )
    return PlaceShelf(
        in_force=next((one for one in versions if one.is_in_force), None), versions=versions, changes=changes
    )


@query(Permission.READ_PLACES)
def find_places(
    actor: Actor, *, name: str = "", force_code: str = "", kind: PlaceKind | None = None, page: int = 1
) -> PlacePage:
    """What stands in the version in force: all, or what has this name or alias, else what is only like it."""
    newest = newest_term(actor.organisation_id)
    if newest is None or newest.table_id is None:
        return PlacePage(lines=(), number=1, has_next=False)
    rows = Place.objects.filter(table_id=newest.table_id)
    if force_code:
        rows = rows.filter(force_code=force_code)
    if kind:
        rows = rows.filter(kind=kind.value)
    is_alike = False
    if name.strip():
        exact = rows.filter(key=place_key(name))
        is_alike = not exact.exists() and bool(alike_key(name))
        rows = rows.filter(alike=alike_key(name)) if is_alike else exact
    else:
        rows = rows.filter(alias="")
    first = (page - 1) * PAGE_SIZE
    found = list(rows.order_by("key", "id")[first : first + PAGE_SIZE + 1])
    lines = tuple(
        PlaceLine(
            name=row.name,
            alias=row.alias,
            kind=PlaceKind(row.kind),
            force_code=row.force_code,
            force=force(row.force_code).name,
        )
        for row in found[:PAGE_SIZE]
    )
    return PlacePage(lines=lines, number=page, has_next=len(found) > PAGE_SIZE, is_alike=is_alike)
