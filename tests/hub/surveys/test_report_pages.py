"""The pages of a report, for those who made it and those it was published to."""

import pytest

from causeway.hub.base.acting.actors import Actor
from causeway.hub.knowledge.surveys.commands.keep_opened import keep_opened_wave
from causeway.hub.knowledge.surveys.commands.make_report import make_report
from causeway.hub.knowledge.surveys.commands.publish_report import publish_report
from causeway.vocabulary.organisations import OrganisationKind, Role
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of
from small_survey import wave

CELLS = {("Avon", "Constable"): 60, ("Avon", "Sergeant"): 50, ("Brede", "Constable"): 6}


@pytest.fixture
def lead(world: SmallWorld) -> Actor:
    return world.member(world.desk, Role.SURVEY_LEAD)


def test_a_lead_makes_a_report_reads_every_page_of_it_and_publishes_it(world: SmallWorld, lead: Actor) -> None:
    wave_id = keep_opened_wave(lead, wave(CELLS, is_synthetic=True))
    reader = world.member(world.organisation(OrganisationKind.POLICE_FORCE), Role.INVESTIGATOR)
    own, other = client_of(lead), client_of(reader)
    made = own.post(f"/surveys/opened/{wave_id}/report/")
    assert made.status_code == 302
    pages = ["", "part/1/", "item/knob/", "item/grip/", "response/", "publish/"]
    for page in pages:
        shown = own.get(made["Location"] + page)
        assert shown.status_code == 200, page
        assert page == "publish/" or "This wave is synthetic" in shown.content.decode()
        assert other.get(made["Location"] + page).status_code in {403, 404}
    assert own.post(made["Location"] + "publish/", {"to": "all"}).status_code == 302
    assert other.get(made["Location"] + "item/knob/").status_code == 200
    pdf = other.get(made["Location"] + "pdf/")
    assert pdf["Content-Type"] == "application/pdf"
    assert "Withdraw the report" not in other.get(made["Location"]).content.decode()
    assert own.post(made["Location"] + "withdraw/").status_code == 302
    assert other.get(made["Location"]).status_code == 404
    assert own.post(made["Location"] + "delete/").status_code == 302
    assert "No report yet" in own.get("/surveys/reports/").content.decode()


def test_publishing_to_nobody_says_what_is_missing(lead: Actor) -> None:
    report_id = make_report(lead, keep_opened_wave(lead, wave(CELLS, is_synthetic=True)))
    answer = client_of(lead).post(f"/surveys/reports/{report_id}/publish/", {"to": "named"})
    assert answer.status_code == 422
    assert "Name the organisations that may read the report." in answer.content.decode()


def test_two_questions_are_set_against_each_other(lead: Actor) -> None:
    wave_id = keep_opened_wave(lead, wave(CELLS, is_synthetic=True))
    page = client_of(lead).get(f"/surveys/opened/{wave_id}/cross/", {"rows": "rank", "columns": "knob"})
    text = page.content.decode()
    assert "Constable" in text
    assert "Rao and Scott’s F" in text
    same = client_of(lead).get(f"/surveys/opened/{wave_id}/cross/", {"rows": "knob", "columns": "knob"})
    assert same.status_code == 422
    assert "Choose two different questions." in same.content.decode()


def test_answers_as_files_are_for_survey_leads(world: SmallWorld, lead: Actor) -> None:
    wave_id = keep_opened_wave(lead, wave(CELLS, is_synthetic=True))
    address = f"/surveys/opened/{wave_id}/data/"
    assert client_of(world.member(world.desk, Role.ANALYST)).get(address).status_code == 403
    assert client_of(lead).get(address).status_code == 200
    taken = client_of(lead).post(address, {"kind": "public"})
    assert taken["Content-Type"] == "application/zip"
    assert "-public.zip" in taken["Content-Disposition"]


def test_a_report_published_to_us_is_listed_for_every_member(world: SmallWorld, lead: Actor) -> None:
    report_id = make_report(lead, keep_opened_wave(lead, wave(CELLS, is_synthetic=True)))
    publish_report(lead, report_id, to_all=True)
    reader = world.member(world.organisation(OrganisationKind.SERVICE), Role.SENDER)
    text = client_of(reader).get("/surveys/reports/").content.decode()
    assert "Published to you" in text
    assert "Opened waves" not in text
