"""What can be taken to where there is no network: each page that offers it gives one file that stands alone."""

from django.test import Client
from django.urls import reverse

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.commons.awareness.commands.keep_material import write_material
from causeway.hub.commons.awareness.library import library
from causeway.hub.knowledge.surveys.commands.write_instrument import begin_instrument
from causeway.hub.knowledge.surveys.instrument_files import shipped_instruments
from causeway.hub.knowledge.training.shipped import shipped_modules
from causeway.hub.road.cases.commands.take_referral import open_case
from causeway.vocabulary.organisations import OrganisationKind, Role
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of
from hub.theme.test_standalone import asks_for
from hub.told_referrals import build_road


def taken_from(client: Client, page: str) -> str:
    """The file that a page offers."""
    shown = client.get(page).content.decode()
    href = shown.split('" download>Download to use offline')[0].rsplit('href="', 1)[1].replace("&amp;", "&")
    answer = client.get(href)
    assert answer["Content-Disposition"].startswith("attachment")
    text: str = answer.content.decode()
    assert asks_for(text) == []
    return text


def test_a_playbook_is_taken_with_its_steps_and_its_form(world: SmallWorld) -> None:
    client = client_of(world.member(world.desk, Role.TRAINER))
    text = taken_from(client, reverse("playbooks:form", args=["first_response"]))
    assert "cw-step__facts" in text
    assert "cw-form__box" in text


def test_what_a_force_follows_is_taken_in_the_language_that_is_read(world: SmallWorld) -> None:
    force = world.organisation(OrganisationKind.POLICE_FORCE)
    client = client_of(world.member(force, Role.INVESTIGATOR))
    text = taken_from(client, reverse("playbooks:followed", args=["first_response"]) + "?language=nl")
    assert '<html lang="nl"' in text
    assert "?language=" not in text
    assert "cw-form__box" in text


def test_a_module_is_taken_with_its_pictures_and_without_its_test(world: SmallWorld) -> None:
    module_id, module = next(iter(shipped_modules().items()))
    text = taken_from(client_of(world.member(world.desk, Role.ANALYST)), reverse("training:module", args=[module_id]))
    assert "data:image/" in text
    assert module.sections[-1].title in text
    assert not [item for item in module.items if item.text in text]


def test_contact_points_are_taken_as_they_are_narrowed(world: SmallWorld) -> None:
    client = client_of(world.member(world.desk, Role.ANALYST))
    answer = client.get(reverse("contacts:offline"), {"words": "harbour"})
    assert asks_for(text := answer.content.decode()) == []
    assert "Narrowed to: harbour" in text


def test_a_questionnaire_is_taken_for_paper(world: SmallWorld) -> None:
    keeper = world.member(world.desk, Role.SURVEY_LEAD)
    draft_id = begin_instrument(keeper, shipped_instruments()["police_practice"])
    text = taken_from(client_of(keeper), reverse("surveys:preview", args=[draft_id]) + "?language=nl")
    assert '<html lang="nl"' in text


def test_material_is_taken_in_its_own_language(world: SmallWorld) -> None:
    analyst = world.member(world.desk, Role.ANALYST)
    material_id = write_material(analyst, library()["five_people"]["nl"])
    text = taken_from(client_of(analyst), reverse("awareness:material", args=[material_id]))
    assert '<html lang="nl"' in text
    assert "vijf stenen" in text


def test_the_tasks_of_a_case_are_taken_marked_and_entered(world: SmallWorld) -> None:
    road = build_road(world)
    investigator = road.investigator()
    case_id = open_case(investigator, road.referral(), title="Quay Street")
    client, page = client_of(investigator), reverse("cases:case", args=[case_id])
    assert "no-store" in client.get(page)["Cache-Control"]
    text = taken_from(client, page)
    assert "This file holds data of a case." in text
    assert "Quay Street" not in text
    assert "Read what the sender describes" in text
    with acting_as(investigator):
        assert Act.CASE_TASKS_DOWNLOADED in [entry.act for entry in timeline_of(case_id)]
