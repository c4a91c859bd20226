"""What was decided on a candidate, for the program that put it there."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.road.candidates.hits import found_in, signal_ids_of
from causeway.hub.road.candidates.models import Candidate, CandidateFile
from causeway.hub.road.candidates.settling import Stage
from causeway.vocabulary.candidates import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """Where a candidate stands; `decision` is null until one stands. `files_to_compare` are those that are still to be
    compared with lists, `matches` how many listed signals were found in the others; a match is no proof.
    """

    id: UUID
    reference: str
    received_at: datetime
    stage: Stage
    decision: Decision | None
    decided_at: datetime | None
    files_to_compare: int
    matches: int


@query(Permission.SEND_CANDIDATE)
def decided(actor: Actor, candidate_id: UUID) -> Decided:
    """Where one of the actor's organisation's candidates stands.

    Raises:
        NotFound: there is no such candidate, or it was erased.
    """
    row = Candidate.objects.filter(id=candidate_id).first()
    if row is None:
        raise NotFound(_("There is no such candidate."))
    files = list(CandidateFile.objects.filter(candidate=row))
    return Decided(
        id=row.id,
        reference=row.reference,
        received_at=row.received_at,
        stage=Stage(row.stage),
        decision=Decision(row.decision) if row.decision else None,
        decided_at=row.decided_at,
        files_to_compare=sum(file.sealed_id is not None and file.compared_at is None for file in files),
        matches=len(signal_ids_of(hit for file in files for hit in found_in(file))),
    )
