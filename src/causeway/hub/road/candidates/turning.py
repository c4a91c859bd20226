"""Turning the decision on a candidate: opened again for others to decide, or corrected at once. Each runs inside the
caller's transaction.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.candidates.checks import end_checks_of
from causeway.hub.road.candidates.dealing import dealt_with_under
from causeway.hub.road.candidates.ending import note_ending
from causeway.hub.road.candidates.holding import member_of
from causeway.hub.road.candidates.models import Candidate, CandidateFile, Judgement
from causeway.hub.road.candidates.opinions import take_back_from_banks, tell_banks
from causeway.hub.road.candidates.projecting import document_of, project
from causeway.hub.road.candidates.settling import Opinion, Stage
from causeway.vocabulary.candidates import Decision


def open_again(actor: Actor, row: Candidate, now: datetime, *, kept_from: Collection[UUID] = ()) -> None:
    """Let a decided candidate be judged anew, by everybody but those whom it is kept from. What banks heard of the
    decision is taken back, and the time in which somebody has to decide begins anew. What was dealt with under it is
    opened with it.
    """
    take_back_from_banks(actor, row)
    row.stage, row.turn, row.decision, row.reopened_at = Stage.FIRST.value, row.turn + 1, "", now
    row.judged_by, row.decided_at, row.decided_by_id = sorted(kept_from), None, None
    row.dealt_with_under_id = None
    project(row, document_of(row), now=now, compared=CandidateFile.objects.filter(candidate=row))
    anew = ["stage", "turn", "judged_by", "decision", "decided_at", "decided_by_id", "reopened_at", "rule", "due_at"]
    row.save(update_fields=[*anew, "dealt_with_under_id"])
    end_checks_of(row.id)
    enter(Act.CANDIDATE_REOPENED, subjects=[row.id])
    for other in dealt_with_under(row.id):
        open_again(actor, other, now, kept_from=kept_from)


def correct(actor: Actor, row: Candidate, decision: Decision, reason: str, now: datetime) -> None:
    """Put the actor's decision in the place of the one that stood, which stays to be read. Banks hear the new one, and
    what they heard of the other is taken back. It holds for what was dealt with under the candidate too.
    """
    take_back_from_banks(actor, row)
    row.turn, row.decision, row.decided_at, row.decided_by_id = row.turn + 1, decision.value, now, actor.member_id
    row.judged_by = [member_of(actor)]
    row.save(update_fields=["turn", "decision", "decided_at", "decided_by_id", "judged_by"])
    Judgement(
        candidate=row,
        organisation_id=row.organisation_id,
        member_id=member_of(actor),
        turn=row.turn,
        stage=Stage.FIRST.value,
        decision=decision.value,
        reason=reason,
        at=now,
    ).save(force_insert=True)
    end_checks_of(row.id)
    tell_banks(actor, row, decision)
    note_ending(row, decision, Opinion.NONE, now)
    enter(Act.CANDIDATE_CORRECTED, subjects=[row.id], details={"decision": decision.value})
    for other in dealt_with_under(row.id):
        correct(actor, other, decision, reason, now)
