"""The rule by which a bank's own tables are seen, as SQL and for managers: whoever is in the bank's audience."""

from uuid import UUID

from django.db.models import Q

from causeway.hub.base.walls.declarations import audience_filter

SEES_BANK = (
    "EXISTS (SELECT 1 FROM organisations_audience a"
    " WHERE a.root_id = {table}.bank_id AND a.organisation_id = {organisation})"
)
OWN = "{table}.organisation_id = {organisation}"


def sees_bank(organisation: UUID) -> Q:
    """The same for a manager."""
    return audience_filter("bank_id", organisation)


def sees_bank_or_own(organisation: UUID) -> Q:
    """Its own rows an organisation keeps, though it sees the bank no more."""
    return audience_filter("bank_id", organisation) | Q(organisation_id=organisation)
