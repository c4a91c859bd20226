"""What happened to one referral, read entry by entry and record by record: the slow way, against which the counts of
demand are held.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.commons.demand.facts import Step
from causeway.hub.commons.demand.gathering import is_force, receives
from causeway.hub.road.outcomes.models import Feedback, OutcomeRecord

_STEP_OF_ACT = {
    Act.REFERRAL_READ: Step.SEEN,
    Act.ITEM_TAKEN: Step.TAKEN,
    Act.CASE_OPENED: Step.CASE,
    Act.CASE_JOINED: Step.CASE,
    Act.REFERRAL_ROUTED: Step.SENT_ON,
    Act.REFERRAL_CLEARED: Step.WITH_DESK,
    Act.REFERRAL_WITH_FORCE: Step.WITH_FORCE,
}
_OF_A_SENDER = (Step.WITH_DESK, Step.WITH_FORCE)


def steps_of(actor: Actor, referral_id: UUID) -> dict[Step, float]:
    """When each step was first taken, and when there was a first outcome, as the actor's organisation may know."""
    with acting_as(actor):
        found = sorted(_moments(actor, referral_id), reverse=True)
    return {step: at for at, step in found}


def newest_document(actor: Actor, referral_id: UUID) -> dict[str, Any] | None:
    """The newest outcome, or what the sender was told of it."""
    with acting_as(actor):
        newest = max(_outcomes(actor, referral_id), key=_told_at, default=None)
    return None if newest is None else newest.document


def times_read(actor: Actor, referral_id: UUID) -> int:
    """How often the actor's organisation opened it."""
    with acting_as(actor):
        facts = timeline_of(referral_id, acts=[Act.REFERRAL_READ])
    return sum(fact.organisation_id == actor.organisation_id for fact in facts)


def _moments(actor: Actor, referral_id: UUID) -> Iterator[tuple[float, Step]]:
    for fact in timeline_of(referral_id, acts=list(_STEP_OF_ACT)):
        step = _STEP_OF_ACT[fact.act]
        is_own = fact.organisation_id == actor.organisation_id and step not in _OF_A_SENDER
        if is_own if receives(actor) else step in _OF_A_SENDER:
            yield fact.at.timestamp(), step
    for outcome in _outcomes(actor, referral_id):
        yield _told_at(outcome), Step.OUTCOME


def _outcomes(actor: Actor, referral_id: UUID) -> list[Feedback] | list[OutcomeRecord]:
    if not receives(actor):
        return list(Feedback.objects.filter(referral_id=referral_id))
    records = OutcomeRecord.objects.filter(referral_id=referral_id)
    return list(records.filter(organisation_id=actor.organisation_id) if is_force(actor) else records)


def _told_at(outcome: Feedback | OutcomeRecord) -> float:
    return (outcome.given_at if isinstance(outcome, Feedback) else outcome.recorded_at).timestamp()
