"""The names of an organisation's own people; nobody else's are known to it."""

from collections.abc import Collection
from uuid import UUID

from causeway.hub.base.organisations.models import Member


def member_names(member_ids: Collection[UUID]) -> dict[UUID, str]:
    """The names of those who belong to the acting organisation. Runs inside the caller's transaction."""
    return dict(Member.objects.filter(id__in=list(member_ids)).values_list("id", "name"))
