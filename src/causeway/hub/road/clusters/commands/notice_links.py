"""Telling two forces that their referrals hang together: each learns that the other's exists, since when, and whom to
ask.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.clusters.models import LinkNotice


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A referral and the organisation that holds it."""

    referral_id: UUID
    holder_id: UUID
    since: datetime
    contact: str


def notice_links(desk_id: UUID, one: Held, others: Mapping[UUID, Held], now: datetime) -> int:
    """Notice both sides of each link between two holders, each pair and contact once. Gives how many notices are new.

    Runs inside the transaction of the desk, which alone may write a notice.
    """
    wanted: dict[tuple[UUID, UUID, str], datetime] = {}
    for other in others.values():
        if other.holder_id == one.holder_id:
            continue
        for mine, theirs in ((one, other), (other, one)):
            key = (mine.holder_id, mine.referral_id, theirs.contact)
            if key not in wanted or theirs.since < wanted[key]:
                wanted[key] = theirs.since
    known = set(
        LinkNotice.objects.filter(referral_id__in={referral_id for _, referral_id, _ in wanted}).values_list(
            "organisation_id", "referral_id", "contact"
        )
    )
    fresh = {key: since for key, since in wanted.items() if key not in known}
    LinkNotice._base_manager.bulk_create(
        (
            LinkNotice(
                organisation_id=organisation_id,
                desk_id=desk_id,
                referral_id=referral_id,
                other_since=since,
                contact=contact,
                noticed_at=now,
            )
            for (organisation_id, referral_id, contact), since in fresh.items()
        ),
        ignore_conflicts=True,
    )
    for organisation_id, referral_id, _ in fresh:
        enter(Act.LINK_NOTICED, subjects=[referral_id], audience=[organisation_id])
    return len(fresh)
