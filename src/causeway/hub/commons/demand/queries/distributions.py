"""One force among others, without their names; and what a desk may publish for it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.base.rows.columns import pair_keys, places_among
from causeway.hub.commons.demand.distributions import Measure, bounds_of, settled_quarter
from causeway.hub.commons.demand.facts import Items, Step, places_by
from causeway.hub.commons.demand.gathering import is_force, items_between, outcomes_since
from causeway.hub.commons.demand.models import PublishedDistribution
from causeway.hub.commons.demand.queries.compare import RETURNED_WITHIN, returned_units
from causeway.hub.commons.demand.summaries import Share, useful_of
from causeway.hub.road.routes.queries.counting import sent_on_between
from causeway.monitoring import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Among:
    """What a desk published of one quarter and measure, and the reader's own share of the same."""

    desk: str
    measure: Measure
    first: date
    last: date
    forces: int
    lower: float
    middle: float
    upper: float
    own: Share


@query(Permission.READ_DEMAND)
def among_others(actor: Actor, *, now: datetime) -> list[Among]:
    """The newest quarter that was published, with the acting force's own share; nothing for others."""
    if not is_force(actor):
        return []
    newest = PublishedDistribution.objects.order_by("-first").first()
    if newest is None:
        return []
    since, until = bounds_of(newest.first, newest.last)
    own = _own_shares(items_between(actor, since, until, now))
    rows = list(PublishedDistribution.objects.filter(first=newest.first).order_by("desk_id", "measure"))
    names = names_of({row.desk_id for row in rows})
    return [
        Among(
            desk=names.get(row.desk_id, ""),
            measure=Measure(row.measure),
            first=row.first,
            last=row.last,
            forces=row.forces,
            lower=row.lower,
            middle=row.middle,
            upper=row.upper,
            own=own[Measure(row.measure)],
        )
        for row in rows
    ]


@query(Permission.PUBLISH_DISTRIBUTION)
def published_by_us(actor: Actor, *, now: datetime) -> tuple[date, date, bool]:
    """The quarter that can be published now, and whether it has been."""
    first, last = settled_quarter(now)
    return first, last, PublishedDistribution.objects.filter(desk_id=actor.organisation_id, first=first).exists()


def units_of(own_id: UUID, since: datetime, until: datetime, now: datetime) -> dict[Measure, list[Unit]]:
    """Each force to which the desk sent, by both measures. Runs inside the caller's transaction."""
    sent = sent_on_between(own_id, since, until)
    outcomes = outcomes_since(own_id, since, is_told=False)
    names = {receiver_id: str(receiver_id) for receiver_id in places_by(sent["receiver"])}
    pairs = pair_keys(outcomes["referral"], outcomes["desk"])
    went_there = outcomes.where(places_among(pairs, pair_keys(sent["referral"], sent["receiver"])) >= 0)
    rated = {one: useful_of(found) for one, found in went_there.by("desk").items()}
    return {
        Measure.RETURNED: returned_units(sent, outcomes, names, now.timestamp()),
        Measure.USEFUL: [
            Unit(name=str(one), events=share.part, of=share.whole) for one, share in rated.items() if share.whole
        ],
    }


def _own_shares(items: Items) -> dict[Measure, Share]:
    in_time = items[Step.OUTCOME] <= items["arrived_at"] + RETURNED_WITHIN
    return {
        Measure.RETURNED: Share(part=int(in_time.sum()), whole=len(items)),
        Measure.USEFUL: useful_of(items),
    }
