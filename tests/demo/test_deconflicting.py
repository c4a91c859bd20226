"""Two forces of the demonstration meet on one number, and on another one of them knows and the other does not."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from causeway.demo.deconflicting import register_what_forces_work_on
from causeway.demo.setting_up import Cast, Person
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.road.deconfliction.commands.match import match_organisation
from causeway.hub.road.deconfliction.queries.overlaps import overlaps
from causeway.vocabulary.organisations import OrganisationKind, Role
from hub.conftest import PASSWORD, SmallWorld, world_with_a_desk


@pytest.fixture
def world(db: None) -> SmallWorld:
    return world_with_a_desk()


def _join(cast: Cast, world: SmallWorld, force: Organisation) -> None:
    actor = world.member(force, Role.SUPERVISOR)
    cast.organisations[force.name], cast.keepers[force.id] = force, world.administrator(force)
    cast.people.append(
        Person(
            name=actor.label,
            organisation=force.name,
            kind=OrganisationKind.POLICE_FORCE,
            roles=(Role.SUPERVISOR,),
            email=world.email_of(actor),
            password=PASSWORD,
            actor=actor,
        )
    )


@pytest.mark.parametrize("country", ["GB", "NL"])
def test_two_forces_meet(world: SmallWorld, country: str, tmp_path: Path, settings: Any) -> None:
    settings.CAUSEWAY_EVALUATOR_FOLDER = tmp_path / "evaluator"
    cast = Cast()
    for name, where in (("Kent Police", "GB"), ("Korps Oostkust", country)):
        _join(cast, world, world.organisation(OrganisationKind.POLICE_FORCE, name, country=where))
    assert register_what_forces_work_on(cast) == 4
    kent, other = (person.actor for person in cast.people)
    match_organisation(world.program(world.desk), kent.organisation_id, now=timezone.now())
    assert [one.interest.label for one in overlaps(kent, now=timezone.now())] == ["The ferry's number"]
    assert sorted(one.is_mutual for one in overlaps(other, now=timezone.now())) == [False, True]
