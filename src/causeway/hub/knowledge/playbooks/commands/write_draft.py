"""Writing a playbook: starting a draft, and changing it step by step. Every save is kept; a draft need not be whole."""

from dataclasses import replace
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import SHORT_REASON_CHARACTERS, given_reason
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.rows.documents import from_document, to_document
from causeway.hub.knowledge.languages import DEFAULT_LANGUAGE
from causeway.hub.knowledge.playbooks.checking import CODE_CHARACTERS, TITLE_CHARACTERS, PlaybookInvalid, step_faults
from causeway.hub.knowledge.playbooks.models import PlaybookDraft
from causeway.hub.knowledge.playbooks.playbook import (
    SAFEGUARDING_TASK,
    Playbook,
    Step,
    moved_step,
    with_step,
    without_step,
)
from causeway.hub.knowledge.playbooks.queries.drafts import DraftState, draft_row, own_newest
from causeway.hub.knowledge.playbooks.queries.library import Ref, published
from causeway.hub.knowledge.playbooks.shipped import playbooks
from causeway.hub.knowledge.playbooks.standards import Standard, standard_document, stored_standard
from causeway.hub.knowledge.playbooks.toml_form import LARGEST_BYTES, read_playbook
from causeway.hub.knowledge.playbooks.translating import reading_of, written_in

DRAFT_VERSION = "draft"
_PATTERN = "safeguarding"
"""The shipped playbook whose safeguarding step a new one begins with."""


@command(Permission.WRITE_PLAYBOOKS)
def start_draft(actor: Actor, *, title: str, language: str = DEFAULT_LANGUAGE) -> UUID:
    """Start a playbook of the organisation's own in a language, with the step that every playbook has.

    Raises:
        Invalid: the title is missing or too long.
        Conflict: a draft of the same code is open.
    """
    title = title.strip()
    if not title or len(title) > TITLE_CHARACTERS:
        raise Invalid(
            _("Enter a title of no more than %(most)s characters.") % {"most": TITLE_CHARACTERS},
            field="title",
        )
    step = reading_of(playbooks()[_PATTERN], language).playbook.step(SAFEGUARDING_TASK)
    code = _code_for(title, taken=frozenset(playbooks()))
    steps = (step,) if step else ()
    playbook = Playbook(code=code, version=DRAFT_VERSION, title=title, about="", steps=steps, language=language)
    return keep_draft(actor, playbook, None, {})


@command(Permission.WRITE_PLAYBOOKS)
def import_draft(actor: Actor, text: str) -> UUID:
    """Start a draft from a TOML file. One of a code that the organisation published is its next version.

    Raises:
        Invalid: the file is too large, or no playbook; the message names the step and the field.
        Conflict: a draft of the same code is open.
    """
    if len(text.encode()) > LARGEST_BYTES:
        raise Invalid(_("A playbook is no larger than %(kb)s kB.") % {"kb": LARGEST_BYTES // 1024}, field="file")
    try:
        playbook = read_playbook(text)
    except PlaybookInvalid as fault:
        raise Invalid(str(fault), field="file") from fault
    return keep_draft(actor, replace(playbook, version=DRAFT_VERSION), None, {})


@command(Permission.WRITE_PLAYBOOKS)
def revise(actor: Actor, version_id: UUID) -> UUID:
    """Start the next version of a playbook that the organisation published.

    Raises:
        NotFound: it published no such version.
        Conflict: a draft of it is open.
    """
    found = published(actor, Ref(version_id=version_id))
    row = own_newest(found.playbook.code, actor.organisation_id)
    if not found.is_own or row is None:
        raise NotFound(_("There is no such playbook of your organisation."))
    playbook = replace(from_document(Playbook, row.document), version=DRAFT_VERSION)
    standard = stored_standard(row.standard) if row.standard else None
    return keep_draft(actor, playbook, standard, dict(row.reasons), is_shared=row.is_shared)


@command(Permission.WRITE_PLAYBOOKS)
def adapt(actor: Actor, ref: Ref, *, language: str = "") -> UUID:
    """Start an adaptation of a standard: its steps as they are, to be changed each with a reason. It is written, and
    compared with the standard, in this language where the standard has words in it, else in that of the standard.

    Raises:
        NotFound: there is no such playbook.
        Conflict: a draft of the same code is open.
    """
    found = published(actor, ref)
    standard = written_in(found.playbook, language)
    return keep_draft(
        actor, replace(standard, version=DRAFT_VERSION), Standard(origin=found.origin, playbook=standard), {}
    )


@command(Permission.WRITE_PLAYBOOKS)
def save_about(
    actor: Actor, draft_id: UUID, *, title: str, about: str, applies: str, note: str, is_shared: bool
) -> None:
    """Save what the playbook is called, what it is about, when it applies, and who is to see it.

    Raises:
        NotFound, Conflict: no such draft, or it is not being written.
        Invalid: a text is too long.
    """
    row = draft_row(draft_id, state=DraftState.WRITING)
    if len(title) > TITLE_CHARACTERS or not title.strip():
        raise Invalid(
            _("Enter a title of no more than %(most)s characters.") % {"most": TITLE_CHARACTERS},
            field="title",
        )
    row.note = given_reason(note, most=SHORT_REASON_CHARACTERS, field="note") if note.strip() else ""
    row.is_shared = is_shared
    save_draft(
        actor,
        row,
        replace(playbook_of(row), title=title.strip(), about=about.strip(), applies=applies.strip()),
        "about",
    )


@command(Permission.WRITE_PLAYBOOKS)
def save_step(actor: Actor, draft_id: UUID, step: Step, *, reason: str = "") -> str:
    """Save a step; one without a code is new, gets one from its title, and stands last. Gives the code.

    Raises:
        NotFound, Conflict: no such draft or step, or the draft is not being written.
        Invalid: the step is not whole, or the reason too long; `field` says where.
    """
    row = draft_row(draft_id, state=DraftState.WRITING)
    playbook = playbook_of(row)
    if not step.code:
        step = replace(step, code=_code_for(step.title, taken=frozenset(playbook.codes)))
    else:
        before = playbook.step(step.code)
        if before is None:
            raise NotFound(_("There is no such step."))
        step = _ordered_as(before, step)
    changed = with_step(playbook, step)
    for fault in step_faults(step, changed):
        raise Invalid(fault.message, field=fault.field)
    _keep_reason(row, step.code, reason)
    save_draft(actor, row, changed, step.code)
    return step.code


def _ordered_as(before: Step, step: Step) -> Step:
    """Roles and conditions in the order in which they stood: a form knows no order, and another order is no change."""
    return replace(
        step,
        roles=tuple(sorted(step.roles, key=lambda role: (*before.roles, *step.roles).index(role))),
        conditions=tuple(sorted(step.conditions, key=lambda each: (*before.conditions, *step.conditions).index(each))),
    )


@command(Permission.WRITE_PLAYBOOKS)
def remove_step(actor: Actor, draft_id: UUID, code: str, *, reason: str = "") -> None:
    """Take a step out. The one that tells the body that protects the child stays.

    Raises:
        NotFound, Conflict: no such draft or step, or the draft is not being written.
        Invalid: it is that step, or the reason is too long.
    """
    row = draft_row(draft_id, state=DraftState.WRITING)
    playbook = playbook_of(row)
    if playbook.step(code) is None:
        raise NotFound(_("There is no such step."))
    if code == SAFEGUARDING_TASK:
        raise Invalid(_("Every playbook tells the body that protects the child. This step stays."), field="code")
    _keep_reason(row, code, reason)
    save_draft(actor, row, without_step(playbook, code), code)


@command(Permission.WRITE_PLAYBOOKS)
def move_step(actor: Actor, draft_id: UUID, code: str, *, by: int) -> None:
    """Move a step so many places later (negative: earlier).

    Raises:
        NotFound, Conflict: no such draft or step, or the draft is not being written.
    """
    row = draft_row(draft_id, state=DraftState.WRITING)
    playbook = playbook_of(row)
    if playbook.step(code) is None:
        raise NotFound(_("There is no such step."))
    save_draft(actor, row, moved_step(playbook, code, by=by), code)


@command(Permission.WRITE_PLAYBOOKS)
def explain(actor: Actor, draft_id: UUID, code: str, reason: str) -> None:
    """Say why a step differs from the standard.

    Raises:
        NotFound, Conflict: no such draft, or it is not being written.
        Invalid: the reason is missing or too long.
    """
    row = draft_row(draft_id, state=DraftState.WRITING)
    if not reason.strip():
        raise Invalid(_("Say why it differs from the standard."), field="reason")
    _keep_reason(row, code, reason)
    save_draft(actor, row, playbook_of(row), code)


@command(Permission.WRITE_PLAYBOOKS)
def discard_draft(actor: Actor, draft_id: UUID) -> None:
    """Give a draft up; what was published stays.

    Raises:
        NotFound, Conflict: no such draft, or it is not being written.
    """
    del actor
    row = draft_row(draft_id, state=DraftState.WRITING)
    row.state = DraftState.DISCARDED.value
    row.save(update_fields=["state"])
    enter(Act.PLAYBOOK_DRAFT_DISCARDED, subjects=[row.id], details={"code": row.code})


def keep_draft(
    actor: Actor, playbook: Playbook, standard: Standard | None, reasons: dict[str, str], *, is_shared: bool = False
) -> UUID:
    """Keep a new draft and enter it. Runs inside the caller's transaction."""
    now = timezone.now()
    row = PlaybookDraft(
        organisation_id=actor.organisation_id,
        code=playbook.code,
        document=to_document(playbook),
        author_ids=[str(_member(actor))],
        standard=standard_document(standard) if standard else None,
        reasons=reasons,
        is_shared=is_shared,
        started_at=now,
        changed_at=now,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as fault:
        raise Conflict(_("A draft of this playbook is open already. Go on with that one, or discard it.")) from fault
    enter(Act.PLAYBOOK_DRAFT_STARTED, subjects=[row.id], details={"code": row.code})
    return row.id


def save_draft(actor: Actor, row: PlaybookDraft, playbook: Playbook, what: str) -> None:
    """Keep what a draft says now, and who changed what. Runs inside the caller's transaction."""
    author = str(_member(actor))
    row.document = to_document(playbook)
    row.author_ids = [*row.author_ids, *([] if author in row.author_ids else [author])]
    row.changed_at = timezone.now()
    row.save()
    enter(Act.PLAYBOOK_DRAFT_CHANGED, subjects=[row.id], details={"code": row.code, "part": what})


def _keep_reason(row: PlaybookDraft, code: str, reason: str) -> None:
    if reason.strip():
        row.reasons = {**row.reasons, code: given_reason(reason, most=SHORT_REASON_CHARACTERS)}


def playbook_of(row: PlaybookDraft) -> Playbook:
    """What a draft says."""
    return from_document(Playbook, row.document)


def _code_for(title: str, *, taken: frozenset[str]) -> str:
    base = slugify(title).replace("-", "_").strip("_")[: CODE_CHARACTERS - 4] or "step"
    base = base if base[0].isalpha() else f"step_{base}"[: CODE_CHARACTERS - 4]
    code, number = base, 2
    while code in taken:
        code, number = f"{base}_{number}", number + 1
    return code


def _member(actor: Actor) -> UUID:
    if actor.member_id is None:
        raise NotPermitted(_("A playbook is written by a person."))
    return actor.member_id
