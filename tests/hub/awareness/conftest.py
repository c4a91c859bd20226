"""A school, a force and a desk that do awareness work together."""

from dataclasses import dataclass
from datetime import date

import pytest

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.commons.awareness.commands.hold_session import PlannedSession
from causeway.hub.commons.awareness.commands.issue_bulletin import NewBulletin
from causeway.hub.commons.awareness.commands.keep_material import NewMaterial
from causeway.hub.commons.awareness.words import Audience, MaterialKind, Readers
from causeway.vocabulary.organisations import OrganisationKind, PartnerKind, Role
from hub.conftest import SmallWorld


@dataclass
class Partners:
    """Who is who."""

    world: SmallWorld
    school: Organisation
    charity: Organisation
    force: Organisation
    teacher: Actor
    helper: Actor
    officer: Actor
    analyst: Actor


def partners_in(world: SmallWorld) -> Partners:
    """A school with a safeguarding lead, a charity, a force with a trainer, the desk's analyst."""
    school = world.organisation(
        OrganisationKind.PARTNER, "Bridgeford School", partner_kind=PartnerKind.SCHOOL, places=("Bridgeford",)
    )
    charity = world.organisation(OrganisationKind.PARTNER, "Lantern Trust", partner_kind=PartnerKind.CHARITY)
    force = world.organisation(OrganisationKind.POLICE_FORCE, "Riverford Police", force_code="GB-E23000032")
    return Partners(
        world=world,
        school=school,
        charity=charity,
        force=force,
        teacher=world.member(school, Role.SAFEGUARDING_LEAD, name="Mo Teal"),
        helper=world.member(charity, Role.TRAINER, name="Ines Roe"),
        officer=world.member(force, Role.TRAINER, Role.SUPERVISOR, name="Sam Ford"),
        analyst=world.member(world.desk, Role.ANALYST, name="Kit Lane"),
    )


@pytest.fixture
def partners(world: SmallWorld) -> Partners:
    """The same, taken back after the test."""
    return partners_in(world)


def a_lesson(**changed: object) -> NewMaterial:
    """A lesson for pupils from 9 to 11."""
    told: dict[str, object] = {
        "title": "Whom can I tell?",
        "kind": MaterialKind.LESSON,
        "audience": Audience.PUPILS,
        "language": "en",
        "summary": "Pupils find five people whom they can tell.",
        "body": "Draw a bridge. On each stone, write a person whom you trust.",
        "age_from": 9,
        "age_to": 11,
        "minutes": 40,
    }
    return NewMaterial(**told | changed)  # type: ignore[arg-type]


def a_session(**changed: object) -> PlannedSession:
    """An hour with pupils, last spring."""
    told: dict[str, object] = {
        "title": "Whom can I tell?",
        "held_on": date(2026, 3, 12),
        "audience": Audience.PUPILS,
        "language": "en",
        "place": "Townbridge Hall",
        "age_from": 9,
        "age_to": 11,
    }
    return PlannedSession(**told | changed)  # type: ignore[arg-type]


def a_bulletin(**changed: object) -> NewBulletin:
    """A bulletin for schools."""
    told: dict[str, object] = {
        "title": "What we see this autumn",
        "readers": Readers.SCHOOLS,
        "language": "en",
        "summary": "More strangers write to pupils in games.",
        "body": "Ask pupils who writes to them, and where.",
    }
    return NewBulletin(**told | changed)  # type: ignore[arg-type]
