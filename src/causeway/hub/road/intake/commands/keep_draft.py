"""Keeping a draft: started, changed step by step, deleted.

Its identifier becomes the referral's, so that its sealed files stay its parts.
"""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations import sharing
from causeway.hub.base.organisations.queries.directory import Listing, listing_for
from causeway.hub.base.rows.documents import to_document
from causeway.hub.base.vault.opening import erase
from causeway.hub.base.vault.sealing import Written, record_sealed
from causeway.hub.road.intake.models import Draft
from causeway.hub.road.intake.queries.drafts import (
    DraftFile,
    DraftText,
    DraftView,
    as_documents,
    files_of,
    text_of,
    view_of,
)
from causeway.vocabulary.organisations import Category, OrganisationKind, PartnerKind
from causeway.vocabulary.referral import Attachment, Concern, Contact, Email, Referral, SenderKind

MOST_FILES = 1_000
"""Files of one draft; more come through the API."""


def sender_kind_of(listing: Listing) -> SenderKind:
    """As which kind of sender an organisation tells; it decides which completeness table applies."""
    if listing.kind is OrganisationKind.PARTNER:
        return SenderKind.SCHOOL if listing.partner_kind == PartnerKind.SCHOOL else SenderKind.CHARITY
    if listing.kind is OrganisationKind.POLICE_FORCE:
        return SenderKind.POLICE
    return SenderKind.SERVICE if listing.kind is OrganisationKind.SERVICE else SenderKind.HOTLINE


@command(Permission.SEND_REFERRAL)
def start_draft(actor: Actor) -> UUID:
    """Start a referral. The contact is the last one's where that was to be kept, else the organisation's mailbox."""
    listing = listing_for(actor.organisation_id)
    if listing is None:
        raise NotFound(_("There is no such organisation."))
    now = timezone.now()
    draft_id = uuid4()
    sharing.found(draft_id, Category.REFERRAL)
    referral = Referral(concern=Concern.OTHER, sender_kind=sender_kind_of(listing), contact=usual_contact(listing))
    Draft(
        id=draft_id,
        organisation_id=actor.organisation_id,
        member_id=actor.member_id,
        document=to_document(DraftText(referral=referral)),
        files=[],
        started_at=now,
        changed_at=now,
    ).save(force_insert=True)
    enter(Act.DRAFT_STARTED, subjects=[draft_id])
    return draft_id


def usual_contact(listing: Listing) -> Contact:
    """Whom the acting organisation named last and wanted kept, else its mailbox. Runs inside the caller's
    transaction.
    """
    for sent in Draft.objects.exclude(referral_id=None).order_by("-changed_at")[:1]:
        if kept := text_of(sent.document).kept_contact:
            return kept
    return Contact(name=listing.name, emails=(Email(address=listing.mailbox),) if listing.mailbox else ())


def draft_in_hand(draft_id: UUID) -> Draft:
    """The draft, locked until the transaction ends.

    Raises:
        NotFound: the acting organisation has none of this identifier.
    """
    found = Draft.objects.select_for_update().filter(id=draft_id).first()
    if found is None:
        raise NotFound(_("There is no such draft."))
    return found


def _still_open(draft_id: UUID) -> Draft:
    found = draft_in_hand(draft_id)
    if found.referral_id is not None:
        raise Conflict(_("This referral was sent. Add more to it on its own page."))
    return found


@command(Permission.SEND_REFERRAL)
def change_draft(
    actor: Actor,
    draft_id: UUID,
    step: str,
    change: Callable[[Referral], Referral],
    *,
    keep_contact: bool | None = None,
) -> DraftView:
    """Save a step: `change` gives the referral with that step's fields.

    Raises:
        NotFound, Conflict: there is no such draft, or it was sent.
    """
    del actor
    draft = _still_open(draft_id)
    text = text_of(draft.document)
    referral = change(text.referral)
    kept = text.kept_contact
    if keep_contact is not None:
        kept = referral.contact if keep_contact else None
    text = replace(text, referral=referral, done=tuple(dict.fromkeys((*text.done, step))), kept_contact=kept)
    draft.document = to_document(text)
    draft.changed_at = timezone.now()
    draft.save(update_fields=["document", "changed_at"])
    return view_of(draft)


@command(Permission.SEND_REFERRAL)
def add_draft_files(
    actor: Actor, draft_id: UUID, told: list[tuple[Attachment, Written | None]]
) -> tuple[DraftFile, ...]:
    """Add files whose sealed bytes are durable, or addresses without a file (None).

    Raises:
        NotFound, Conflict: there is no such draft, it was sent, or it holds too many files.
    """
    del actor
    draft = _still_open(draft_id)
    files = files_of(draft.files)
    if len(files) + len(told) > MOST_FILES:
        raise Conflict(_("This referral holds as many files as the form takes. Send the rest through the API."))
    added = tuple(_file(draft_id, attachment, written) for attachment, written in told)
    _put_files(draft, (*files, *added))
    return added


def _file(draft_id: UUID, attachment: Attachment, written: Written | None) -> DraftFile:
    if written is None:
        return DraftFile(id=uuid4(), attachment=attachment)
    facts = record_sealed(written, draft_id)
    return DraftFile(
        id=uuid4(),
        attachment=replace(attachment, sha256=facts.sha256),
        sealed_id=facts.id,
        sha256=facts.sha256,
        md5=facts.md5,
        sha1=facts.sha1,
        size_bytes=facts.size_bytes,
        media_type=facts.media_type,
    )


@command(Permission.SEND_REFERRAL)
def change_draft_file(actor: Actor, draft_id: UUID, file_id: UUID, change: Callable[[Attachment], Attachment]) -> None:
    """Change what is said of a file.

    Raises:
        NotFound, Conflict: there is no such file or draft, or it was sent.
    """
    del actor
    draft = _still_open(draft_id)
    files = files_of(draft.files)
    if all(file.id != file_id for file in files):
        raise NotFound(_("There is no such file."))
    _put_files(
        draft,
        tuple(replace(file, attachment=change(file.attachment)) if file.id == file_id else file for file in files),
    )


@command(Permission.SEND_REFERRAL)
def remove_draft_file(actor: Actor, draft_id: UUID, file_id: UUID) -> None:
    """Take a file out of the draft and erase its bytes.

    Raises:
        NotFound, Conflict: there is no such draft, or it was sent.
    """
    del actor
    draft = _still_open(draft_id)
    files = files_of(draft.files)
    gone = tuple(file for file in files if file.id == file_id)
    _erase(gone)
    _put_files(draft, tuple(file for file in files if file.id != file_id))


@command(Permission.SEND_REFERRAL)
def delete_draft(actor: Actor, draft_id: UUID) -> None:
    """Delete a draft, and erase its files but for those that are kept elsewhere.

    Raises:
        NotFound, Conflict: there is no such draft, or it was sent.
    """
    del actor
    draft = _still_open(draft_id)
    _erase(tuple(file for file in files_of(draft.files) if not file.is_kept))
    draft.delete()
    enter(Act.DRAFT_DELETED, subjects=[draft_id])


def _put_files(draft: Draft, files: tuple[DraftFile, ...]) -> None:
    draft.files = as_documents(files)
    draft.changed_at = timezone.now()
    draft.save(update_fields=["files", "changed_at"])


def _erase(files: tuple[DraftFile, ...]) -> None:
    for file in files:
        if file.sealed_id is not None:
            erase(file.sealed_id)
