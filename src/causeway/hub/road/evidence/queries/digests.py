"""What was found in a referral's files: their digests."""

from uuid import UUID

from causeway.hub.base.walls.documents import from_document
from causeway.hub.road.evidence.models import Examination
from causeway.vocabulary.findings import MediaDigests


def digests_of(referral_id: UUID) -> dict[str, MediaDigests]:
    """The digests of a referral's files, by SHA-256. Runs inside the caller's transaction."""
    documents = Examination.objects.filter(referral_id=referral_id).values_list("document", flat=True)
    found = [from_document(MediaDigests, document) for document in documents]
    return {item.sha256: item for item in found}
