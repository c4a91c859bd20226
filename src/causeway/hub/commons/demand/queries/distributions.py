"""One force among others, without their names; and what a desk may publish for it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.commons.demand.distributions import Measure, bounds_of, settled_quarter
from causeway.hub.commons.demand.facts import Item
from causeway.hub.commons.demand.gathering import is_force, items_between
from causeway.hub.commons.demand.models import PublishedDistribution
from causeway.hub.commons.demand.queries.compare import RETURNED_WITHIN, returned_units
from causeway.hub.commons.demand.summaries import Share
from causeway.hub.road.outcomes.queries.counting import outcomes_since
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
    outcomes = outcomes_since(since)
    names = {each.receiver_id: str(each.receiver_id) for each in sent}
    went_to = {(each.referral_id, each.receiver_id) for each in sent}
    rated: dict[UUID, list[bool]] = {}
    for tally in outcomes:
        if tally.is_useful is not None and (tally.referral_id, tally.organisation_id) in went_to:
            rated.setdefault(tally.organisation_id, []).append(tally.is_useful)
    return {
        Measure.RETURNED: returned_units(sent, outcomes, names, now.timestamp()),
        Measure.USEFUL: [Unit(name=str(one), events=sum(found), of=len(found)) for one, found in rated.items()],
    }


def _own_shares(items: list[Item]) -> dict[Measure, Share]:
    told = [item.outcome for item in items if item.outcome is not None]
    in_time = sum(
        item.outcome is not None and item.outcome.first_at <= item.arrived_at + RETURNED_WITHIN for item in items
    )
    rated = [outcome.is_useful for outcome in told if outcome.is_useful is not None]
    return {
        Measure.RETURNED: Share(part=in_time, whole=len(items)),
        Measure.USEFUL: Share(part=sum(rated), whole=len(rated)),
    }
