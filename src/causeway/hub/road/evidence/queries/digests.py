"""What was found in files: their digests."""

from collections.abc import Collection
from uuid import UUID

from causeway.hub.base.rows.documents import from_document
from causeway.hub.road.evidence.models import Examination
from causeway.vocabulary.findings import MediaDigests


def digests_among(referral_ids: Collection[UUID]) -> dict[UUID, dict[str, MediaDigests]]:
    """The digests of each of these referrals' files, by SHA-256. Runs inside the caller's transaction."""
    found: dict[UUID, dict[str, MediaDigests]] = {referral_id: {} for referral_id in referral_ids}
    rows = Examination.objects.filter(referral_id__in=list(referral_ids)).values_list("referral_id", "document")
    for referral_id, document in rows:
        item = from_document(MediaDigests, document)
        found[referral_id][item.sha256] = item
    return found
