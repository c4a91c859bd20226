"""The names of an organisation's own people; nobody else's are known to it."""

from collections.abc import Collection
from uuid import UUID

from causeway.hub.base.organisations.models import Member
from causeway.vocabulary.organisations import Role


def member_names(member_ids: Collection[UUID]) -> dict[UUID, str]:
    """The names of those who belong to the acting organisation. Runs inside the caller's transaction."""
    return dict(Member.objects.filter(id__in=list(member_ids)).values_list("id", "name"))


def people_in_roles(roles: Collection[Role]) -> list[tuple[UUID, str]]:
    """Active people of the acting organisation who have any of these roles, by name. Runs inside the caller's
    transaction.
    """
    found = Member.objects.filter(is_active=True, roles__overlap=[role.value for role in roles])
    return list(found.order_by("name", "id").values_list("id", "name"))
