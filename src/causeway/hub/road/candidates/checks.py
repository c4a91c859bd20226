"""Checks with known answers, as the rest of the desk meets them. Each runs inside the caller's transaction."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.candidates.erasing import erase_candidate
from causeway.hub.road.candidates.holding import member_of
from causeway.hub.road.candidates.models import Candidate, CheckAnswer, CheckCount, KnownAnswer, PlacedCheck
from causeway.hub.road.candidates.ordering import Rule
from causeway.hub.road.candidates.settling import Stage
from causeway.vocabulary.candidates import Decision


def are_checks() -> Q:
    """Which candidates on the desk are checks."""
    return Q(id__in=PlacedCheck.objects.values("candidate_id"))


def twins_of(row: Candidate) -> Q:
    """The candidate that a check was made from, or the checks made from a candidate: neither shows the other."""
    originals = PlacedCheck.objects.filter(candidate=row).values("original_id")
    copies = PlacedCheck.objects.filter(original_id=row.id).values("candidate_id")
    return Q(id__in=originals) | Q(id__in=copies)


def does_danger_wait() -> bool:
    """Whether an account that may be on its way to a child waits: then nobody is kept with a check."""
    return Candidate.objects.filter(~Q(stage=Stage.ENDED.value), rule=Rule.DANGER.value).exists()


def without_checks_in_danger(waiting: QuerySet[Candidate]) -> QuerySet[Candidate]:
    """What waits, without checks while something imminent does."""
    return waiting.exclude(are_checks()) if does_danger_wait() else waiting


def answer_check(
    actor: Actor, row: Candidate, placed: PlacedCheck, decision: Decision, reason: str, now: datetime
) -> None:
    """Keep what the actor answered, for the actor alone; count it without a name; and erase the check, so that nothing
    can follow from it.
    """
    CheckAnswer(
        id=row.id,
        organisation_id=row.organisation_id,
        member_id=member_of(actor),
        reference=row.reference,
        source=row.source,
        answered=decision.value,
        reason=reason,
        agreed=placed.agreed,
        why=placed.why,
        at=now,
    ).save(force_insert=True)
    CheckCount(
        organisation_id=row.organisation_id,
        source=row.source,
        agreed=placed.agreed,
        answered=decision.value,
        answered_on=now.date(),
    ).save(force_insert=True)
    known = KnownAnswer.objects.select_for_update().filter(candidate_id=placed.original_id).first()
    if known is not None:
        known.known_to = [*known.known_to, member_of(actor)]
        known.save(update_fields=["known_to"])
    enter(Act.CHECK_ANSWERED, subjects=[row.id])
    erase_candidate(row)


def end_checks_of(candidate_id: UUID) -> None:
    """Nothing is shown again of a candidate from now on; what waits of it goes."""
    placed = PlacedCheck.objects.filter(original_id=candidate_id).values("candidate_id")
    for row in Candidate.objects.filter(id__in=placed):
        erase_candidate(row)
    if KnownAnswer.objects.filter(candidate_id=candidate_id).delete()[0]:
        enter(Act.CHECK_WITHDRAWN, subjects=[candidate_id])
