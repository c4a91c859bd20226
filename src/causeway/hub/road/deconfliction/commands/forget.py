"""Forgetting interests that are over: with what they met, and what was shared about it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from causeway.hub.base.acting.doors import current_actor
from causeway.hub.base.ledger.erasing import erase_details_about
from causeway.hub.base.rows.paging import Portion
from causeway.hub.road.deconfliction.models import Interest, InterestToken, Overlap, OverlapConsent, OverlapShare
from causeway.hub.road.deconfliction.registering import TELLS


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """An interest that was withdrawn or ended, when it is told to nobody any more, and its case."""

    id: UUID
    registered_at: datetime
    over_at: datetime
    case_id: UUID | None


def interests_over(organisation_id: UUID, before: datetime, portion: Portion) -> list[Over]:
    """A portion of the organisation's interests that were withdrawn or ended and were registered before this, by the
    day of that; one that others are still told of is over later. Runs inside the caller's transaction.
    """
    rows = Interest.objects.filter(organisation_id=organisation_id, registered_at__lt=before)
    return [
        Over(
            id=row.id,
            registered_at=row.registered_at,
            over_at=row.withdrawn_at or row.until + TELLS[row.tells_months],
            case_id=row.case_id,
        )
        for row in portion.of(rows.exclude(withdrawn_at=None, ended_at=None), "registered_at")
    ]


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
