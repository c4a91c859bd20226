"""Fair comparison: funnels of organisations that differ in size, by name and without a ranking."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.base.rows.columns import pair_keys, places_among
from causeway.hub.commons.demand.facts import CONCERNS, Items, Step, places_by
from causeway.hub.commons.demand.gathering import is_force, items_between, outcomes_since, receives
from causeway.hub.commons.demand.periods import Period
from causeway.hub.commons.demand.summaries import useful_of
from causeway.hub.road.routes.queries.counting import sent_on_between
from causeway.monitoring import Funnel, Unit, proportion_funnel

RETURNED_WITHIN = timedelta(days=30).total_seconds()
"""The longest that a band allows for acting (HMICFRS 2023)."""

_NOT_NEEDED = ("case_id", "band", "received_at", "closed_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One funnel and what it compares; none where every unit is too small."""

    code: str
    funnel: Funnel | None
    units: tuple[Unit, ...]


@query(Permission.READ_DEMAND)
def comparisons(actor: Actor, period: Period, *, now: datetime) -> tuple[Comparison, ...]:
    """What the actor's organisation can compare: senders by usefulness, the forces it sent to by what came back; a
    sender compares its own concerns, for it knows of no other organisation.
    """
    items = items_between(actor, period.since, period.until, now, leaving_out=_NOT_NEEDED)
    by_concern = _comparison("useful_by_concern", units_by_concern(items))
    if not receives(actor):
        return (by_concern,)
    found = [_comparison("useful_by_sender", _units_by_sender(items)), by_concern]
    if not is_force(actor):
        found.append(_comparison("returned_by_force", _returned_units(actor, period, now)))
    return tuple(found)


def units_by_concern(items: Items) -> list[Unit]:
    """Of what was rated, how much was useful, for each concern."""
    return _useful_units(
        (concern.value, items.where(items["concern"] == place)) for place, concern in enumerate(CONCERNS)
    )


def _units_by_sender(items: Items) -> list[Unit]:
    by_sender = items.by("sender")
    names = names_of(set(by_sender))
    return _useful_units((names.get(sender_id, ""), found) for sender_id, found in by_sender.items())


def _useful_units(groups: Iterable[tuple[str, Items]]) -> list[Unit]:
    shares = [(name, useful_of(items)) for name, items in groups]
    return [Unit(name=name, events=share.part, of=share.whole) for name, share in shares if share.whole]


def returned_units(sent: NDArray[np.void], outcomes: Items, names: Mapping[UUID, str], now: float) -> list[Unit]:
    """Of what each force was sent long enough ago, how much came back with an outcome within the time for it."""
    old = sent[sent["decided_at"] + RETURNED_WITHIN <= now]
    place = places_among(pair_keys(old["referral"], old["receiver"]), pair_keys(outcomes["referral"], outcomes["desk"]))
    in_time = place >= 0
    in_time[in_time] &= outcomes[Step.OUTCOME][place[in_time]] <= old["decided_at"][in_time] + RETURNED_WITHIN
    return [
        Unit(name=names.get(one, ""), events=int(in_time[places].sum()), of=len(places))
        for one, places in places_by(old["receiver"]).items()
    ]


def _returned_units(actor: Actor, period: Period, now: datetime) -> list[Unit]:
    sent = sent_on_between(actor.organisation_id, period.since, period.until)
    names = names_of(set(places_by(sent["receiver"])))
    outcomes = outcomes_since(actor.organisation_id, period.since, is_told=False)
    return returned_units(sent, outcomes, names, now.timestamp())


def _comparison(code: str, units: Sequence[Unit]) -> Comparison:
    ordered = tuple(sorted(units, key=lambda unit: unit.name.casefold()))
    return Comparison(code=code, funnel=proportion_funnel(ordered) if ordered else None, units=ordered)
