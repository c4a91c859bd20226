"""Bringing together what the apps below know of each referral. Runs inside the caller's transaction."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.ledger.counting import first_times
from causeway.hub.commons.demand.facts import STEP_OF_ACT, Item, Step
from causeway.hub.road.outcomes.queries.counting import OutcomeTally, feedback_since, outcomes_since
from causeway.hub.road.queues.queries.counting import arrived_between
from causeway.hub.road.referrals.queries.counting import sent_between
from causeway.vocabulary.findings import Band
from causeway.vocabulary.organisations import OrganisationKind

RECEIVING = frozenset({OrganisationKind.CLEARING_HOUSE, OrganisationKind.HOTLINE, OrganisationKind.POLICE_FORCE})
"""Kinds of organisation with a queue of their own; the others count what they sent."""
_AT_RECEIVER = frozenset({Step.SEEN, Step.TAKEN, Step.CASE, Step.SENT_ON})
_AT_SENDER = frozenset({Step.WITH_DESK, Step.WITH_FORCE})


def receives(actor: Actor) -> bool:
    """Whether the actor's organisation has a queue."""
    return actor.organisation_kind in RECEIVING


def is_force(actor: Actor) -> bool:
    """Whether the actor's organisation is a police force."""
    return actor.organisation_kind is OrganisationKind.POLICE_FORCE


def items_between(actor: Actor, since: datetime, until: datetime, now: datetime) -> list[Item]:
    """Every referral that came to the actor's organisation in a time, or that it sent, with what happened by now."""
    return _received(actor, since, until, now) if receives(actor) else sent_items(actor, since, until, now)


def _received(actor: Actor, since: datetime, until: datetime, now: datetime) -> list[Item]:
    own = actor.organisation_id
    steps = _steps(_AT_RECEIVER, since, now, by=own)
    # A force's outcomes are its own; a desk sees those of every force to which it sent.
    outcomes = _told_most(outcomes_since(since, by=own if is_force(actor) else None))
    return [
        Item(
            referral_id=line.referral_id,
            line=line.head_id,
            arrived_at=line.arrived_at,
            received_at=line.received_at,
            concern=line.concern,
            sender_id=line.sender_id,
            sender=line.sender_name,
            band=Band(line.band),
            case_id=line.case_id,
            closed_at=line.closed_at,
            steps=_with_outcome(steps.get(line.referral_id, {}), outcomes.get(line.referral_id)),
            outcome=outcomes.get(line.referral_id),
        )
        for line in arrived_between(own, since, until)
    ]


def sent_items(actor: Actor, since: datetime, until: datetime, now: datetime) -> list[Item]:
    """Every referral that the actor's organisation sent in a time, with what it was told of each."""
    steps = _steps(_AT_SENDER, since, now, by=None)
    told = _told_most(feedback_since(actor.organisation_id, since))
    return [
        Item(
            referral_id=fact.referral_id,
            line=fact.referral_id,
            arrived_at=fact.received_at,
            received_at=fact.received_at,
            concern=fact.concern,
            sender_id=actor.organisation_id,
            desk_id=fact.desk_id,
            steps=_with_outcome(steps.get(fact.referral_id, {}), told.get(fact.referral_id)),
            outcome=told.get(fact.referral_id),
        )
        for fact in sent_between(actor.organisation_id, since, until)
    ]


def _steps(
    wanted: frozenset[Step], since: datetime, until: datetime, *, by: UUID | None
) -> dict[UUID, dict[Step, float]]:
    steps = sorted(wanted)
    acts = [[act for act, of in STEP_OF_ACT.items() if of is step] for step in steps]
    return {
        subject_id: {step: at for step, at in zip(steps, times, strict=True) if at is not None}
        for subject_id, times in first_times(acts, since=since, until=until, by=by)
    }


def _told_most(tallies: Iterable[OutcomeTally]) -> dict[UUID, OutcomeTally]:
    """One outcome a referral: where two forces worked on it, that by which most children were safeguarded."""
    ordered = sorted(tallies, key=lambda tally: (tally.children, tally.first_at))
    return {tally.referral_id: tally for tally in ordered}


def _with_outcome(steps: dict[Step, float], outcome: OutcomeTally | None) -> dict[Step, float]:
    return {**steps, Step.OUTCOME: outcome.first_at} if outcome else steps
