"""What was decided on a candidate, for the program that put it there."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.road.candidates.models import Candidate
from causeway.hub.road.candidates.settling import Stage
from causeway.vocabulary.candidates import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """Where a candidate stands; `decision` is null until one stands."""

    id: UUID
    reference: str
    received_at: datetime
    stage: Stage
    decision: Decision | None
    decided_at: datetime | None


@query(Permission.SEND_CANDIDATE)
def decided(actor: Actor, candidate_id: UUID) -> Decided:
    """Where one of the actor's organisation's candidates stands.

    Raises:
        NotFound: there is no such candidate, or it was erased.
    """
    row = Candidate.objects.filter(id=candidate_id).first()
    if row is None:
        raise NotFound(_("There is no such candidate."))
    return Decided(
        id=row.id,
        reference=row.reference,
        received_at=row.received_at,
        stage=Stage(row.stage),
        decision=Decision(row.decision) if row.decision else None,
        decided_at=row.decided_at,
    )
