"""Comparing a candidate's sealed files with the banks that its service shares: exactly, and by their looks.

A file is decoded in the limited process alone. What is found stands at the file; nothing is decided by it.
"""

import time
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.rows.documents import to_document
from causeway.hub.knowledge.banks.queries.file_hits import hits_of_files
from causeway.hub.road.candidates.comparing import Compared, owed_comparison
from causeway.hub.road.candidates.models import Candidate, CandidateFile
from causeway.hub.road.candidates.moving import move_candidate
from causeway.hub.road.evidence.examining import Looks, TakenAtTheDoor, examined
from causeway.vocabulary.findings import MediaDigests

LONGEST_SECONDS = 5.0
"""After these no further file is begun in one transaction: the same hands clear what came for a police force."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesCompared:
    """How many files were compared now, and how many are left for another transaction."""

    files: int
    left: int


@command(Permission.KEEP_CANDIDATES)
def compare_files(actor: Actor, candidate_id: UUID, *, examiner: Looks) -> FilesCompared:
    """Compare what was not compared before, for about `LONGEST_SECONDS`. A file with a fault is marked and the next one
    taken; of a candidate that was erased nothing is left.
    """
    owed = list(CandidateFile.objects.filter(owed_comparison(), candidate_id=candidate_id).order_by("ordinal"))
    found: list[tuple[CandidateFile, MediaDigests]] = []
    stop_at = time.monotonic() + LONGEST_SECONDS
    for file in owed:
        found.append((file, _examined(file, examiner)))
        if time.monotonic() > stop_at:
            break
    if found:
        _record(actor, candidate_id, found)
    return FilesCompared(files=len(found), left=len(owed) - len(found))


def _examined(file: CandidateFile, examiner: Looks) -> MediaDigests:
    if file.sealed_id is None:
        raise ValueError("only a sealed file is examined")
    taken = TakenAtTheDoor(sha256=file.sha256, md5=file.md5, sha1=file.sha1, size_bytes=file.size_bytes or 0)
    return examined(file.sealed_id, taken, examiner)


def _record(actor: Actor, candidate_id: UUID, found: list[tuple[CandidateFile, MediaDigests]]) -> None:
    now, kept, told = timezone.now(), 0, 0
    hits = hits_of_files(actor, [digests for _file, digests in found])
    # The candidate before its files, as everybody locks them; it may have been erased meanwhile.
    if Candidate.objects.select_for_update().filter(id=candidate_id).values_list("id").first() is None:
        return
    for file, digests in found:
        compared = Compared(digests=digests, hits=hits.get(digests.sha256, ()))
        # The candidate may have been erased meanwhile: then there is nothing to be found of it.
        rows = CandidateFile.objects.filter(id=file.id, compared_at=None)
        if rows.update(compared_at=now, compared=to_document(compared)):
            kept, told = kept + 1, told + len(compared.hits)
    if kept:
        faults = sorted(digests.fault for _file, digests in found if digests.fault)
        enter(Act.CANDIDATE_COMPARED, subjects=[candidate_id], details={"files": kept, "hits": told, "faults": faults})
    if told:
        move_candidate(candidate_id, now)
