"""Who of an organisation can be reached for what: the addresses of its members by role."""

from collections.abc import Collection

from causeway.hub.base.organisations.models import Member
from causeway.vocabulary.organisations import Role


def addresses_of(roles: Collection[Role]) -> list[str]:
    """The mail addresses of the acting organisation's active members who hold one of these roles. Runs inside the
    caller's transaction.
    """
    found = Member.objects.filter(is_active=True, roles__overlap=[role.value for role in roles]).order_by("name", "id")
    return list(dict.fromkeys(found.values_list("email", flat=True)))
