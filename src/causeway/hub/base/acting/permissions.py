"""Whether somebody may do something, asked of the one table."""

from causeway.hub.base.acting.actors import Actor, Holding
from causeway.hub.base.acting.matrix import MATRIX
from causeway.hub.base.acting.permission_names import Permission
from causeway.vocabulary.organisations import OrganisationKind, Role

__all__ = ["Permission", "holds", "may", "permissions_of", "roles_with"]


def holds(kind: OrganisationKind, holdings: frozenset[Holding], permission: Permission) -> bool:
    """Whether anything held at this kind of organisation grants the permission."""
    return any(kind in kinds and not holdings.isdisjoint(held) for kinds, held in MATRIX[permission])


def roles_with(kind: OrganisationKind, permission: Permission) -> frozenset[Role]:
    """The roles that grant the permission at this kind of organisation."""
    return frozenset(role for role in Role if holds(kind, frozenset({role}), permission))


def may(actor: Actor, permission: Permission) -> bool:
    """Whether the actor has the permission."""
    return holds(actor.organisation_kind, actor.holdings, permission)


def permissions_of(actor: Actor) -> frozenset[Permission]:
    """All that the actor may do."""
    return frozenset(permission for permission in Permission if may(actor, permission))
