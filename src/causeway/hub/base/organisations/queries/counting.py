"""How many people an organisation has, by role; nobody is named."""

from collections import Counter

from causeway.hub.base.organisations.models import Member
from causeway.vocabulary.organisations import Role


def members_by_role() -> dict[Role, int]:
    """Active members of the acting organisation by role; somebody with two roles counts in both. Runs inside the
    caller's transaction.
    """
    held = Member.objects.filter(is_active=True).values_list("roles", flat=True)
    counted = Counter(Role(role) for roles in held for role in roles)
    return {role: counted[role] for role in Role if counted[role]}


def active_members() -> int:
    """Active members of the acting organisation, each once. Runs inside the caller's transaction."""
    return Member.objects.filter(is_active=True).count()
