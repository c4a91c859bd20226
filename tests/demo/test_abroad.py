"""The demonstration has one foreign desk in the hub, one outside, and a country without."""

import pytest

from causeway.demo.abroad import open_central_desks
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.organisations.sharing import agreement_with
from causeway.hub.road.routes.queries.central_desks import in_force_at
from causeway.vocabulary.organisations import Category, Role
from demo.small_cast import small_cast
from hub.conftest import SmallWorld, world_with_a_desk


@pytest.fixture
def world(db: None) -> SmallWorld:
    return world_with_a_desk()


def test_two_desks_are_in_force_and_people_can_sign_in_at_the_one_that_is_a_member(world: SmallWorld) -> None:
    cast = small_cast(world)
    before = cast.staffed_forces()
    assert open_central_desks(cast, world.desk) == 2
    (german,) = cast.abroad
    with acting_as(world.program(world.desk)):
        found = {each.countries: each for each in in_force_at(world.desk.id)}
        assert agreement_with(german.id, Category.REFERRAL) is not None
    assert set(found) == {("DE",), ("PL",)}
    assert found[("DE",)].organisation_id == german.id
    assert found[("PL",)].is_outside
    assert cast.person_of(german, Role.DUTY_OFFICER).password
    assert cast.partner_kind_of(cast.person_of(german, Role.SUPERVISOR)) == ""
    assert cast.staffed_forces() == before, "nobody plays its part"
