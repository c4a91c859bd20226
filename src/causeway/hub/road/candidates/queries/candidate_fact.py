"""The least of a candidate: what the heading of a page says of it."""

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.road.candidates.appealing import holds_appeal_of
from causeway.hub.road.candidates.models import Candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateFact:
    """What the heading of a page says of a candidate. `is_mine`: the reader works on it, or on an appeal against it."""

    id: UUID
    reference: str
    is_mine: bool


@query(Permission.READ_CANDIDATES)
def candidate_fact(actor: Actor, candidate_id: UUID) -> CandidateFact:
    """The least of a candidate. Raises NotFound."""
    row = Candidate.objects.filter(id=candidate_id).first()
    if row is None:
        raise NotFound(_("There is no such candidate."))
    is_mine = row.holder_id == actor.member_id or holds_appeal_of(actor, row.id, timezone.now())
    return CandidateFact(id=row.id, reference=row.reference, is_mine=is_mine)
