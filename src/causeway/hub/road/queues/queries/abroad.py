"""What waits at a desk for other countries: without a central desk, ready to be sent to one, or sent by hand."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, QuerySet

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.directory import listing_for
from causeway.hub.road.queues.models import QueueItem
from causeway.hub.road.referrals.queries.told import references_of
from causeway.hub.road.routes.queries.central_desks import CentralDeskView, in_force_at, named
from causeway.hub.road.routes.queries.outside import OutsideView, waiting_outside, waiting_outside_of

SHOWN = 100
"""Lines of one country, and hand-overs, that a page lists, the most urgent first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryWaits:
    """How many open lines need a route and point to one country, since when the first of them waits, and the central
    desks to which they could be sent: none where none is registered and verified.
    """

    country: str
    count: int
    since: datetime
    desks: tuple[CentralDeskView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AbroadLine:
    """One of them."""

    referral_id: UUID
    reference: str
    band: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """A hand-over to a central desk outside that waits to be sent, or for its answer."""

    outside: OutsideView
    reference: str
    to: str


def waiting_by_country(actor: Actor) -> tuple[CountryWaits, ...]:
    """The countries, the fullest first. Runs inside the caller's transaction."""
    own = listing_for(actor.organisation_id)
    rows = (
        _waiting()
        .exclude(route_country__in=["", own.country if own else ""])
        .values("route_country")
        .annotate(count=Count("id"), since=Min("arrived_at"))
        .order_by("-count", "route_country")
    )
    desks = in_force_at(actor.organisation_id)
    return tuple(
        CountryWaits(
            country=row["route_country"],
            count=row["count"],
            since=row["since"],
            desks=tuple(desk for desk in desks if row["route_country"] in desk.countries),
        )
        for row in rows
    )


@query(Permission.CHANGE_ROUTE)
def countries_waiting(actor: Actor) -> tuple[CountryWaits, ...]:
    """The same for a page."""
    return waiting_by_country(actor)


@query(Permission.CHANGE_ROUTE)
def lines_for(actor: Actor, country: str) -> tuple[AbroadLine, ...]:
    """The open lines that need a route and point to this country, the most urgent first, no more than `SHOWN`."""
    rows = _waiting().filter(route_country=country).order_by("band_rank", "fair_at", "id")[:SHOWN]
    return tuple(
        AbroadLine(referral_id=row.referral_id, reference=row.reference, band=row.band, due_at=row.due_at)
        for row in rows
    )


@query(Permission.CHANGE_ROUTE)
def by_hand(actor: Actor) -> tuple[ByHand, ...]:
    """What waits to be sent by hand or for its answer, the soonest due first, no more than `SHOWN`."""
    found = waiting_outside(actor.organisation_id, most=SHOWN)
    references = references_of({one.referral_id for one in found}) if found else {}
    names = named({one.central_desk_id for one in found})
    return tuple(
        ByHand(outside=one, reference=references.get(one.referral_id, ""), to=names[one.central_desk_id].name)
        for one in found
    )


@query(Permission.SEND_OUTSIDE)
def outside_desk(actor: Actor, referral_id: UUID) -> CentralDeskView:
    """The central desk outside for which a referral waits.

    Raises:
        NotFound: it waits for none.
    """
    outside = waiting_outside_of(referral_id, actor.organisation_id)
    return named({outside.central_desk_id})[outside.central_desk_id]


def _waiting() -> "QuerySet[QueueItem]":
    return QueueItem.objects.filter(is_line=True, closed_at=None, needs_route=True)
