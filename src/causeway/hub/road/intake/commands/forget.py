"""Forgetting how a referral came through the door, and drafts that nobody finished."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from causeway.hub.base.organisations.sharing import is_last_of, leave
from causeway.hub.base.rows.paging import Portion
from causeway.hub.base.vault.forgetting import forget_objects
from causeway.hub.road.intake.models import Draft, ImportedItem, Receipt, UnfinishedReport


def forget_arrival(referral_id: UUID) -> int:
    """Delete the acting organisation's drafts, receipts and unfinished forms of a referral; of an import the digest
    stays, so that it is not imported again. Runs inside the caller's transaction.
    """
    ImportedItem.objects.filter(referral_id=referral_id).update(key=str(referral_id), referral_id=None)
    rows = (Draft, Receipt, UnfinishedReport)
    return sum(model.objects.filter(referral_id=referral_id).delete()[0] for model in rows)


def old_drafts(before: datetime, portion: Portion) -> list[tuple[UUID, datetime]]:
    """A portion of the acting organisation's drafts that were never sent and last changed before this, and when that
    was. Runs inside the caller's transaction.
    """
    rows = Draft.objects.filter(referral_id=None, changed_at__lt=before)
    return list(portion.of(rows, "changed_at").values_list("id", "changed_at"))


def forget_drafts(draft_ids: Collection[UUID]) -> int:
    """Delete drafts with their files. Runs inside the caller's transaction."""
    for draft_id in draft_ids:
        if is_last_of(draft_id):
            forget_objects(draft_id)
        leave(draft_id)
    return Draft.objects.filter(id__in=list(draft_ids), referral_id=None).delete()[0]
