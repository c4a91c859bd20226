"""From draft to version: sent for review, and published or returned by somebody who wrote nothing in it."""

from dataclasses import replace
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Invalid, NotPermitted
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.directory import directory
from causeway.hub.base.rows.documents import to_document
from causeway.hub.base.theme.numbers import grouped
from causeway.hub.knowledge.playbooks.commands.adopt import keep_adoption
from causeway.hub.knowledge.playbooks.models import PlaybookDraft, PlaybookReview, PlaybookVersion
from causeway.hub.knowledge.playbooks.playbook import Playbook
from causeway.hub.knowledge.playbooks.queries.drafts import Draft, DraftState, draft_row, draft_view, own_newest
from causeway.vocabulary.organisations import OrganisationKind

COMMENT_CHARACTERS = 3_000


@command(Permission.WRITE_PLAYBOOKS)
def send_for_review(actor: Actor, draft_id: UUID) -> None:
    """Send a draft for review; it is not changed any more until it comes back.

    Raises:
        NotFound, Conflict: no such draft, or it is not being written.
        Invalid: it is not whole, or a step that differs from the standard has no reason; the message says which.
    """
    del actor
    row = draft_row(draft_id, state=DraftState.WRITING)
    check_ready(draft_view(row))
    row.state, row.sent_at = DraftState.IN_REVIEW.value, timezone.now()
    row.save(update_fields=["state", "sent_at"])
    enter(Act.PLAYBOOK_SENT_FOR_REVIEW, subjects=[row.id], details={"code": row.code})


@command(Permission.REVIEW_PLAYBOOKS)
def return_draft(actor: Actor, draft_id: UUID, comment: str) -> None:
    """Give a draft back to those who write it, with what has to change.

    Raises:
        NotFound, Conflict: no such draft, or it does not wait for review.
        NotPermitted: the reviewer wrote in it.
        Invalid: the comment is missing or too long.
    """
    row = draft_row(draft_id, state=DraftState.IN_REVIEW)
    _review(actor, row, is_approved=False, comment=comment)
    row.state = DraftState.WRITING.value
    row.save(update_fields=["state"])
    enter(Act.PLAYBOOK_RETURNED, subjects=[row.id], details={"code": row.code})


@command(Permission.REVIEW_PLAYBOOKS)
def approve_draft(actor: Actor, draft_id: UUID, comment: str = "") -> UUID:
    """Publish a draft as the next numbered version, which nobody changes any more, and give its identifier.

    An adaptation is what its force follows from then on. One for everybody is told to all police forces.

    Raises:
        NotFound, Conflict: no such draft, or it does not wait for review.
        NotPermitted: the reviewer wrote in it.
        Invalid: it is not whole, or the comment is too long.
    """
    row = draft_row(draft_id, state=DraftState.IN_REVIEW)
    draft = draft_view(row)
    check_ready(draft)
    _review(actor, row, is_approved=True, comment=comment)
    version = _publish(actor, row, draft)
    row.state, row.version_id = DraftState.PUBLISHED.value, version.id
    row.save(update_fields=["state", "version_id"])
    told = _everybody(actor) if row.is_shared else []
    details = {"code": row.code, "version": str(version.number), "title": draft.playbook.title}
    enter(
        Act.PLAYBOOK_PUBLISHED,
        subjects=[version.id, *([] if row.is_shared else [row.id])],
        audience=told,
        details=details,
        details_audience=told,
    )
    if draft.standard is not None and may(actor, Permission.ADOPT_PLAYBOOKS):
        published = replace(draft.playbook, version=str(version.number))
        keep_adoption(
            actor,
            published,
            draft.standard,
            version_id=version.id,
            reasons=draft.reasons,
            is_adapted=True,
        )
    return version.id


def check_ready(draft: Draft) -> None:
    """Refuse what is not whole.

    Raises:
        Invalid: the message names the step and the fault.
    """
    for fault in draft.faults:
        raise Invalid(_("%(where)s: %(fault)s") % {"where": fault.where, "fault": fault.message}, field="draft")
    for code in draft.unexplained:
        step = draft.playbook.step(code) or (draft.standard.playbook.step(code) if draft.standard else None)
        raise Invalid(
            _("%(step)s: say why this differs from the standard.") % {"step": step.title if step else code},
            field="draft",
        )


def _publish(actor: Actor, row: PlaybookDraft, draft: Draft) -> PlaybookVersion:
    newest = own_newest(row.code, actor.organisation_id)
    number = newest.number + 1 if newest else 1
    playbook: Playbook = replace(draft.playbook, version=str(number))
    version = PlaybookVersion(
        organisation_id=actor.organisation_id,
        code=row.code,
        number=number,
        document=to_document(playbook),
        standard=row.standard,
        reasons=row.reasons,
        note=row.note,
        is_shared=row.is_shared,
        published_at=timezone.now(),
    )
    version.save(force_insert=True)
    return version


def _review(actor: Actor, row: PlaybookDraft, *, is_approved: bool, comment: str) -> None:
    comment = comment.strip()
    if actor.member_id is None or str(actor.member_id) in row.author_ids:
        raise NotPermitted(_("Somebody who wrote nothing in it reviews a playbook."))
    if not is_approved and not comment:
        raise Invalid(_("Say what has to change."), field="comment")
    if len(comment) > COMMENT_CHARACTERS:
        raise Invalid(
            _("Write no more than %(most)s characters.") % {"most": grouped(COMMENT_CHARACTERS)},
            field="comment",
        )
    PlaybookReview(
        organisation_id=actor.organisation_id,
        draft=row,
        member_id=actor.member_id,
        is_approved=is_approved,
        comment=comment,
        reviewed_at=timezone.now(),
    ).save(force_insert=True)


def _everybody(actor: Actor) -> list[UUID]:
    forces = directory(actor, kind=OrganisationKind.POLICE_FORCE)
    return [force.id for force in forces if force.id != actor.organisation_id]
