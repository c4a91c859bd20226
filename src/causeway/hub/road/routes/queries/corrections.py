"""The corrections of a desk, and how the router of today fares on them."""

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.directory import listing_for
from causeway.hub.base.rows.documents import from_document
from causeway.hub.road.routes.models import RouteCorrection
from causeway.hub.road.routes.router import installed_router
from causeway.routing import Correction, PlaceClues, RuleErred, replay
from causeway.vocabulary.findings import RouteBasis

MOST = 10_000
"""Replayed at once, the newest: some thousand a second."""


@query(Permission.REPLAY_ROUTES)
def rules_that_erred(actor: Actor) -> tuple[RuleErred, ...]:
    """How each rule fares today on what people corrected, in counts; rules with few are counted together."""
    listing = listing_for(actor.organisation_id)
    rows = RouteCorrection.objects.order_by("-corrected_on", "id")[:MOST]
    country = listing.country if listing else None
    return replay((_correction(row, country) for row in rows), installed_router())


def _correction(row: RouteCorrection, desk_country: str | None) -> Correction:
    return Correction(
        clues=from_document(PlaceClues, row.clues),
        was=row.was or None,
        basis=RouteBasis(row.basis) if row.basis else None,
        right=row.right or None,
        right_country=row.right_country or None,
        desk_country=desk_country,
    )
