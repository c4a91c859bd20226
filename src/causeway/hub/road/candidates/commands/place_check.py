"""Putting a check on the desk, so that nothing tells it from what comes by itself."""

from datetime import datetime
from uuid import uuid4

from django.db.models import F, Q

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.sharing import found
from causeway.hub.base.rows.documents import to_document
from causeway.hub.base.vault.opening import open_sealed, sealed_in
from causeway.hub.base.vault.sealing import record_sealed, write_sealed
from causeway.hub.road.candidates.ageing import moved
from causeway.hub.road.candidates.checks import does_danger_wait
from causeway.hub.road.candidates.models import Candidate, CandidateFile, KnownAnswer, PlacedCheck
from causeway.hub.road.candidates.projecting import document_of, new_candidate_reference, project
from causeway.vocabulary.organisations import Category


@command(Permission.KEEP_CANDIDATES)
def place_check(actor: Actor, now: datetime) -> bool:
    """Put the check on the actor's desk that was placed longest ago or never; say whether there was one. One lies there
    at a time of each, and none is placed while something imminent waits.
    """
    waiting = PlacedCheck.objects.values("original_id")
    free = KnownAnswer.objects.filter(~Q(candidate_id__in=waiting)).order_by(F("placed_at").asc(nulls_first=True), "id")
    known = free.select_for_update(skip_locked=True).first()
    if known is None or does_danger_wait():
        return False
    original = Candidate.objects.get(id=known.candidate_id)
    row = _copy(original, known, now)
    known.placed_at = now
    known.save(update_fields=["placed_at"])
    placed = PlacedCheck(
        candidate=row,
        organisation_id=row.organisation_id,
        original_id=original.id,
        agreed=known.agreed,
        why=known.why,
    )
    placed.save(force_insert=True)
    # The page shows when a candidate came, and must show the same here; that it is a check is an entry of its own.
    details = {"source": row.source, "rule": row.rule, "files": _copy_files(original, row)}
    enter(Act.CANDIDATE_RECEIVED, subjects=[row.id], details=details)
    enter(Act.CHECK_PLACED, subjects=[placed.id], details={"candidate": str(row.id)})
    return True


def _copy(original: Candidate, known: KnownAnswer, now: datetime) -> Candidate:
    candidate = moved(document_of(original), now - original.received_at)
    row = Candidate(
        id=uuid4(),
        organisation_id=original.organisation_id,
        reference=new_candidate_reference(),
        document=to_document(candidate),
        received_at=now,
        judged_by=known.known_to,
    )
    project(row, candidate, now=now)
    found(row.id, Category.REFERRAL)
    row.save(force_insert=True)
    return row


def _copy_files(original: Candidate, row: Candidate) -> int:
    """Copies are sealed anew, so that each is erased with its own candidate."""
    sealed, count = sealed_in(original.id), 0
    for file in CandidateFile.objects.filter(candidate=original).order_by("ordinal"):
        source_id, file.sealed_id = file.sealed_id, None
        file.id, file.candidate, file.seen_clear_at = uuid4(), row, None
        file.compared_at = file.compared = None  # compared anew, as anything that comes
        if source_id is not None and source_id in sealed:
            file.sealed_id = record_sealed(write_sealed(open_sealed(source_id)), row.id).id
            count += 1
        file.save(force_insert=True)
    return count
