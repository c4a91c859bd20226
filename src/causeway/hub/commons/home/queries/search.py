"""Search by equality: a reference or an identifier, whole. What is not visible is not found, and not counted."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.road.queues.queries.page import QueueFilters, queue_page
from causeway.hub.road.referrals.queries.sent import SentFilters, list_sent
from causeway.vocabulary.findings import Band
from causeway.vocabulary.referral import Concern


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One referral found. `band` is None for whoever may not know it."""

    referral_id: UUID
    reference: str
    concern: Concern
    received_at: datetime
    is_sent: bool
    band: Band | None = None
    sender: str = ""


def search(actor: Actor, text: str) -> list[Hit]:
    """What waits or waited for the actor's organisation, then what it sent, newest first within each.

    Raises:
        NotPermitted: the actor reads no referrals.
    """
    wanted = text.strip()
    if not wanted:
        return []
    found: dict[UUID, Hit] = {}
    if may(actor, Permission.READ_QUEUE):
        for line in queue_page(actor, QueueFilters(text=wanted)).lines:
            found[line.referral_id] = Hit(
                referral_id=line.referral_id,
                reference=line.reference,
                concern=Concern(line.concern),
                received_at=line.received_at,
                is_sent=False,
                band=line.band,
                sender=line.sender_name,
            )
    for item in list_sent(actor, filters=SentFilters(reference=wanted)).items:
        hit = Hit(
            referral_id=item.id,
            reference=item.reference,
            concern=item.concern,
            received_at=item.received_at,
            is_sent=True,
        )
        found.setdefault(item.id, hit)
    return sorted(found.values(), key=lambda hit: (hit.is_sent, -hit.received_at.timestamp()))
