"""Officer minutes for each child reached, beside the same referrals unbundled and unsorted."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.counting import ActTally, act_tallies
from causeway.hub.commons.demand.facts import Item
from causeway.hub.commons.demand.gathering import items_between
from causeway.hub.commons.demand.handling_times import handling_times, timed_acts
from causeway.hub.commons.demand.periods import Period
from causeway.hub.road.cases.queries.counting import notices_by_referral
from causeway.hub.road.data_requests.queries.counting import requests_by_referral
from causeway.monitoring import HandlingComparison, HandlingTime, Telling, compare_handling

_OF_A_CASE = frozenset({Act.CASE_OPENED, Act.CASE_NOTED, Act.TASK_CHANGED})
"""Acts counted by their case, once however many referrals it has."""


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
    items = items_between(actor, period.since, period.until, now)
    acts = (Act.REFERRAL_READ, *timed_acts())
    tallies = act_tallies(acts, since=period.since, until=now, by=actor.organisation_id)
    # The entries of these two name the notice or the request alone, so that nobody learns what belongs together.
    elsewhere = {
        Act.SAFEGUARDING_TOLD: notices_by_referral(period.since, now),
        Act.DATA_REQUESTED: requests_by_referral(period.since, now),
    }
    return work_of(items, tallies, elsewhere, period)


def work_of(
    items: Sequence[Item],
    tallies: Iterable[ActTally],
    elsewhere: Mapping[Act, Sequence[UUID]],
    period: Period,
) -> Work:
    """The comparison from these acts: those about the referrals, and those about their cases."""
    about = {item.referral_id for item in items}
    cases = {item.case_id for item in items if item.case_id}
    openings: Counter[UUID] = Counter()
    acts: Counter[Act] = Counter()
    for tally in tallies:
        if tally.act is Act.REFERRAL_READ:
            openings[tally.subject_id] += tally.times
        elif tally.subject_id in (cases if tally.act in _OF_A_CASE else about):
            acts[tally.act] += tally.times
    for act, referral_ids in elsewhere.items():
        acts[act] += sum(referral_id in about for referral_id in referral_ids)
    tellings = [
        Telling(
            arrived=item.arrived_at,
            line=item.line,
            openings=openings[item.referral_id],
            children=item.outcome.children if item.outcome else 0,
        )
        for item in items
    ]
    model = handling_times()
    return Work(
        period=period,
        comparison=compare_handling(tellings, {act.value: number for act, number in acts.items()}, model),
        acts=tuple((act, acts[act]) for act in timed_acts() if acts[act]),
        model=tuple(model.values()),
    )
