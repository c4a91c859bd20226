"""What becomes of the later tellings of an event when the first goes on: they are looked at anew, and go with it or
stand by themselves.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact, follows_together
from causeway.hub.road.clusters.queries.cluster import duplicates_among
from causeway.hub.road.intake.commands.accept_referral import DESK_KINDS
from causeway.hub.road.queues.claiming import owe_clearings
from causeway.hub.road.queues.projecting import held_among, project_items
from causeway.hub.road.referrals.queries.facts import facts_of
from causeway.hub.road.referrals.queries.told import senders_of
from causeway.hub.road.routes.queries.decisions import places_among, routes_among


def look_again_at_later(actor: Actor, first_ids: Collection[UUID], at: datetime) -> None:
    """Owe another look at each later telling that goes where the first of its event went (`RoutePlace.follows`). The
    lines of those of which somebody decided are made anew at once: they stand by themselves now. Runs inside the desk's
    transaction.
    """
    later = duplicates_among(first_ids) if first_ids else {}
    if not later:
        return
    of_first, places = routes_among(later), places_among({one for tellings in later.values() for one in tellings})
    following, staying = set[UUID](), set[UUID]()
    for first_id, tellings in later.items():
        for one in (places[each] for each in tellings if each in places):
            (following if one.follows(of_first.get(first_id, ())) else staying).add(one.referral_id)
    owe_clearings(actor, senders_of(following), at)
    project_items(actor, [one for one in staying if places[one].member_id or places[one].is_outside])


@follows_together(Act.ROUTE_CHANGED, Act.HAND_OVER_ACKNOWLEDGED)
def let_later_tellings_follow(actor: Actor, entries: Sequence[EntryFact]) -> None:
    """A person sent the first telling on, or a force gave it back to the desk. At a force that it left, a later one
    that a person sent there shows by itself.
    """
    at = {entry.subjects[0]: entry.at for entry in entries}
    if actor.organisation_kind in DESK_KINDS:
        own = [one for one, fact in facts_of(at).items() if fact.desk_id == actor.organisation_id]
        look_again_at_later(actor, own, max(at.values()))
        return
    later = duplicates_among(at)
    places = places_among({one for tellings in later.values() for one in tellings})
    project_items(actor, held_among(one for one, place in places.items() if place.member_id))
