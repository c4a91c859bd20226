"""Partnership measured: each organisation with which the reader's own has to do, both ways. Nobody sees a pair of
others.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.counting import act_tallies
from causeway.hub.base.organisations.queries.directory import kinds_of, names_of
from causeway.hub.commons.demand.facts import Item, Step
from causeway.hub.commons.demand.gathering import is_force, items_between, receives, sent_items
from causeway.hub.commons.demand.pairs import Ask, Asked, Direction, Flow, Pair, answers_of, flow_of
from causeway.hub.commons.demand.periods import Period
from causeway.hub.road.cases.queries.counting import notices_between
from causeway.hub.road.data_requests.queries.counting import requests_between
from causeway.hub.road.data_requests.words import RequestKind
from causeway.hub.road.outcomes.queries.counting import OutcomeTally, outcomes_since
from causeway.hub.road.referrals.queries.counting import asked_between, desks_of
from causeway.hub.road.routes.queries.counting import sent_on_between

_ASK_OF_REQUEST = {RequestKind.PRESERVE: Ask.PRESERVE, RequestKind.QUESTION: Ask.DATA_QUESTION}


@dataclass(frozen=True, slots=True, kw_only=True)
class Partners:
    """Every pair of a period, by the other's name."""

    period: Period
    pairs: tuple[Pair, ...]


@query(Permission.READ_DEMAND)
def partners(actor: Actor, period: Period, *, now: datetime) -> Partners:
    """Every organisation with which the actor's had to do in a period."""
    flows = _flows(actor, period, now)
    asked = _asked(actor, period)
    own = actor.organisation_id
    others = {*flows, *(one for each in asked for one in (each.asker_id, each.answerer_id))} - {own}
    names, kinds = names_of(others), kinds_of(others)
    pairs = [
        Pair(
            other_id=other,
            other=names.get(other, ""),
            other_kind=kinds.get(other, ""),
            flows=tuple(flows.get(other, ())),
            answers=answers_of(asked, own, other, now.timestamp()),
        )
        for other in others
    ]
    return Partners(period=period, pairs=tuple(sorted(pairs, key=lambda pair: pair.other.casefold())))


@query(Permission.READ_DEMAND)
def partner(actor: Actor, other_id: UUID, period: Period, *, now: datetime) -> Pair:
    """One pair.

    Raises:
        NotFound: the actor's organisation had nothing to do with that one in this period.
    """
    for pair in partners(actor, period, now=now).pairs:
        if pair.other_id == other_id:
            return pair
    raise NotFound("There is nothing between you and this organisation in this period.")


def _flows(actor: Actor, period: Period, now: datetime) -> dict[UUID, list[Flow]]:
    found: dict[UUID, list[Flow]] = defaultdict(list)
    items = items_between(actor, period.since, period.until, now)
    if not receives(actor):
        _add(found, Direction.THEY_OWE, _by_desk(items), Step.WITH_FORCE, now)
        return found
    if is_force(actor):
        desks = desks_of([item.referral_id for item in items])
        items = [replace(item, desk_id=desks.get(item.referral_id)) for item in items]
        _add(found, Direction.WE_OWE, _by_desk(items), None, now)
    own = actor.organisation_id
    by_sender = _grouped((item.sender_id, item) for item in items)
    # From their sender's side they have waited since they were told, wherever they lay in between.
    told = {sender: [replace(item, arrived_at=item.received_at) for item in each] for sender, each in by_sender.items()}
    _add(found, Direction.WE_OWE, {sender: each for sender, each in told.items() if sender != own}, None, now)
    if not is_force(actor):
        _add(found, Direction.THEY_OWE, _to_forces(own, items, period), None, now, sees_steps=False)
        _add(found, Direction.THEY_OWE, _by_desk(_sent_to_others(actor, period, now)), Step.WITH_FORCE, now)
    return found


def _add(
    found: dict[UUID, list[Flow]],
    direction: Direction,
    groups: dict[UUID, list[Item]],
    step: Step | None,
    now: datetime,
    *,
    sees_steps: bool = True,
) -> None:
    for other, items in groups.items():
        flow = flow_of(direction, items, step, now.timestamp(), sees_steps=sees_steps)
        if flow is not None:
            found[other].append(flow)


def _grouped(pairs: Iterable[tuple[UUID, Item]]) -> dict[UUID, list[Item]]:
    groups: dict[UUID, list[Item]] = defaultdict(list)
    for key, item in pairs:
        groups[key].append(item)
    return groups


def _by_desk(items: Iterable[Item]) -> dict[UUID, list[Item]]:
    return _grouped((item.desk_id, item) for item in items if item.desk_id is not None)


def _sent_to_others(actor: Actor, period: Period, now: datetime) -> list[Item]:
    """What a hotline or a desk sent to another desk."""
    items = sent_items(actor, period.since, period.until, now)
    return [item for item in items if item.desk_id != actor.organisation_id]


def _to_forces(own: UUID, items: list[Item], period: Period) -> dict[UUID, list[Item]]:
    """What the desk sent on in the period, each with the outcome of the force to which it went."""
    known = {item.referral_id: item for item in items}
    outcomes: dict[tuple[UUID, UUID], OutcomeTally] = {
        (tally.referral_id, tally.organisation_id): tally for tally in outcomes_since(period.since)
    }
    groups: dict[UUID, list[Item]] = defaultdict(list)
    for sent in sent_on_between(own, period.since, period.until):
        item = known.get(sent.referral_id)
        if item is None:
            continue
        outcome = outcomes.get((sent.referral_id, sent.receiver_id))
        steps = {Step.OUTCOME: outcome.first_at} if outcome else {}
        there = replace(item, arrived_at=sent.decided_at, steps=steps, outcome=outcome, closed_at=None)
        groups[sent.receiver_id].append(there)
    return groups


def _asked(actor: Actor, period: Period) -> list[Asked]:
    since, until = period.since, period.until
    asked = [
        Asked(
            kind=_ASK_OF_REQUEST[each.kind],
            asker_id=each.force_id,
            answerer_id=each.service_id,
            asked_at=each.made_at,
            due_at=each.due_at,
            answered_at=each.met_at,
        )
        for each in requests_between(since, until)
    ]
    asked += [
        Asked(
            kind=Ask.NOTICE,
            asker_id=each.teller_id,
            answerer_id=each.body_id,
            asked_at=each.told_at,
            due_at=each.due_at,
            answered_at=each.acknowledged_at,
        )
        for each in notices_between(since, until)
    ]
    return asked + _questions(actor, period)


def _questions(actor: Actor, period: Period) -> list[Asked]:
    """Questions as the two sides of each may count them. Between sender and desk they are the desk's, whichever force
    they came from: where a referral went is not the sender's to know. A force counts those that it asked itself.
    """
    since, until, own = period.since, period.until, actor.organisation_id
    by_us = {tally.subject_id for tally in act_tallies([Act.QUESTION_ASKED], since=since, until=until, by=own)}
    found = []
    for fact in asked_between(since, until):
        if own in (fact.sender_id, fact.desk_id):
            asker_id = fact.desk_id
        elif fact.question_id in by_us:
            asker_id = own
        else:
            continue
        found.append(
            Asked(
                kind=Ask.QUESTION,
                asker_id=asker_id,
                answerer_id=fact.sender_id,
                asked_at=fact.asked_at,
                due_at=fact.due_at,
                answered_at=fact.answered_at,
            )
        )
    return found
