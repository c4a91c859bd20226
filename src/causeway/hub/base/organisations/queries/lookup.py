"""One organisation by its identifier, for pages and notices that already know it."""

from uuid import UUID

from causeway.hub.base.organisations.models import Organisation
from causeway.hub.base.organisations.queries.directory import Listing, listing_of


def listing_by_id(organisation_id: UUID) -> Listing | None:
    """An active organisation; the directory is open, so no actor is needed."""
    organisation = Organisation.objects.filter(id=organisation_id, is_active=True).first()
    return listing_of(organisation) if organisation else None
