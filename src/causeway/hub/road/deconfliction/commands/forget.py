"""Forgetting interests that are over: with what they met, and what was shared about it."""

from datetime import datetime
from uuid import UUID

from causeway.hub.base.acting.doors import current_actor
from causeway.hub.base.ledger.erasing import erase_details_about
from causeway.hub.road.deconfliction.models import Interest, InterestToken, Overlap, OverlapConsent, OverlapShare
from causeway.hub.road.deconfliction.registering import TELLS


def interests_over(organisation_id: UUID, before: datetime) -> list[tuple[UUID, datetime, UUID | None]]:
    """The organisation's interests that were withdrawn or ended before this, when that was, and their case; one that
    others are still told of is not over. Runs inside the caller's transaction.
    """
    rows = Interest.objects.filter(organisation_id=organisation_id, registered_at__lt=before)
    rows = rows.exclude(withdrawn_at=None, ended_at=None)
    found = []
    for row in rows.order_by("registered_at", "id").iterator(chunk_size=1_000):
        at = row.withdrawn_at or row.until + TELLS[row.tells_months]
        if at < before:
            found.append((row.id, at, row.case_id))
    return found


def forget_interest(interest_id: UUID) -> dict[str, int]:
    """Delete the acting organisation's own side of an interest, and give how many of each. What the other side was
    told stays with it, but for what both had agreed to share. Runs inside the caller's transaction.
    """
    organisation_id = current_actor().organisation_id
    erase_details_about([interest_id])
    own = Overlap.objects.filter(organisation_id=organisation_id, interest_id=interest_id)
    pairs = list(own.values_list("pair_id", flat=True))
    shares = OverlapShare.objects.filter(organisation_id=organisation_id, pair_id__in=pairs).delete()[0]
    OverlapConsent.objects.filter(organisation_id=organisation_id, pair_id__in=pairs).delete()
    InterestToken.objects.filter(organisation_id=organisation_id, interest_id=interest_id).delete()
    return {
        "overlaps": own.delete()[0],
        "shares": shares,
        "interests": Interest.objects.filter(id=interest_id).delete()[0],
    }
