"""Moving what waits at the desk when a signal behind it stands otherwise, or one was found. Runs inside the caller's
transaction.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.candidates.hits import found_in, signal_ids_of
from causeway.hub.road.candidates.models import Candidate, CandidateFile
from causeway.hub.road.candidates.projecting import document_of, project
from causeway.hub.road.candidates.settling import Stage
from causeway.vocabulary.candidates import CandidateSource

_CHUNK = 500


def move_candidates_of(signal_ids: Collection[UUID], now: datetime) -> int:
    """Give each candidate that waits because of one of these signals its place as they stand now, and give how many
    moved. The time in which to look at it still runs from its receipt, or from when it was opened again.
    """
    wanted = set(signal_ids)
    return sum(_move(row, now) for row in _waiting(wanted) if not _signals_behind(row).isdisjoint(wanted))


def move_candidate(candidate_id: UUID, now: datetime) -> bool:
    """Give one that waits its place, once something was found in its files; gives whether it moved."""
    row = _with_files(_screened().filter(id=candidate_id).select_for_update()).first()
    return row is not None and _move(row, now)


def _move(row: Candidate, now: datetime) -> bool:
    before = row.rule, row.due_at
    project(row, document_of(row), now=now, compared=row.files.all())
    if (row.rule, row.due_at) == before:
        return False
    row.save(update_fields=["rule", "due_at"])
    enter(Act.CANDIDATE_MOVED, subjects=[row.id], details={"from": before[0], "to": row.rule})
    return True


def _waiting(signal_ids: Collection[UUID]) -> Iterable[Candidate]:
    """What may rest on these, locked: of one signal the database finds it, of many all that waits is read first."""
    rows = _screened()
    if len(signal_ids) == 1:
        (only,) = signal_ids
        named = [{"reference": str(only)}]
        in_files = CandidateFile.objects.filter(candidate_id=OuterRef("id"), compared__hits__contains=named)
        rows = rows.filter(Q(document__upload__hits__contains=named) | Exists(in_files))
    else:
        read = _with_files(rows).iterator(_CHUNK)
        rows = rows.filter(id__in=[row.id for row in read if not _signals_behind(row).isdisjoint(signal_ids)])
    return _with_files(rows.select_for_update().order_by("id"))


def _screened() -> QuerySet[Candidate]:
    """What waits, and has its place by what it matches."""
    return Candidate.objects.exclude(stage=Stage.ENDED.value).filter(source=CandidateSource.SCREENING.value)


def _with_files(rows: QuerySet[Candidate]) -> QuerySet[Candidate]:
    return rows.prefetch_related(Prefetch("files", CandidateFile.objects.exclude(compared=None)))


def _signals_behind(row: Candidate) -> set[UUID]:
    upload = document_of(row).upload
    found = [hit for file in row.files.all() for hit in found_in(file)]
    return signal_ids_of([*(upload.hits if upload else ()), *found])
