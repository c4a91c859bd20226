"""How many people an organisation has, by role, and since when it counts; nobody is named."""

from collections import Counter
from datetime import datetime
from uuid import UUID

from causeway.hub.base.organisations.models import Member, Organisation
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


def joined_at_of(organisation_id: UUID) -> datetime:
    """Since when an organisation has been here; the directory is open, so no actor is needed."""
    return Organisation.objects.values_list("joined_at", flat=True).get(id=organisation_id)
