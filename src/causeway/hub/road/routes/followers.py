"""A desk keeps each correction of a route, stripped to its places, as a test of the rules."""

import hashlib
import hmac
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact, follows
from causeway.hub.base.organisations.queries.directory import own_listing
from causeway.hub.base.rows.documents import to_document
from causeway.hub.road.referrals.queries.told import told
from causeway.hub.road.routes.models import RouteCorrection
from causeway.hub.road.routes.queries.decisions import routes_of
from causeway.hub.road.routes.router import installed_router
from causeway.hub.state import secret
from causeway.routing import place_clues


@follows(Act.ROUTE_CHANGED)
def keep_the_correction(actor: Actor, entry: EntryFact) -> None:
    """What a person decided, by the desk or by acknowledging a hand-over, beside what the router had said. Where the
    right force has neither a code nor is another country's central desk the router could never have named it, and
    nothing is kept.
    """
    referral = told(entry.subjects[0])
    if referral.desk_id != actor.organisation_id:
        return
    routes = routes_of(referral.id)
    decided = routes[0]
    found = next((route for route in routes if route.member_id is None), None)
    best = found.candidates[0] if found and found.candidates else None
    is_abroad = decided.central_desk_id is not None and decided.country != own_listing(actor).country
    right_country = decided.country if is_abroad and not decided.force_code else ""
    if decided.member_id is None or not (decided.force_code or right_country):
        return
    if right_country and best is not None and best.country == right_country and best.force is None:
        return  # The router was right, and only could not send it.
    router = installed_router()
    clues = place_clues(referral.referral, countries=router.countries, postcodes=router.postcodes)
    RouteCorrection.objects.update_or_create(
        desk_id=actor.organisation_id,
        about=_about(referral.id),
        defaults={
            "clues": to_document(clues),
            "was": (best.force or "") if best else "",
            "basis": best.basis.value if best and best.basis and best.force else "",
            "right": decided.force_code,
            "right_country": right_country,
            "is_from_a_force": entry.organisation_id != actor.organisation_id,
            "corrected_on": entry.at.date(),
        },
    )


def _about(referral_id: UUID) -> str:
    return hmac.new(secret("routes.correction"), referral_id.bytes, hashlib.sha256).hexdigest()
