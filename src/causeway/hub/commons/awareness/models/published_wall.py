"""The wall of what an organisation writes for all: its own until it is published, then everybody's to read."""

from uuid import UUID

from django.db.models import Q

from causeway.hub.base.walls.declarations import Written


def _published_or_own(organisation: UUID) -> Q:
    return Q(published_at__isnull=False) | Q(organisation_id=organisation)


_OWN = "{table}.organisation_id = {organisation}"

FOR_ALL_ONCE_PUBLISHED = Written(
    read=f"{{organisation}} IS NOT NULL AND ({{table}}.published_at IS NOT NULL OR {_OWN})",
    insert=_OWN,
    change=_OWN,
    delete="false",
    filters=_published_or_own,
)
