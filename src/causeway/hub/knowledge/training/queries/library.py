"""The modules that the acting organisation can read: those that ship, its own, and those that others share."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.base.walls.documents import from_document
from causeway.hub.knowledge.training.content import Module
from causeway.hub.knowledge.training.models import ModulePicture, ModuleVersion
from causeway.hub.knowledge.training.shipped import SHIPPED_VERSION, shipped_modules

DEFAULT_LANGUAGE = "en"
_MOST_KEPT = 500
"""Versions kept in memory by each process; a long one takes some 100 KB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleView:
    """A published module. `owner_id` is None for one that ships with the program; `languages` are those that it can
    be read in.
    """

    id: UUID
    module: Module
    version: int
    owner_id: UUID | None
    owner: str
    languages: tuple[str, ...]


def visible_modules(language: str = DEFAULT_LANGUAGE) -> dict[UUID, ModuleView]:
    """Every module in force, by identifier, in the wanted language where there is one. Runs inside the caller's
    transaction.
    """
    found = {
        module_id: ModuleView(
            id=module_id, module=module, version=SHIPPED_VERSION, owner_id=None, owner="", languages=(module.language,)
        )
        for module_id, module in shipped_modules().items()
    }
    newest: dict[UUID, dict[str, ModuleVersion]] = {}
    for row in ModuleVersion.objects.filter(withdrawn_at=None).defer("document").order_by("number"):
        newest.setdefault(row.module_id, {})[row.language] = row
    owners = names_of({row.organisation_id for rows in newest.values() for row in rows.values()})
    for module_id, rows in newest.items():
        found[module_id] = _view(_chosen(rows, language), owners, sorted(rows))
    return found


def module_in(module_id: UUID, language: str = DEFAULT_LANGUAGE) -> ModuleView:
    """One module in force. Runs inside the caller's transaction.

    Raises:
        NotFound: it is not visible, or withdrawn.
    """
    module = shipped_modules().get(module_id)
    if module is not None:
        return ModuleView(
            id=module_id, module=module, version=SHIPPED_VERSION, owner_id=None, owner="", languages=(module.language,)
        )
    rows = {
        row.language: row
        for row in ModuleVersion.objects.filter(module_id=module_id, withdrawn_at=None)
        .defer("document")
        .order_by("number")
    }
    if not rows:
        raise NotFound(_("There is no such module."))
    return _view(_chosen(rows, language), names_of({row.organisation_id for row in rows.values()}), sorted(rows))


def module_as_taken(module_id: UUID, language: str, version: int) -> Module:
    """A module as it was in one version, for looking back at a test. Runs inside the caller's transaction.

    Raises:
        NotFound: it is not visible any more.
    """
    shipped = shipped_modules().get(module_id)
    if shipped is not None:
        return shipped
    found = ModuleVersion.objects.filter(module_id=module_id, language=language, number=version)
    version_id = found.values_list("id", flat=True).first()
    if version_id is None:
        raise NotFound(_("There is no such module."))
    return _said(version_id)


@query(Permission.LEARN)
def read_library(actor: Actor, language: str) -> list[ModuleView]:
    """Every module in force, by title."""
    return sorted(visible_modules(language).values(), key=lambda view: view.module.title.casefold())


@query(Permission.LEARN)
def read_module(actor: Actor, module_id: UUID, language: str) -> ModuleView:
    """One module, to learn from."""
    return module_in(module_id, language)


@query(Permission.LEARN)
def read_picture(actor: Actor, picture_id: UUID) -> bytes:
    """A picture of a module, as JPEG.

    Raises:
        NotFound: none that is visible.
    """
    row = ModulePicture.objects.filter(id=picture_id).first()
    if row is None:
        raise NotFound(_("There is no such picture."))
    return bytes(row.jpeg)


def modules_of_skill(views: Iterable[ModuleView], skill: str) -> list[ModuleView]:
    """The modules whose certificate is for a skill, the organisation's own before those that ship."""
    found = [view for view in views if view.module.skill == skill]
    return sorted(found, key=lambda view: (view.owner_id is None, view.module.title.casefold()))


def _chosen(rows: dict[str, ModuleVersion], language: str) -> ModuleVersion:
    short = language.split("-", maxsplit=1)[0]
    return rows.get(short) or rows.get(DEFAULT_LANGUAGE) or rows[min(rows)]


@lru_cache(maxsize=_MOST_KEPT)
def _said(version_id: UUID) -> Module:
    """What a version says, which never changes; whoever asks has found it inside their own wall."""
    return from_document(Module, ModuleVersion.objects.values_list("document", flat=True).get(id=version_id))


def _view(row: ModuleVersion, owners: dict[UUID, str], languages: list[str]) -> ModuleView:
    return ModuleView(
        id=row.module_id,
        module=_said(row.id),
        version=row.number,
        owner_id=row.organisation_id,
        owner=owners.get(row.organisation_id, ""),
        languages=tuple(languages),
    )
