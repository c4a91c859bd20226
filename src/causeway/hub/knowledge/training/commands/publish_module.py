"""From draft to published version: sent for review, read by a second person, published or returned; and shared."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.agreements import partners_in_force
from causeway.hub.base.rows.documents import from_document
from causeway.hub.knowledge.training.checking import faults_against, faults_of
from causeway.hub.knowledge.training.commands.write_module import open_draft
from causeway.hub.knowledge.training.content import Module
from causeway.hub.knowledge.training.learner import member_of
from causeway.hub.knowledge.training.models import ModuleDraft, ModulePicture, ModuleVersion
from causeway.hub.knowledge.training.queries.library import is_newer_original, original_said
from causeway.hub.knowledge.training.words import DraftState

COMMENT_CHARACTERS = 3_000


@command(Permission.WRITE_MODULES)
def send_for_review(actor: Actor, draft_id: UUID) -> None:
    """Hand a draft to whoever reviews it.

    Raises:
        NotFound: no such draft.
        Conflict: it is in review already.
        Invalid: something must be mended first; the message says what and where.
    """
    row = open_draft(draft_id)
    module = from_document(Module, row.document)
    original = original_said(actor.organisation_id, row.module_id, row.language)
    if faults := [*faults_of(module), *(faults_against(original, module) if original else ())]:
        raise Invalid(_("%(where)s: %(fault)s") % {"where": faults[0].part, "fault": faults[0].text})
    row.state, row.comments, row.author_id = DraftState.IN_REVIEW.value, "", member_of(actor)
    row.save(update_fields=["state", "comments", "author_id"])
    enter(Act.MODULE_SENT_FOR_REVIEW, subjects=[row.module_id], details={"title": row.document["title"]})


@command(Permission.MANAGE_TRAINING)
def return_draft(actor: Actor, draft_id: UUID, comments: str) -> None:
    """Give a draft back to its author.

    Raises:
        NotFound: no such draft.
        Conflict: it is not in review, or the reviewer had a hand in it.
        Invalid: the comments are missing or too long.
    """
    row = _in_review(actor, draft_id)
    if not comments.strip():
        raise Invalid(_("Say what should change."), field="comments")
    if len(comments) > COMMENT_CHARACTERS:
        raise Invalid(_("Write at most 3,000 characters."), field="comments")
    row.state, row.comments, row.reviewer_id = DraftState.RETURNED.value, comments.strip(), actor.member_id
    row.save(update_fields=["state", "comments", "reviewer_id"])
    enter(Act.MODULE_RETURNED, subjects=[row.module_id], details={"title": row.document["title"]})


@command(Permission.MANAGE_TRAINING)
def publish(actor: Actor, draft_id: UUID, *, now: datetime) -> int:
    """Publish a draft as the next version in its language, which never changes; gives its number.

    Raises:
        NotFound: no such draft.
        Conflict: it is not in review, the reviewer had a hand in it, or it is in another language than the original
            and that has changed since somebody last wrote in it.
    """
    row = _in_review(actor, draft_id)
    module = from_document(Module, row.document)
    original = original_said(actor.organisation_id, row.module_id, row.language)
    is_newer = is_newer_original(actor.organisation_id, row.module_id, than=row.changed_at)
    if original is not None and (is_newer or faults_against(original, module)):
        raise Conflict(_("The original has changed meanwhile. Return the draft, so that its words are gone over."))
    earlier = ModuleVersion.objects.filter(organisation_id=actor.organisation_id, module_id=row.module_id)
    last = earlier.filter(language=row.language).order_by("-number").first()
    # The audience is the module's, whatever the language and version.
    like = last or earlier.order_by("-published_at").first()
    version = ModuleVersion(
        organisation_id=actor.organisation_id,
        module_id=row.module_id,
        language=row.language,
        number=last.number + 1 if last else 1,
        document=row.document,
        picture_ids=_pictures(module),
        author_id=row.author_id,
        reviewer_id=member_of(actor),
        published_at=now,
        is_for_everyone=like.is_for_everyone if like else False,
        shared_with=like.shared_with if like else [],
    )
    version.save(force_insert=True)
    row.delete()
    enter(
        Act.MODULE_PUBLISHED,
        subjects=[version.module_id],
        details={"title": module.title, "version": version.number, "language": version.language},
    )
    return version.number


@command(Permission.WRITE_MODULES)
def share_module(actor: Actor, module_id: UUID, *, everyone: bool, with_ids: Collection[UUID] = ()) -> None:
    """Say who else reads a module: every organisation here, or some with which an agreement is in force.

    Raises:
        NotFound: the organisation has published no such module.
        Invalid: no agreement is in force with one of them.
    """
    rows = ModuleVersion.objects.filter(organisation_id=actor.organisation_id, module_id=module_id)
    if not rows.exists():
        raise NotFound(_("There is no such module."))
    if set(with_ids) - set(partners_in_force()):
        raise Invalid(_("No agreement is in force with one of these organisations."), field="with_ids")
    rows.update(is_for_everyone=everyone, shared_with=sorted(with_ids))
    enter(
        Act.MODULE_SHARED,
        subjects=[module_id],
        details={"everyone": everyone, "with": sorted(str(one) for one in with_ids)},
    )


@command(Permission.MANAGE_TRAINING)
def withdraw_module(actor: Actor, module_id: UUID, *, now: datetime) -> None:
    """Take a module out of the library. Certificates stay; nobody can begin it any more.

    Raises:
        NotFound: the organisation has published no such module.
    """
    rows = ModuleVersion.objects.filter(organisation_id=actor.organisation_id, module_id=module_id, withdrawn_at=None)
    if not rows.update(withdrawn_at=now):
        raise NotFound(_("There is no such module."))
    enter(Act.MODULE_SHARED, subjects=[module_id], details={"withdrawn": True})


def _in_review(actor: Actor, draft_id: UUID) -> ModuleDraft:
    row = ModuleDraft.objects.select_for_update().filter(id=draft_id).first()
    if row is None:
        raise NotFound(_("There is no such draft."))
    if row.state != DraftState.IN_REVIEW:
        raise Conflict(_("This draft is not in review."))
    if actor.member_id in {row.author_id, *row.writers}:
        raise Conflict(_("Somebody who has not written in it reviews a module."))
    return row


def _pictures(module: Module) -> list[UUID]:
    sources = [section.picture.source for section in module.sections if section.picture]
    return list(
        ModulePicture.objects.filter(id__in=[one for one in map(as_picture_id, sources) if one]).values_list(
            "id", flat=True
        )
    )


def as_picture_id(source: str) -> UUID | None:
    """The identifier of an uploaded picture; None for one that ships with the program."""
    try:
        return UUID(source)
    except ValueError:
        return None
