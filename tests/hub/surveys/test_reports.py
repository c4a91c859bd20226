"""Who may make, read, publish and take away a report."""

import csv
import io
import zipfile

import pytest

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.knowledge.surveys.commands.keep_opened import keep_opened_wave
from causeway.hub.knowledge.surveys.commands.make_report import delete_report, make_report
from causeway.hub.knowledge.surveys.commands.publish_report import publish_report, withdraw_report
from causeway.hub.knowledge.surveys.commands.take_away import take_data, take_report
from causeway.hub.knowledge.surveys.queries.reports import report_view, reports
from causeway.vocabulary.organisations import OrganisationKind, Role
from hub.conftest import SmallWorld
from small_survey import wave

CELLS = {("Avon", "Constable"): 30, ("Avon", "Sergeant"): 20, ("Brede", "Constable"): 6}


@pytest.fixture
def lead(world: SmallWorld) -> Actor:
    return world.member(world.desk, Role.SURVEY_LEAD)


@pytest.fixture
def other(world: SmallWorld) -> Actor:
    return world.member(world.organisation(OrganisationKind.POLICE_FORCE), Role.SUPERVISOR)


def test_a_report_is_nobody_elses_until_it_is_published(lead: Actor, other: Actor) -> None:
    report_id = make_report(lead, keep_opened_wave(lead, wave(CELLS, is_synthetic=True)))
    assert report_view(lead, report_id).report.is_synthetic
    with pytest.raises(NotFound):
        report_view(other, report_id)


def test_a_published_report_is_read_by_those_named_and_nobody_else(
    world: SmallWorld, lead: Actor, other: Actor
) -> None:
    third = world.member(world.organisation(OrganisationKind.SERVICE), Role.SENDER)
    report_id = make_report(lead, keep_opened_wave(lead, wave(CELLS, is_synthetic=True)))
    publish_report(lead, report_id, organisations=[other.organisation_id])
    view = report_view(other, report_id)
    assert view.publisher == world.desk.name
    assert (view.audience, view.wave_id) == ((), None)
    with pytest.raises(NotFound):
        report_view(third, report_id)
    publish_report(lead, report_id, to_all=True)
    assert report_view(third, report_id).line.is_for_all


def test_a_withdrawn_report_is_gone_from_everybody_else_and_the_ledger_tells(lead: Actor, other: Actor) -> None:
    report_id = make_report(lead, keep_opened_wave(lead, wave(CELLS, is_synthetic=True)))
    publish_report(lead, report_id, organisations=[other.organisation_id])
    with pytest.raises(Conflict):
        delete_report(lead, report_id)
    withdraw_report(lead, report_id)
    assert reports(other) == ([], 0)
    with acting_as(other):
        acts = {fact.act for fact in timeline_of(report_id)}
    assert acts == {Act.SURVEY_REPORT_PUBLISHED, Act.SURVEY_REPORT_WITHDRAWN}
    delete_report(lead, report_id)
    assert reports(lead) == ([], 0)


def test_publishing_names_somebody_in_the_directory(lead: Actor) -> None:
    report_id = make_report(lead, keep_opened_wave(lead, wave(CELLS, is_synthetic=True)))
    with pytest.raises(Invalid, match="Name the organisations"):
        publish_report(lead, report_id)
    with pytest.raises(Invalid, match="directory"):
        publish_report(lead, report_id, organisations=[report_id])


def test_another_organisation_can_neither_publish_nor_withdraw_it(world: SmallWorld, lead: Actor) -> None:
    force = world.organisation(OrganisationKind.POLICE_FORCE)
    stranger = world.member(force, Role.SURVEY_LEAD)
    report_id = make_report(lead, keep_opened_wave(lead, wave(CELLS, is_synthetic=True)))
    publish_report(lead, report_id, to_all=True)
    for act in (withdraw_report, delete_report):
        with pytest.raises(NotFound):
            act(stranger, report_id)
    with pytest.raises(NotFound):
        publish_report(stranger, report_id, to_all=True)


def test_comparing_needs_an_earlier_wave(lead: Actor) -> None:
    wave_id = keep_opened_wave(lead, wave(CELLS, is_synthetic=True))
    with pytest.raises(Invalid, match="before this one"):
        make_report(lead, wave_id, earlier_id=wave_id)


def test_a_download_is_entered(lead: Actor) -> None:
    report_id = make_report(lead, keep_opened_wave(lead, wave(CELLS, is_synthetic=True)))
    assert take_report(lead, report_id).content.startswith(b"%PDF-")
    with acting_as(lead):
        assert Act.SURVEY_REPORT_DOWNLOADED in {fact.act for fact in timeline_of(report_id)}


def test_only_the_survey_lead_takes_answers_away(world: SmallWorld, lead: Actor) -> None:
    wave_id = keep_opened_wave(lead, wave(CELLS, is_synthetic=True))
    analyst = world.member(world.desk, Role.ANALYST)
    with pytest.raises(NotPermitted):
        take_data(analyst, wave_id, is_public=True)
    taken = take_data(lead, wave_id, is_public=True)
    with acting_as(lead):
        assert Act.SURVEY_DATA_EXPORTED in {fact.act for fact in timeline_of(wave_id)}
    with zipfile.ZipFile(io.BytesIO(taken.content)) as archive:
        names = [name.rpartition(".")[2] for name in archive.namelist()]
        table = next(name for name in archive.namelist() if name.endswith(".csv"))
        rows = list(csv.DictReader(io.StringIO(archive.read(table).decode("utf-8-sig"))))
    assert names == ["csv", "xml", "sav", "txt"]
    assert len(rows) == 56
    assert sum(float(row["weight"]) for row in rows) == pytest.approx(300, abs=0.01)
