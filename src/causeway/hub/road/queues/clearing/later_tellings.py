"""What becomes of the later tellings of an event when the first goes on or comes back: they are looked at anew, and go
with it, stand by themselves, or come under its line again.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact, follows_together
from causeway.hub.base.rows.batching import in_batches
from causeway.hub.road.clusters.queries.cluster import duplicates_among
from causeway.hub.road.intake.commands.accept_referral import DESK_KINDS
from causeway.hub.road.queues.projecting import held_among, project_items
from causeway.hub.road.queues.working.claiming import owe_clearings
from causeway.hub.road.referrals.queries.facts import facts_of
from causeway.hub.road.referrals.queries.told import senders_of
from causeway.hub.road.routes.queries.decisions import places_among, routes_among

_AT_ONCE = 200


def look_again_at_later(actor: Actor, first_ids: Collection[UUID], at: datetime) -> None:
    """Owe another look at each later telling that goes where the first of its event went (`RoutePlace.follows`), and
    make the lines of the others anew at once. Runs inside the desk's transaction.
    """
    following, staying = _later_of(first_ids)
    if following:
        owe_clearings(actor, senders_of(following), at)
    _renew(actor, staying)


@follows_together(Act.ROUTE_CHANGED, Act.HAND_OVER_ACKNOWLEDGED, Act.OUTSIDE_HAND_OVER_TAKEN_BACK)
def let_later_tellings_follow(actor: Actor, entries: Sequence[EntryFact]) -> None:
    """A person sent the first telling on, or brought it back. At a force, the later ones that stay show by themselves
    once it left, and under its line once it is there again; those that go with it are shown when the desk has looked.
    """
    at = {entry.subjects[0]: entry.at for entry in entries}
    if actor.organisation_kind in DESK_KINDS:
        own = [one for one, fact in facts_of(at).items() if fact.desk_id == actor.organisation_id]
        look_again_at_later(actor, own, max(at.values()))
        return
    _following, staying = _later_of(at)
    _renew(actor, staying)


def _later_of(first_ids: Collection[UUID]) -> tuple[set[UUID], set[UUID]]:
    """The later tellings of these events of whose route anything was decided: those that follow the first, and the
    others.
    """
    later = duplicates_among(first_ids) if first_ids else {}
    following, staying = set[UUID](), set[UUID]()
    if not later:
        return following, staying
    of_first, places = routes_among(later), places_among({one for tellings in later.values() for one in tellings})
    for first_id, tellings in later.items():
        for one in (places[each] for each in tellings if each in places):
            (following if one.follows(of_first.get(first_id, ())) else staying).add(one.referral_id)
    return following, staying


def _renew(actor: Actor, referral_ids: Collection[UUID]) -> None:
    for some in in_batches(held_among(referral_ids) if referral_ids else [], _AT_ONCE):
        project_items(actor, some)
