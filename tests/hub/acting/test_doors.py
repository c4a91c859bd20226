"""The doors check the permission, open the transaction as the actor, and let nothing lazy out."""

import pytest
from django.db.models import QuerySet

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command, current_actor, query
from causeway.hub.base.acting.errors import NotPermitted
from causeway.hub.base.acting.matrix import MATRIX
from causeway.hub.base.acting.permissions import Permission, permissions_of
from causeway.hub.base.organisations.models import Member
from causeway.vocabulary.organisations import OrganisationKind, Role
from hub.conftest import SmallWorld


@query(Permission.MANAGE_MEMBERS)
def _lazy(actor: Actor) -> "QuerySet[Member]":
    return Member.objects.all()


@command(Permission.MANAGE_MEMBERS)
def _who(actor: Actor) -> str:
    return current_actor().label


def test_a_door_refuses_who_lacks_the_permission(world: SmallWorld) -> None:
    with pytest.raises(NotPermitted):
        _who(world.member(world.desk, Role.ANALYST))


def test_inside_a_door_the_actor_is_bound_and_afterwards_nobody_is(world: SmallWorld) -> None:
    assert _who(world.administrator(world.desk)) == "Ada Keeper"
    with pytest.raises(NotPermitted):
        current_actor()


def test_a_lazy_query_set_does_not_leave_a_door(world: SmallWorld) -> None:
    with pytest.raises(TypeError):
        _lazy(world.administrator(world.desk))


def test_every_permission_is_in_the_matrix_and_somebody_holds_it() -> None:
    assert set(MATRIX) == set(Permission)
    assert all(any(kinds and holdings for kinds, holdings in grants) for grants in MATRIX.values())


def test_an_investigator_of_a_service_can_do_nothing_of_a_force(world: SmallWorld) -> None:
    service = world.organisation(OrganisationKind.SERVICE)
    held = permissions_of(world.member(service, Role.INVESTIGATOR))
    assert Permission.READ_CASE not in held
    assert Permission.VIEW_CONTENT not in held
