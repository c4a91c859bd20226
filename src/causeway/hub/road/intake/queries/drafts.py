"""Drafts of the web form: a referral as far as it is written, its files, and which steps are done."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.rows.documents import from_document, to_document
from causeway.hub.road.intake.models import Draft
from causeway.vocabulary.referral import Attachment, Concern, Contact, Referral


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFile:
    """A file that is sealed, or a web address without one (`sealed_id` is None). `is_kept`: what the draft was made
    from keeps the file where the draft is deleted unsent.
    """

    id: UUID
    attachment: Attachment
    sealed_id: UUID | None = None
    sha256: str = ""
    md5: str = ""
    sha1: str = ""
    size_bytes: int = 0
    media_type: str = ""
    is_kept: bool = False

    @property
    def name(self) -> str:
        """By what a list shows it."""
        return self.attachment.name or self.attachment.url or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftText:
    """What `Draft.document` holds. After sending only what was asked to be kept stays in it."""

    __pydantic_config__ = {"extra": "forbid"}

    referral: Referral = field(default_factory=lambda: Referral(concern=Concern.OTHER))
    done: tuple[str, ...] = ()
    kept_contact: Contact | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftView:
    """A draft as its writer sees it. `referral_id` is set once it was sent."""

    id: UUID
    text: DraftText
    files: tuple[DraftFile, ...]
    started_at: datetime
    changed_at: datetime
    member_id: UUID | None
    referral_id: UUID | None

    @property
    def referral(self) -> Referral:
        """What would be sent now."""
        return replace(self.text.referral, attachments=tuple(file.attachment for file in self.files))

    def is_done(self, step: str) -> bool:
        """Whether a step was saved."""
        return step in self.text.done


def text_of(document: Any) -> DraftText:
    """The stored document as a value."""
    return from_document(DraftText, document)


def files_of(documents: Any) -> tuple[DraftFile, ...]:
    """The stored files as values."""
    return tuple(from_document(DraftFile, document) for document in documents)


def view_of(draft: Draft) -> DraftView:
    """A draft as a finished value."""
    return DraftView(
        id=draft.id,
        text=text_of(draft.document),
        files=files_of(draft.files),
        started_at=draft.started_at,
        changed_at=draft.changed_at,
        member_id=draft.member_id,
        referral_id=draft.referral_id,
    )


def as_documents(files: tuple[DraftFile, ...]) -> list[Any]:
    """Files as they are stored."""
    return [to_document(file) for file in files]


@query(Permission.SEND_REFERRAL)
def draft(actor: Actor, draft_id: UUID) -> DraftView:
    """One draft of the acting organisation, sent or not.

    Raises:
        NotFound: it has none of this identifier.
    """
    del actor
    found = Draft.objects.filter(id=draft_id).first()
    if found is None:
        raise NotFound(_("There is no such draft."))
    return view_of(found)


def are_drafts(draft_ids: Collection[UUID]) -> set[UUID]:
    """Those of these that are drafts and were not sent yet. Runs inside the caller's transaction."""
    return set(Draft.objects.filter(id__in=list(draft_ids), referral_id=None).values_list("id", flat=True))


@query(Permission.SEND_REFERRAL)
def drafts(actor: Actor) -> list[DraftView]:
    """What the organisation is still writing, latest change first; at most a hundred."""
    del actor
    return [view_of(found) for found in Draft.objects.filter(referral_id=None).order_by("-changed_at")[:100]]
