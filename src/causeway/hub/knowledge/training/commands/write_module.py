"""Writing a module: a draft is begun, changed by its organisation's trainers, and deleted. Changes to a draft make no
entry of their own; beginning and publishing do.
"""

from collections.abc import Callable
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.rows.documents import from_document, to_document
from causeway.hub.knowledge.training.checking import faults_against
from causeway.hub.knowledge.training.content import Module
from causeway.hub.knowledge.training.learner import member_of
from causeway.hub.knowledge.training.models import ModuleDraft, ModulePicture, ModuleVersion
from causeway.hub.knowledge.training.queries.library import original_said
from causeway.hub.knowledge.training.shipped import ModuleInvalid, parse_module, shipped_modules
from causeway.hub.knowledge.training.translating import with_words_of
from causeway.hub.knowledge.training.words import DraftState
from causeway.matching.errors import MatchingError
from causeway.matching.previewer import preview

LARGEST_PICTURE_BYTES = 8 * 1024**2
LONGEST_DOCUMENT = 1_000_000
"""Characters of a module; a long one has a tenth."""

Change = Callable[[Module], Module]


@command(Permission.WRITE_MODULES)
def begin_module(actor: Actor, *, title: str, about: str, language: str) -> UUID:
    """Begin a new module, and give the draft's identifier.

    Raises:
        Invalid: it has no title.
    """
    if not title.strip():
        raise Invalid(_("Enter a title."), field="title")
    return _begin(actor, uuid4(), Module(title=title.strip(), about=about.strip(), language=language))


@command(Permission.WRITE_MODULES)
def begin_from_file(actor: Actor, text: str) -> UUID:
    """Begin a module from a file, and give the draft's identifier.

    Raises:
        Invalid: the file cannot be used; the message says what is wrong with it.
    """
    if len(text) > LONGEST_DOCUMENT:
        raise Invalid(_("This file is too long for a module."), field="file")
    try:
        module = parse_module(text)
    except ModuleInvalid as fault:
        raise Invalid(str(fault), field="file") from fault
    return _begin(actor, uuid4(), module)


@command(Permission.WRITE_MODULES)
def begin_next_version(actor: Actor, module_id: UUID, *, language: str, copy_of: str = "") -> UUID:
    """Begin the next version of a module of the organisation's own in a language, as a copy of what is published; of
    a module that ships, a new module of one's own. `copy_of` names the language copied from, where it is another.

    Raises:
        NotFound: the organisation has published no such module.
        Conflict: somebody is writing it already.
    """
    shipped = shipped_modules(language).get(module_id)
    if shipped is not None:
        return _begin(actor, uuid4(), _in_language(shipped, language))
    row = (
        ModuleVersion.objects.filter(
            organisation_id=actor.organisation_id, module_id=module_id, language=copy_of or language
        )
        .order_by("-number")
        .first()
    )
    if row is None:
        raise NotFound(_("There is no such module."))
    if ModuleDraft.objects.filter(module_id=module_id, language=language).exists():
        raise Conflict(_("Somebody is writing this module in this language already."))
    return _begin(actor, module_id, _in_language(from_document(Module, row.document), language))


@command(Permission.WRITE_MODULES)
def change_draft(actor: Actor, draft_id: UUID, change: Change) -> None:
    """Change what a draft says. One that was sent for review is not changed under the reviewer's eyes.

    Raises:
        NotFound: no such draft.
        Conflict: it is in review.
        Invalid: it would grow too long.
    """
    row = open_draft(draft_id)
    _keep(actor, row, change(from_document(Module, row.document)))


def _keep(actor: Actor, row: ModuleDraft, module: Module) -> None:
    document = to_document(module)
    if len(str(document)) > LONGEST_DOCUMENT:
        raise Invalid(_("The module grows too long. Make two of it."))
    row.document, row.changed_at = document, timezone.now()
    row.state, row.writers = DraftState.WRITING.value, sorted({*row.writers, member_of(actor)})
    row.save(update_fields=["document", "changed_at", "state", "writers"])


@command(Permission.WRITE_MODULES)
def import_words(actor: Actor, draft_id: UUID, text: str) -> None:
    """Take the words of a file that says the same module in the draft's language.

    Raises:
        NotFound: no such draft.
        Conflict: it is in review, or there is no original of which it says the words.
        Invalid: the file cannot be used, or has another structure than the original; the message names the place.
    """
    if len(text) > LONGEST_DOCUMENT:
        raise Invalid(_("This file is too long for a module."), field="file")
    row = open_draft(draft_id)
    original = original_said(actor.organisation_id, row.module_id, row.language)
    if original is None:
        raise Conflict(_("This draft is no translation: its module is published in no other language."))
    try:
        translation = parse_module(text)
    except ModuleInvalid as fault:
        raise Invalid(str(fault), field="file") from fault
    for other in faults_against(original, translation):
        raise Invalid(f"{other.part}: {other.text}", field="file")
    _keep(actor, row, with_words_of(from_document(Module, row.document), translation))


@command(Permission.WRITE_MODULES)
def delete_draft(actor: Actor, draft_id: UUID) -> None:
    """Delete a draft; what was published stays.

    Raises:
        NotFound: no such draft.
        Conflict: it is in review.
    """
    row = open_draft(draft_id)
    enter(Act.MODULE_DRAFT_DELETED, subjects=[row.module_id], details={"title": row.document["title"]})
    row.delete()


def drawn_anew(content: bytes) -> bytes:
    """An uploaded picture drawn anew in the limited process, so that nothing of the file itself is kept. Call it
    outside any transaction.

    Raises:
        Invalid: it is too large, or no picture.
    """
    if len(content) > LARGEST_PICTURE_BYTES:
        raise Invalid(_("This picture is larger than 8 megabytes."), field="picture")
    try:
        return preview(content, blurred=False, grey=False)
    except MatchingError as fault:
        raise Invalid(_("This file is no picture that can be shown."), field="picture") from fault


@command(Permission.WRITE_MODULES)
def add_picture(actor: Actor, jpeg: bytes) -> UUID:
    """Keep a picture that was drawn anew, and give its identifier."""
    row = ModulePicture(organisation_id=actor.organisation_id, jpeg=jpeg, added_at=timezone.now())
    row.save(force_insert=True)
    return row.id


def open_draft(draft_id: UUID) -> ModuleDraft:
    """A draft that can be changed, locked. Runs inside the caller's transaction."""
    row = ModuleDraft.objects.select_for_update().filter(id=draft_id).first()
    if row is None:
        raise NotFound(_("There is no such draft."))
    if row.state == DraftState.IN_REVIEW:
        raise Conflict(_("This draft is in review. Its reviewer can return it to you."))
    return row


def _in_language(module: Module, language: str) -> Module:
    return from_document(Module, {**to_document(module), "language": language})


def _begin(actor: Actor, module_id: UUID, module: Module) -> UUID:
    row = ModuleDraft(
        organisation_id=actor.organisation_id,
        module_id=module_id,
        language=module.language,
        document=to_document(module),
        author_id=member_of(actor),
        writers=[member_of(actor)],
        changed_at=timezone.now(),
    )
    row.save(force_insert=True)
    enter(Act.MODULE_DRAFTED, subjects=[module_id], details={"title": module.title, "language": module.language})
    return row.id
