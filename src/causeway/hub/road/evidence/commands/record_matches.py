"""Recording which files stand in a bank."""

from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone

from causeway.hub.base.walls.documents import to_document
from causeway.hub.road.evidence.models import BankMatch
from causeway.vocabulary.findings import Match


def record_matches(referral_id: UUID, dossier_id: UUID, matches: Iterable[Match]) -> None:
    """Record matches, each once. Runs inside the caller's transaction."""
    now = timezone.now()
    BankMatch._base_manager.bulk_create(
        (
            BankMatch(
                referral_id=referral_id,
                dossier_id=dossier_id,
                sha256=match.sha256,
                signal_id=UUID(match.signal_id),
                document=to_document(match),
                matched_at=now,
            )
            for match in matches
        ),
        ignore_conflicts=True,
    )
