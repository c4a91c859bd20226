"""How many people an organisation has for a kind of work."""

from collections.abc import Collection

from causeway.hub.base.organisations.models import Member
from causeway.vocabulary.organisations import Role


def members_with(roles: Collection[Role]) -> int:
    """How many active members of the acting organisation hold one of these roles. Runs inside the caller's
    transaction.
    """
    return Member.objects.filter(is_active=True, roles__overlap=[role.value for role in roles]).count()
