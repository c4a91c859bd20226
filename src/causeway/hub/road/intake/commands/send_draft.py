"""Sending a draft: it becomes a referral through the one door.

Sent twice, by a double click or from two tabs, it is one referral.
"""

from dataclasses import replace
from uuid import UUID

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.rows.documents import to_document
from causeway.hub.base.vault.sealing import SealedFacts
from causeway.hub.road.intake.commands.accept_referral import accept_referral
from causeway.hub.road.intake.commands.keep_draft import draft_in_hand
from causeway.hub.road.intake.offer import Offer, OfferedFile
from causeway.hub.road.intake.queries.drafts import DraftFile, DraftText, text_of, view_of
from causeway.vocabulary.referral import Door


@command(Permission.SEND_REFERRAL)
def send_draft(actor: Actor, draft_id: UUID) -> UUID:
    """Send a draft and give the referral's identifier. What was written leaves the draft.

    Raises:
        NotFound: the acting organisation has no such draft.
        Invalid: what it says is at fault; `field` says where.
        NotAgreed: no agreement lets the organisation send referrals to a desk.
    """
    draft = draft_in_hand(draft_id)
    if draft.referral_id is not None:
        return draft.referral_id
    view = view_of(draft)
    offered = tuple(_offered(file, place) for place, file in enumerate(view.files) if file.sealed_id)
    accepted = accept_referral(
        actor, Offer(referral=view.referral, door=Door.WEB_FORM, referral_id=draft.id, files=offered)
    )
    kept = text_of(draft.document).kept_contact
    draft.document = to_document(replace(DraftText(), kept_contact=kept))
    draft.files = []
    draft.referral_id = accepted.referral_id
    draft.changed_at = timezone.now()
    draft.save(update_fields=["document", "files", "referral_id", "changed_at"])
    return accepted.referral_id


def _offered(file: DraftFile, place: int) -> OfferedFile:
    assert file.sealed_id is not None  # noqa: S101
    facts = SealedFacts(
        id=file.sealed_id,
        sha256=file.sha256,
        md5=file.md5,
        sha1=file.sha1,
        size_bytes=file.size_bytes,
        media_type=file.media_type,
    )
    return OfferedFile(sealed=facts, name=file.name, ordinal=place)
