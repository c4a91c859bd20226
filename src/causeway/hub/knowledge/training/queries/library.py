"""The modules that the acting organisation can read: those that ship, its own, and those that others share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.base.rows.documents import from_document
from causeway.hub.knowledge.languages import DEFAULT_LANGUAGE, reading_language
from causeway.hub.knowledge.training.content import Module
from causeway.hub.knowledge.training.models import ModulePicture, ModuleVersion
from causeway.hub.knowledge.training.shipped import SHIPPED_VERSION, shipped_in_languages, shipped_modules
from causeway.hub.knowledge.training.translating import differences_of

_MOST_KEPT = 500
"""Versions kept in memory by each process; a long one takes some 100 KB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleView:
    """A published module. `owner_id` is None for one that ships with the program; `languages` are those that it can
    be read in: with the structure of the newest original, so that every reader learns the same. `is_behind` where a
    text of the original has changed since these words were published.
    """

    id: UUID
    module: Module
    version: int
    owner_id: UUID | None
    owner: str
    languages: tuple[str, ...]
    is_behind: bool = False


def visible_modules(language: str = "") -> dict[UUID, ModuleView]:
    """Every module in force, by identifier, in the wanted language (the page's own, where none is named) where there is
    one. Runs inside the caller's transaction.
    """
    language = language or reading_language()
    found = {module_id: _shipped(module_id, language) for module_id in shipped_modules()}
    versions: dict[UUID, list[ModuleVersion]] = {}
    for row in ModuleVersion.objects.filter(withdrawn_at=None).defer("document").order_by("number"):
        versions.setdefault(row.module_id, []).append(row)
    owners = names_of({row.organisation_id for rows in versions.values() for row in rows})
    return found | {module_id: _view(rows, language, owners) for module_id, rows in versions.items()}


def module_in(module_id: UUID, language: str = DEFAULT_LANGUAGE) -> ModuleView:
    """One module in force. Runs inside the caller's transaction.

    Raises:
        NotFound: it is not visible, or withdrawn.
    """
    if module_id in shipped_modules():
        return _shipped(module_id, language)
    rows = list(
        ModuleVersion.objects.filter(module_id=module_id, withdrawn_at=None).defer("document").order_by("number")
    )
    if not rows:
        raise NotFound(_("There is no such module."))
    return _view(rows, language, names_of({row.organisation_id for row in rows}))


def module_as_taken(module_id: UUID, language: str, version: int) -> Module:
    """A module as it was in one version, for looking back at a test. Runs inside the caller's transaction.

    Raises:
        NotFound: it is not visible any more.
    """
    shipped = shipped_modules(language).get(module_id)
    if shipped is not None:
        return shipped
    found = ModuleVersion.objects.filter(module_id=module_id, language=language, number=version)
    version_id = found.values_list("id", flat=True).first()
    if version_id is None:
        raise NotFound(_("There is no such module."))
    return _said(version_id)


def titles_in(titles: Iterable[tuple[UUID | None, str]], language: str = "") -> dict[tuple[UUID, str], str]:
    """What a module is called in the reader's language, by its identifier and the title that somebody noted: so where
    that is what it is called in one of its languages. Runs inside the caller's transaction.
    """
    wanted = language or reading_language()
    noted = {(module_id, title) for module_id, title in titles if module_id is not None}
    names = {module_id: {one.language: one.title for one in by.values()} for module_id, by in _shipped_said(noted)}
    rows = ModuleVersion.objects.filter(module_id__in={module_id for module_id, _title in noted} - set(names))
    for row in rows.defer("document").order_by("number"):
        names.setdefault(row.module_id, {})[row.language] = _said(row.id).title
    return {
        (module_id, title): names[module_id][wanted]
        for module_id, title in noted
        if wanted in names.get(module_id, {}) and title in names[module_id].values()
    }


def _shipped_said(noted: Iterable[tuple[UUID, str]]) -> list[tuple[UUID, dict[str, Module]]]:
    shipped = shipped_in_languages()
    return [(module_id, shipped[module_id]) for module_id in {each for each, _title in noted} if module_id in shipped]


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


def original_of(rows: Sequence[ModuleVersion]) -> ModuleVersion:
    """Of all versions of a module the newest in the language in which it was published first: the others say the same.
    Runs inside the caller's transaction.
    """
    first = min(rows, key=lambda row: (row.published_at, row.number))
    return max((row for row in rows if row.language == first.language), key=lambda row: row.number)


def original_before(rows: Sequence[ModuleVersion], translated: ModuleVersion) -> ModuleVersion:
    """The version of the original whose words a translation says: the newest that was published when it was."""
    original = original_of(rows)
    known = [row for row in rows if row.language == original.language and row.published_at <= translated.published_at]
    return max(known, key=lambda row: row.number, default=original)


def last_translated(organisation_id: UUID, module_id: UUID, language: str) -> Module | None:
    """What the original said when the words in this language were published last; None where none are. Runs inside the
    caller's transaction.
    """
    versions = ModuleVersion.objects.filter(organisation_id=organisation_id, module_id=module_id)
    rows = list(versions.defer("document"))
    own = max((row for row in rows if row.language == language), key=lambda row: row.number, default=None)
    return None if own is None else _said(original_before(rows, own).id)


def is_newer_original(organisation_id: UUID, module_id: UUID, *, than: datetime) -> bool:
    """Whether a version of the original was published after this. Runs inside the caller's transaction."""
    versions = ModuleVersion.objects.filter(organisation_id=organisation_id, module_id=module_id)
    rows = list(versions.defer("document"))
    return bool(rows) and original_of(rows).published_at > than


def original_said(organisation_id: UUID, module_id: UUID, language: str) -> Module | None:
    """What the original of an organisation's module says; None where this language is that of the original, or nothing
    is published yet. Runs inside the caller's transaction.
    """
    versions = ModuleVersion.objects.filter(organisation_id=organisation_id, module_id=module_id)
    rows = list(versions.defer("document"))
    original = original_of(rows) if rows else None
    return None if original is None or original.language == language else _said(original.id)


@lru_cache(maxsize=_MOST_KEPT)
def _said(version_id: UUID) -> Module:
    """What a version says, which never changes; whoever asks has found it inside their own wall."""
    return from_document(Module, ModuleVersion.objects.values_list("document", flat=True).get(id=version_id))


@lru_cache(maxsize=_MOST_KEPT)
def _is_same_but_words(original_id: UUID, version_id: UUID) -> bool:
    return not differences_of(_said(original_id), _said(version_id))


def _shipped(module_id: UUID, language: str) -> ModuleView:
    return ModuleView(
        id=module_id,
        module=shipped_modules(language)[module_id],
        version=SHIPPED_VERSION,
        owner_id=None,
        owner="",
        languages=tuple(shipped_in_languages()[module_id]),
    )


def _view(rows: Sequence[ModuleVersion], language: str, owners: dict[UUID, str]) -> ModuleView:
    """A module from all its versions in force, by number."""
    original = original_of(rows)
    newest = {row.language: row for row in rows}
    offered = {code: row for code, row in newest.items() if row is original or _is_same_but_words(original.id, row.id)}
    row = offered.get(language.split("-", maxsplit=1)[0]) or offered.get(DEFAULT_LANGUAGE) or original
    return ModuleView(
        id=row.module_id,
        module=_said(row.id),
        version=row.number,
        owner_id=row.organisation_id,
        owner=owners.get(row.organisation_id, ""),
        languages=tuple(sorted(offered)),
        is_behind=row is not original and _said(original_before(rows, row).id) != _said(original.id),
    )
