"""Modules being written and published by the acting organisation, for those who write and review them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.agreements import partners_in_force
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.base.organisations.queries.people import member_names
from causeway.hub.base.rows.documents import from_document
from causeway.hub.knowledge.training.checking import Fault, faults_against, faults_of
from causeway.hub.knowledge.training.content import Module
from causeway.hub.knowledge.training.models import ModuleDraft, ModuleVersion
from causeway.hub.knowledge.training.queries.library import last_translated, original_said
from causeway.hub.knowledge.training.translating import changed_parts
from causeway.hub.knowledge.training.words import DraftState


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftView:
    """A draft, with what would keep it from being published. `is_own` where the reader had a hand in it; `original` is
    what it says in another language, where it is published in one; `changed` are its parts whose texts have changed
    since words in this language were published last.
    """

    id: UUID
    module_id: UUID
    module: Module
    state: DraftState
    author: str
    reviewer: str
    comments: str
    changed_at: datetime
    faults: tuple[Fault, ...]
    is_own: bool
    original: Module | None = None
    changed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedView:
    """A published module of the organisation's own, in one language, newest version first."""

    module_id: UUID
    title: str
    language: str
    number: int
    published_at: datetime
    is_for_everyone: bool
    shared_with: tuple[str, ...]
    shared_ids: tuple[UUID, ...]
    is_withdrawn: bool


@query(Permission.MANAGE_TRAINING)
def drafts(actor: Actor) -> list[DraftView]:
    """The organisation's drafts, last changed first."""
    return [_draft(actor, row) for row in ModuleDraft.objects.order_by("-changed_at")]


@query(Permission.MANAGE_TRAINING)
def draft(actor: Actor, draft_id: UUID) -> DraftView:
    """One draft.

    Raises:
        NotFound: no such draft.
    """
    row = ModuleDraft.objects.filter(id=draft_id).first()
    if row is None:
        raise NotFound(_("There is no such draft."))
    return _draft(actor, row)


@query(Permission.MANAGE_TRAINING)
def published(actor: Actor) -> list[PublishedView]:
    """The newest version of each of the organisation's modules in each language, by title."""
    newest: dict[tuple[UUID, str], ModuleVersion] = {}
    for row in ModuleVersion.objects.filter(organisation_id=actor.organisation_id).order_by("number"):
        newest[row.module_id, row.language] = row
    names = names_of({one for row in newest.values() for one in row.shared_with})
    views = [
        PublishedView(
            module_id=row.module_id,
            title=row.document["title"],
            language=row.language,
            number=row.number,
            published_at=row.published_at,
            is_for_everyone=row.is_for_everyone,
            shared_with=tuple(sorted(names.get(one, "") for one in row.shared_with)),
            shared_ids=tuple(row.shared_with),
            is_withdrawn=row.withdrawn_at is not None,
        )
        for row in newest.values()
    ]
    return sorted(views, key=lambda view: (view.title.casefold(), view.language))


@query(Permission.MANAGE_TRAINING)
def possible_readers(actor: Actor) -> list[tuple[UUID, str]]:
    """The organisations with which a module can be shared by name: an agreement is in force with each."""
    return sorted(names_of(set(partners_in_force())).items(), key=lambda one: one[1])


def _draft(actor: Actor, row: ModuleDraft) -> DraftView:
    module = from_document(Module, row.document)
    original = original_said(row.organisation_id, row.module_id, row.language)
    before = last_translated(row.organisation_id, row.module_id, row.language) if original else None
    names = member_names({row.author_id} | ({row.reviewer_id} if row.reviewer_id else set()))
    return DraftView(
        id=row.id,
        module_id=row.module_id,
        module=module,
        state=DraftState(row.state),
        author=names.get(row.author_id, ""),
        reviewer=names.get(row.reviewer_id, "") if row.reviewer_id else "",
        comments=row.comments,
        changed_at=row.changed_at,
        faults=(*faults_of(module), *(faults_against(original, module) if original else ())),
        original=original,
        changed=changed_parts(before, original) if before and original else frozenset(),
        is_own=actor.member_id in {row.author_id, *row.writers},
    )
