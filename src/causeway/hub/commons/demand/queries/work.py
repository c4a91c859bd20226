"""Officer minutes for each child reached, beside the same referrals unbundled and unsorted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.rows.columns import places_among
from causeway.hub.commons.demand.facts import TIMES_OF_ACT, Items
from causeway.hub.commons.demand.gathering import counted_since, items_between
from causeway.hub.commons.demand.handling_times import handling_times, timed_acts
from causeway.hub.commons.demand.periods import Period
from causeway.hub.road.cases.queries.counting import notices_by_referral
from causeway.hub.road.data_requests.queries.counting import requests_by_referral
from causeway.monitoring import HandlingComparison, HandlingTime, Telling, compare_handling

_OF_A_CASE = frozenset({Act.CASE_OPENED, Act.CASE_NOTED, Act.TASK_CHANGED})
"""Acts counted by their case, once however many referrals it has."""

_NOT_NEEDED = ("sender", "concern", "band", "received_at", "closed_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What was done for the referrals that came in a period, counted, and what it cost by the table of assumptions."""

    period: Period
    comparison: HandlingComparison
    acts: tuple[tuple[Act, int], ...]
    model: tuple[HandlingTime, ...]


@query(Permission.MEASURE_WORK)
def work(actor: Actor, period: Period, *, now: datetime) -> Work:
    """What the actor's organisation did by now for what came in a period."""
    items = items_between(actor, period.since, period.until, now, leaving_out=_NOT_NEEDED)
    # The entries of these two name the notice or the request alone, so that nobody learns what belongs together.
    elsewhere = {
        Act.SAFEGUARDING_TOLD: notices_by_referral(period.since, now),
        Act.DATA_REQUESTED: requests_by_referral(period.since, now),
    }
    return work_of(items, counted_since(actor.organisation_id, period.since, *TIMES_OF_ACT.values()), elsewhere, period)


def work_of(items: Items, counted: NDArray[np.void], elsewhere: Mapping[Act, Sequence[UUID]], period: Period) -> Work:
    """The comparison from these acts: those about the referrals, and those about their cases."""
    about = counted[places_among(counted["subject"], items["referral"]) >= 0]
    of_cases = counted[places_among(counted["subject"], np.unique(items["case_id"][items["case_id"] != b""])) >= 0]
    acts: dict[Act, int] = {
        act: int((of_cases if act in _OF_A_CASE else about)[name].sum())
        for act, name in TIMES_OF_ACT.items()
        if act is not Act.REFERRAL_READ
    }
    for act, referral_ids in elsewhere.items():
        named = np.array([referral_id.bytes for referral_id in referral_ids], dtype="S16")
        acts[act] = int((places_among(named, items["referral"]) >= 0).sum())
    place = places_among(items["referral"], about["subject"])
    openings = np.where(place >= 0, about["times_read"][place], 0) if len(about) else np.zeros(len(items), dtype=int)
    children = np.where(items.are_answered, items["children"], 0)
    told = zip(*(each.tolist() for each in (items["arrived_at"], items["line"], openings, children)), strict=True)
    tellings = [Telling(arrived=at, line=line, openings=number, children=each) for at, line, number, each in told]
    model = handling_times()
    return Work(
        period=period,
        comparison=compare_handling(tellings, {act.value: number for act, number in acts.items()}, model),
        acts=tuple((act, acts[act]) for act in timed_acts() if acts[act]),
        model=tuple(model.values()),
    )
