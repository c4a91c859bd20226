"""A force is told once of a new version of a playbook that ships and that it follows."""

from dataclasses import replace
from datetime import UTC, datetime

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.notices.models import Notice
from causeway.hub.knowledge.playbooks import playbooks
from causeway.hub.knowledge.playbooks.commands.adopt import adopt
from causeway.hub.knowledge.playbooks.commands.tell_of_shipped import tell_of_shipped
from causeway.hub.knowledge.playbooks.queries.library import Ref
from causeway.vocabulary.organisations import OrganisationKind, Role
from hub.conftest import SmallWorld

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)


def test_a_force_is_told_of_what_it_follows_as_it_is_and_of_what_it_adopted(world: SmallWorld) -> None:
    force = world.organisation(OrganisationKind.POLICE_FORCE, "Kent Police")
    program = world.program(force)
    adopt(world.member(force, Role.SUPERVISOR), Ref(code="image_referral"))
    assert tell_of_shipped(program, NOW) == 0
    newer = {
        code: replace(each, version="99") if code in {"image_referral", "urgent_danger"} else each
        for code, each in playbooks().items()
    }
    assert tell_of_shipped(program, NOW, shipped=newer) == 2
    assert tell_of_shipped(program, NOW, shipped=newer) == 0
    with acting_as(program):
        bodies = [notice.body["text"] for notice in Notice.objects.filter(organisation_id=force.id)]
    assert sorted("/update/" in body for body in bodies) == [False, True]
