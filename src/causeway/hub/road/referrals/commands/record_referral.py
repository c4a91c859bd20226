"""Writing a referral's rows, in the transaction of the door that accepts it. `intake.accept_referral` is the only
caller.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.rows.documents import to_document
from causeway.hub.base.rows.inserting import insert_together
from causeway.hub.base.vault.sealing import SealedFacts
from causeway.hub.road.referrals.models import Attachment as AttachmentRow
from causeway.hub.road.referrals.models import Referral as ReferralRow
from causeway.hub.road.referrals.references import new_reference
from causeway.hub.road.referrals.terms import TermKind, term_rows
from causeway.vocabulary.referral import Attachment, Door, Referral

_TRIES = 5
"""Forty random bits meet one of ten million references once in a hundred thousand times; five times running, never."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReferral:
    """A referral to record. `files` names the sealed bytes of attachments by their place; `original_id` the sealed
    original.
    """

    id: UUID
    desk_id: UUID
    door: Door
    referral: Referral
    received_at: datetime
    files: Mapping[int, SealedFacts]
    original_id: UUID | None = None
    external_reference: str = ""
    report_numbers: Sequence[str] = ()


def record_referral(actor: Actor, new: NewReferral) -> str:
    """Write referral, attachments and search terms; gives the reference. The root must be founded already."""
    attachments = attachment_rows(new.id, new.referral.attachments, new.files)
    for left in reversed(range(_TRIES)):
        row = _row(actor, new)
        try:
            with transaction.atomic():
                insert_together([row], attachments, term_rows(new.id, _terms(new, row.reference)))
        except IntegrityError as fault:
            if left == 0 or "reference" not in str(fault):
                raise
        else:
            return row.reference
    raise AssertionError("unreachable")


def attachment_rows(
    referral_id: UUID,
    attachments: Sequence[Attachment],
    files: Mapping[int, SealedFacts],
    *,
    first: int = 0,
    supplement_id: UUID | None = None,
) -> list[AttachmentRow]:
    """The rows of attachments, the first of which stands at place `first`; `files` counts from 0."""
    rows = []
    for index, attachment in enumerate(attachments):
        facts = files.get(index)
        rows.append(
            AttachmentRow(
                referral_id=referral_id,
                ordinal=first + index,
                sealed_id=facts.id if facts else None,
                sha256=facts.sha256 if facts else "",
                md5=facts.md5 if facts else "",
                sha1=facts.sha1 if facts else "",
                size_bytes=facts.size_bytes if facts else None,
                name=attachment.name or attachment.original_name or "",
                viewed_by_sender=attachment.viewed_by_sender,
                supplement_id=supplement_id,
            )
        )
    return rows


def _terms(new: NewReferral, reference: str) -> list[tuple[str, str]]:
    return [
        (TermKind.REFERENCE, reference),
        (TermKind.SENDER_REFERENCE, new.referral.sender_reference or ""),
        (TermKind.EXTERNAL_REFERENCE, new.external_reference),
        *((TermKind.REPORT_NUMBER, number) for number in new.report_numbers),
    ]


def _row(actor: Actor, new: NewReferral) -> ReferralRow:
    """The referral under a fresh reference."""
    told = new.referral
    return ReferralRow(
        id=new.id,
        dossier_id=uuid4(),
        reference=new_reference(),
        sender_id=actor.organisation_id,
        desk_id=new.desk_id,
        sender_kind=told.sender_kind.value,
        sender_reference=told.sender_reference or "",
        external_reference=new.external_reference,
        door=new.door.value,
        concern=told.concern.value,
        platform=told.platform or "",
        occurred_at=told.occurred_at,
        received_at=new.received_at,
        do_not_alert_until=told.do_not_alert_until,
        document=to_document(told),
        original_id=new.original_id,
        credential_id=actor.credential_id,
        member_id=actor.member_id,
    )
