"""What lets this organisation look at content that nobody at the sender viewed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.road.evidence.models import Authority


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityView:
    """One authority as it was recorded."""

    id: UUID
    kind: str
    reference: str
    granted_by: str
    scope: str
    recorded_by_id: UUID
    recorded_at: datetime


@query(Permission.READ_REFERRAL)
def authorities_for(actor: Actor, referral_id: UUID) -> list[AuthorityView]:
    """What the actor's organisation recorded for this referral, newest first."""
    rows = Authority.objects.filter(referral_id=referral_id).order_by("-recorded_at")
    return [
        AuthorityView(
            id=row.id,
            kind=row.kind,
            reference=row.reference,
            granted_by=row.granted_by,
            scope=row.scope,
            recorded_by_id=row.recorded_by_id,
            recorded_at=row.recorded_at,
        )
        for row in rows
    ]
