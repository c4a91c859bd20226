"""Appeals of account holders, as the rest of the desk meets them. Each runs inside the caller's transaction."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from causeway.hub.base.acting.actors import Actor
from causeway.hub.road.candidates.holding import candidate_in_hand, held_candidate
from causeway.hub.road.candidates.models import AccountAppeal, AppealCount, Candidate, Judgement
from causeway.vocabulary.candidates import AppealOutcome


def open_appeals() -> Q:
    """Which candidates have an appeal that nobody has answered."""
    return Q(id__in=AccountAppeal.objects.filter(answered_at=None).values("candidate_id"))


def is_appealed(candidate_id: UUID) -> bool:
    """Whether an appeal against the candidate's decision is open."""
    return Candidate.objects.filter(open_appeals(), id=candidate_id).exists()


def judges_of(candidate_id: UUID) -> set[UUID]:
    """All who gave a decision on a candidate that has ended, in any turn: none of them answers an appeal against it."""
    return set(Judgement.objects.filter(candidate_id=candidate_id).values_list("member_id", flat=True))


def holds_appeal_of(actor: Actor, candidate_id: UUID, now: datetime) -> bool:
    """Whether the actor works on an open appeal against the candidate's decision now, and may look at its files."""
    if actor.member_id is None:
        return False
    mine = AccountAppeal.objects.filter(candidate_id=candidate_id, answered_at=None, holder_id=actor.member_id)
    return mine.filter(held_until__gt=now).exists()


def candidate_to_look_at(actor: Actor, candidate_id: UUID, now: datetime) -> Candidate:
    """The candidate, where the actor works on it or on an appeal against its decision.

    Raises:
        NotFound, NotPermitted, Conflict: as `holding.held_candidate`.
    """
    if holds_appeal_of(actor, candidate_id, now):
        return candidate_in_hand(actor, candidate_id)
    return held_candidate(actor, candidate_id, now)


def count_appeal(appeal: AccountAppeal, outcome: AppealOutcome | None, now: datetime) -> None:
    """Count that an appeal was made (`outcome` None), or answered."""
    AppealCount(
        organisation_id=appeal.organisation_id,
        source=appeal.candidate.source,
        measure=appeal.measure,
        outcome=outcome.value if outcome else "",
        counted_on=now.date(),
        took_seconds=int((now - appeal.received_at).total_seconds()) if outcome else None,
        was_late=outcome is not None and now > appeal.due_at,
    ).save(force_insert=True)
