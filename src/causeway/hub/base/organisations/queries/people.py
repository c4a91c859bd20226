"""The names of an organisation's own people; nobody else's are known to it."""

from collections.abc import Collection
from dataclasses import dataclass
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


def address_of_member(member_id: UUID) -> str:
    """The mail address of one of them, in lower case; empty where nobody is known by this identifier. Runs inside the
    caller's transaction.
    """
    found: str | None = Member.objects.filter(id=member_id).values_list("email", flat=True).first()
    return (found or "").lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An active member, by whom they are known."""

    id: UUID
    name: str
    email: str
    roles: frozenset[Role]


def active_people() -> list[Person]:
    """The acting organisation's active members, by name. Runs inside the caller's transaction."""
    return [
        Person(id=row.id, name=row.name, email=row.email, roles=frozenset(Role(role) for role in row.roles))
        for row in Member.objects.filter(is_active=True).order_by("name", "id")
    ]
