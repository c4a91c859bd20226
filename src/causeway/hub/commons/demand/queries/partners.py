"""Partnership measured: each organisation with which the reader's own has to do, both ways. Nobody sees a pair of
others.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import numpy as np
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.directory import kinds_of, names_of
from causeway.hub.base.rows.columns import pair_keys, places_among
from causeway.hub.commons.demand.facts import Items, Step
from causeway.hub.commons.demand.gathering import (
    asked_since,
    is_force,
    items_between,
    outcomes_since,
    receives,
    sent_items,
    with_outcomes,
)
from causeway.hub.commons.demand.pairs import Ask, Asked, Direction, Flow, Pair, answers_of, flow_of
from causeway.hub.commons.demand.periods import Period
from causeway.hub.road.cases.queries.counting import notices_between
from causeway.hub.road.data_requests.queries.counting import requests_between
from causeway.hub.road.data_requests.words import RequestKind
from causeway.hub.road.referrals.queries.counting import asked_between, desks_between
from causeway.hub.road.routes.queries.counting import sent_on_between

_ASK_OF_REQUEST = {RequestKind.PRESERVE: Ask.PRESERVE, RequestKind.QUESTION: Ask.DATA_QUESTION}

_NOT_NEEDED = ("case_id", "concern", "band")


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
    raise NotFound(_("There is nothing between you and this organisation in this period."))


def _flows(actor: Actor, period: Period, now: datetime) -> dict[UUID, list[Flow]]:
    found: dict[UUID, list[Flow]] = defaultdict(list)
    items = items_between(actor, period.since, period.until, now, leaving_out=_NOT_NEEDED)
    if not receives(actor):
        _add(found, Direction.THEY_OWE, items.by("desk"), Step.WITH_FORCE, now)
        return found
    own = actor.organisation_id
    if is_force(actor):
        _add(found, Direction.WE_OWE, _with_desks(items).by("desk"), None, now)
    # From their sender's side they have waited since they were told, wherever they lay in between.
    by_sender = items.changed(arrived_at=items["received_at"]).by("sender")
    _add(found, Direction.WE_OWE, {sender: each for sender, each in by_sender.items() if sender != own}, None, now)
    if not is_force(actor):
        _add(found, Direction.THEY_OWE, _to_forces(own, items, period), None, now, sees_steps=False)
        _add(found, Direction.THEY_OWE, _sent_to_others(actor, period, now), Step.WITH_FORCE, now)
    return found


def _add(
    found: dict[UUID, list[Flow]],
    direction: Direction,
    groups: Mapping[UUID, Items],
    step: Step | None,
    now: datetime,
    *,
    sees_steps: bool = True,
) -> None:
    for other, items in groups.items():
        flow = flow_of(direction, items, step, now.timestamp(), sees_steps=sees_steps)
        if flow is not None:
            found[other].append(flow)


def _with_desks(items: Items) -> Items:
    """What came to a force, with the desk through which it came."""
    received = items["received_at"]
    if not len(items):
        return items
    since, until = (datetime.fromtimestamp(float(at), UTC) for at in (received.min() - 1, received.max() + 1))
    desks = desks_between(since, until)
    place = places_among(items["referral"], desks["referral"])
    known = items.where(place >= 0)
    return known.changed(desk=desks["desk"][place[place >= 0]])


def _sent_to_others(actor: Actor, period: Period, now: datetime) -> dict[UUID, Items]:
    """What a hotline or a desk sent to another desk, by desk."""
    by_desk = sent_items(actor, period.since, period.until, now).by("desk")
    return {desk_id: items for desk_id, items in by_desk.items() if desk_id != actor.organisation_id}


def _to_forces(own: UUID, items: Items, period: Period) -> dict[UUID, Items]:
    """What the desk sent on in the period, by force, each with the outcome of the force to which it went."""
    sent = sent_on_between(own, period.since, period.until)
    place = places_among(sent["referral"], items["referral"])
    sent, there = sent[place >= 0], items.where(place[place >= 0])
    outcomes = outcomes_since(own, period.since, is_told=False)
    of_each = places_among(
        pair_keys(sent["referral"], sent["receiver"]), pair_keys(outcomes["referral"], outcomes["desk"])
    )
    there = there.changed(arrived_at=sent["decided_at"], desk=sent["receiver"], closed_at=np.nan)
    return with_outcomes(there, outcomes, of_each).by("desk")


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
    own = actor.organisation_id
    by_us = asked_since(own, period.since)
    found = []
    for fact in asked_between(period.since, period.until):
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
