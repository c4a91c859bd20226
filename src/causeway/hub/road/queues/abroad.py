"""Which countries have a central desk, as a desk's queue shows it."""

from collections.abc import Collection

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.organisations.queries.directory import listing_for
from causeway.hub.road.routes.queries.central_desks import in_force_at


def without_desk(actor: Actor, countries: Collection[str]) -> frozenset[str]:
    """Those of these countries (ISO alpha-2), other than the desk's own, of which it has no central desk in its
    register. Runs inside the caller's transaction.
    """
    own = listing_for(actor.organisation_id)
    known = {code for desk in in_force_at(actor.organisation_id) for code in desk.countries}
    return frozenset(countries) - known - ({own.country} if own else set())
