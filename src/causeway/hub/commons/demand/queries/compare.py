"""Fair comparison: funnels of organisations that differ in size, by name and without a ranking."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.commons.demand.facts import Item
from causeway.hub.commons.demand.gathering import is_force, items_between, receives
from causeway.hub.commons.demand.periods import Period
from causeway.hub.road.outcomes.queries.counting import OutcomeTally, outcomes_since
from causeway.hub.road.routes.queries.counting import SentOn, sent_on_between
from causeway.monitoring import Funnel, Unit, proportion_funnel

RETURNED_WITHIN = timedelta(days=30).total_seconds()
"""The longest that a band allows for acting (HMICFRS 2023)."""


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
    items = items_between(actor, period.since, period.until, now)
    if not receives(actor):
        return (_comparison("useful_by_concern", useful_units(items, lambda item: item.concern)),)
    names = names_of({item.sender_id for item in items})
    by_sender = useful_units(items, lambda item: names.get(item.sender_id, ""))
    found = [_comparison("useful_by_sender", by_sender), _comparison("useful_by_concern", _by_concern(items))]
    if not is_force(actor):
        found.append(_comparison("returned_by_force", _returned_units(actor, period, now)))
    return tuple(found)


def useful_units(items: Iterable[Item], key: Callable[[Item], str]) -> list[Unit]:
    """Of what was rated, how much was useful, for each group."""
    rated: dict[str, list[bool]] = defaultdict(list)
    for item in items:
        if item.outcome is not None and item.outcome.is_useful is not None:
            rated[key(item)].append(item.outcome.is_useful)
    return [Unit(name=name, events=sum(found), of=len(found)) for name, found in rated.items()]


def returned_units(
    sent: Iterable[SentOn], outcomes: Iterable[OutcomeTally], names: dict[UUID, str], now: float
) -> list[Unit]:
    """Of what each force was sent long enough ago, how much came back with an outcome within the time for it."""
    first = {(tally.referral_id, tally.organisation_id): tally.first_at for tally in outcomes}
    counted: dict[UUID, list[bool]] = defaultdict(list)
    for each in sent:
        if each.decided_at + RETURNED_WITHIN > now:
            continue
        at = first.get((each.referral_id, each.receiver_id))
        counted[each.receiver_id].append(at is not None and at <= each.decided_at + RETURNED_WITHIN)
    return [Unit(name=names.get(one, ""), events=sum(found), of=len(found)) for one, found in counted.items()]


def _by_concern(items: Sequence[Item]) -> list[Unit]:
    return useful_units(items, lambda item: item.concern)


def _returned_units(actor: Actor, period: Period, now: datetime) -> list[Unit]:
    sent = sent_on_between(actor.organisation_id, period.since, period.until)
    names = names_of({each.receiver_id for each in sent})
    return returned_units(sent, outcomes_since(period.since), names, now.timestamp())


def _comparison(code: str, units: Sequence[Unit]) -> Comparison:
    ordered = tuple(sorted(units, key=lambda unit: unit.name.casefold()))
    return Comparison(code=code, funnel=proportion_funnel(ordered) if ordered else None, units=ordered)
