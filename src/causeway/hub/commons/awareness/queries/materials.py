"""Material to teach with: a library by audience, age and language."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.commons.awareness.models import Material
from causeway.hub.commons.awareness.queries.paging import Page, page_of
from causeway.hub.commons.awareness.words import Audience, MaterialKind


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialFilter:
    """What a list is narrowed to. `age` is a pupil's; `is_mine` keeps to the acting organisation's own."""

    audience: str = ""
    age: int | None = None
    language: str = ""
    is_mine: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialLine:
    """A material in a list."""

    id: UUID
    title: str
    summary: str
    kind: MaterialKind
    audience: Audience
    age_from: int | None
    age_to: int | None
    language: str
    minutes: int | None
    by: str
    is_own: bool
    published_at: datetime | None
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialView:
    """A material to read. `translations` are the same in other languages."""

    line: MaterialLine
    body: str
    written_at: datetime
    translation_of: UUID | None
    translations: tuple[MaterialLine, ...]


@query(Permission.READ_AWARENESS)
def materials(actor: Actor, wanted: MaterialFilter) -> Page[MaterialLine]:
    """Material that can be used, newest first; one's own drafts and withdrawn material too where only one's own is
    asked for.
    """
    rows = Material.objects.order_by("-written_at", "id")
    if wanted.is_mine:
        rows = rows.filter(organisation_id=actor.organisation_id)
    else:
        rows = rows.filter(published_at__isnull=False, withdrawn_at=None)
    if wanted.audience:
        rows = rows.filter(audience=wanted.audience)
    if wanted.language:
        rows = rows.filter(language=wanted.language)
    if wanted.age is not None:
        rows = rows.filter(
            Q(age_to=None) | Q(age_to__gte=wanted.age), audience=Audience.PUPILS.value, age_from__lte=wanted.age
        )
    names = _names(rows)
    return page_of(rows, wanted.page, lambda row: _line(actor, row, names))


@query(Permission.READ_AWARENESS)
def material(actor: Actor, material_id: UUID) -> MaterialView:
    """One material.

    Raises:
        NotFound: none is published or the actor's own.
    """
    row = Material.objects.filter(id=material_id).first()
    if row is None:
        raise NotFound(_("There is no such material."))
    root = row.translation_of_id or row.id
    family = (
        Material.objects.filter(Q(id=root) | Q(translation_of_id=root), withdrawn_at=None)
        .exclude(id=row.id)
        .order_by("language", "id")
    )
    names = _names(Material.objects.filter(Q(id=root) | Q(translation_of_id=root) | Q(id=row.id)))
    return MaterialView(
        line=_line(actor, row, names),
        body=row.body,
        written_at=row.written_at,
        translation_of=row.translation_of_id,
        translations=tuple(_line(actor, other, names) for other in family),
    )


@query(Permission.READ_AWARENESS)
def material_choices(actor: Actor) -> list[tuple[UUID, str]]:
    """What a session can be taught with, by title."""
    rows = Material.objects.filter(withdrawn_at=None).order_by("title", "language")
    return [(row.id, f"{row.title} ({row.language})") for row in rows[:500]]


def titles_of(material_ids: list[UUID]) -> list[tuple[UUID, str]]:
    """Identifiers and titles of those that the acting organisation may read, in the order given. Runs inside the
    caller's transaction.
    """
    found = dict(Material.objects.filter(id__in=material_ids).values_list("id", "title"))
    return [(each, found[each]) for each in material_ids if each in found]


def _names(rows: QuerySet[Material]) -> dict[UUID, str]:
    return names_of(set(rows.order_by().values_list("organisation_id", flat=True).distinct()))


def _line(actor: Actor, row: Material, names: dict[UUID, str]) -> MaterialLine:
    return MaterialLine(
        id=row.id,
        title=row.title,
        summary=row.summary,
        kind=MaterialKind(row.kind),
        audience=Audience(row.audience),
        age_from=row.age_from,
        age_to=row.age_to,
        language=row.language,
        minutes=row.minutes,
        by=names.get(row.organisation_id, ""),
        is_own=row.organisation_id == actor.organisation_id,
        published_at=row.published_at,
        withdrawn_at=row.withdrawn_at,
    )
