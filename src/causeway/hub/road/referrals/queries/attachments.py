"""The files of a referral, as rows: what the sender said of each stands in the referral's document."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.road.referrals.models import Attachment


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentFact:
    """One file, or a URL that came without one (then `sealed_id` is None). `ordinal` is its place in the document."""

    id: UUID
    referral_id: UUID
    reference: str
    sender_id: UUID
    ordinal: int
    sealed_id: UUID | None
    name: str
    sha256: str
    md5: str
    sha1: str
    size_bytes: int | None
    viewed_by_sender: bool | None


def _fact(row: Attachment) -> AttachmentFact:
    return AttachmentFact(
        id=row.id,
        referral_id=row.referral_id,
        reference=row.referral.reference,
        sender_id=row.referral.sender_id,
        ordinal=row.ordinal,
        sealed_id=row.sealed_id,
        name=row.name,
        sha256=row.sha256,
        md5=row.md5,
        sha1=row.sha1,
        size_bytes=row.size_bytes,
        viewed_by_sender=row.viewed_by_sender,
    )


@query(Permission.READ_REFERRAL)
def attachments_of(actor: Actor, referral_id: UUID) -> list[AttachmentFact]:
    """The files of one referral, in the order in which they came."""
    rows = Attachment.objects.filter(referral_id=referral_id).select_related("referral").order_by("ordinal")
    return [_fact(row) for row in rows]


@query(Permission.READ_REFERRAL)
def attachment(actor: Actor, attachment_id: UUID) -> AttachmentFact:
    """One file.

    Raises:
        NotFound: the actor's organisation sees no such file.
    """
    row = Attachment.objects.select_related("referral").filter(id=attachment_id).first()
    if row is None:
        raise NotFound(_("There is no such file."))
    return _fact(row)


def with_files(referral_ids: Collection[UUID]) -> set[UUID]:
    """Those of these referrals with which any file came with its bytes. Runs inside the caller's transaction."""
    rows = Attachment.objects.filter(referral_id__in=list(referral_ids), sealed_id__isnull=False)
    return set(rows.values_list("referral_id", flat=True))
