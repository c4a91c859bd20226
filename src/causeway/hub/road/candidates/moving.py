"""Moving what waits at the desk when a signal behind it stands otherwise. Runs inside the caller's transaction."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.candidates.hits import signal_ids_of
from causeway.hub.road.candidates.models import Candidate
from causeway.hub.road.candidates.projecting import document_of, project
from causeway.hub.road.candidates.settling import Stage
from causeway.vocabulary.candidates import Candidate as ToldCandidate
from causeway.vocabulary.candidates import CandidateSource

_CHUNK = 500


def move_candidates_of(signal_ids: Collection[UUID], now: datetime) -> int:
    """Give each candidate that waits because of one of these signals its place as they stand now, and give how many
    moved. The time in which to look at it still runs from its receipt, or from when it was opened again.
    """
    wanted, moved = set(signal_ids), 0
    for row in _waiting(wanted):
        candidate, before = document_of(row), (row.rule, row.due_at)
        if not _rests_on(candidate, wanted):
            continue
        project(row, candidate, now=now)
        if (row.rule, row.due_at) == before:
            continue
        row.save(update_fields=["rule", "due_at"])
        enter(Act.CANDIDATE_MOVED, subjects=[row.id], details={"from": before[0], "to": row.rule})
        moved += 1
    return moved


def _waiting(signal_ids: Collection[UUID]) -> list[Candidate]:
    """What may rest on these, locked: of one signal the database finds it, of many all that waits is read first."""
    rows = Candidate.objects.exclude(stage=Stage.ENDED.value).filter(source=CandidateSource.SCREENING.value)
    if len(signal_ids) == 1:
        (only,) = signal_ids
        rows = rows.filter(document__upload__hits__contains=[{"reference": str(only)}])
    else:
        rows = rows.filter(id__in=[row.id for row in rows.iterator(_CHUNK) if _rests_on(document_of(row), signal_ids)])
    return list(rows.select_for_update().order_by("id"))


def _rests_on(candidate: ToldCandidate, signal_ids: Collection[UUID]) -> bool:
    return candidate.upload is not None and not signal_ids_of(candidate.upload.hits).isdisjoint(signal_ids)
